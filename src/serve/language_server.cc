#include "serve/language_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <list>
#include <mutex>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "analyze/ast/parse.h"
#include "predict/project_memory.h"
#include "predict/site.h"
#include "serve/completion_items.h"
#include "serve/descriptions.h"
#include "serve/documents.h"
#include "serve/jobs.h"
#include "serve/messages.h"
#include "serve/progress.h"
#include "serve/quick_answer.h"
#include "serve/roots.h"
#include "support/build_id.h"
#include "support/json_fields.h"

namespace fastnode::serve {
namespace {

// Error codes of JSON-RPC and of the protocol.
constexpr int kParseError = -32700, kInvalidRequest = -32600, kMethodNotFound = -32601,
              kInvalidParams = -32602, kNotInitialized = -32002, kCancelled = -32800,
              kFailed = -32803;
constexpr int32_t kMaxQuickItems = 100;

// The value at a path of names, null if there is none.
const Json* Find(const Json& json, std::initializer_list<const char*> path) {
  const Json* at = &json;
  for (const char* name : path) {
    if (!at->is_object() || !at->contains(name)) return nullptr;
    at = &(*at)[name];
  }
  return at;
}

std::string TextAt(const Json& json, std::initializer_list<const char*> path) {
  const Json* found = Find(json, path);
  return found != nullptr && found->is_string() ? found->get<std::string>() : "";
}

std::optional<Position> PositionAt(const Json& json, std::initializer_list<const char*> path) {
  const Json* found = Find(json, path);
  if (found == nullptr) return std::nullopt;
  const Json *line = Find(*found, {"line"}), *character = Find(*found, {"character"});
  const bool placed = line != nullptr && character != nullptr && line->is_number_unsigned() &&
                      character->is_number_unsigned();
  if (!placed) return std::nullopt;
  return Position{line->get<uint64_t>(), character->get<uint64_t>()};
}

// What was analysed last, of each of the texts that were asked about last.
class Memories {
 public:
  predict::AnalysisMemory* Of(const std::string& uri) {
    constexpr size_t kMaxKept = 4;
    auto found =
        std::find_if(kept_.begin(), kept_.end(), [&](const auto& one) { return one.first == uri; });
    if (found == kept_.end()) {
      kept_.emplace_front(uri, predict::AnalysisMemory());
      if (kept_.size() > kMaxKept) kept_.pop_back();
    } else {
      kept_.splice(kept_.begin(), kept_, found);
    }
    return &kept_.front().second;
  }

 private:
  std::list<std::pair<std::string, predict::AnalysisMemory>> kept_;
};

class Server {
 public:
  Server(std::ostream& out, const Backend& backend, const LanguageOptions& options)
      : out_(out),
        backend_(backend),
        deadline_(options.deadline_ms),
        progress_([this](const Json& message) { Send(message); }),
        projects_(backend.read_project,
                  [this](const std::string& root, size_t files, size_t of) {
                    progress_.Tell("fastnode: reading " + NameOf(root), files, of);
                  }),
        jobs_([this](const Json& reply) {
          if (!reply.is_null()) Send(reply);
        }) {
    roots_.SetInterpreter(options.interpreter);
    if (!options.log.empty()) log_.open(options.log, std::ios::app);
  }

  // True: go on.
  bool Take(const std::string& bytes) {
    Result<Json> message = ParseJson(bytes);
    if (!message.ok()) {
      Send(Failure(nullptr, kParseError, message.error().message));
      return true;
    }
    const Json id = message->is_object() && message->contains("id") ? (*message)["id"] : Json();
    const std::string method = TextAt(*message, {"method"});
    LogLine("<-", id, method);
    if (method.empty()) {
      // Answers to what we never asked are no requests.
      const bool agreed = Find(*message, {"result"}) != nullptr;
      if (agreed || Find(*message, {"error"}) != nullptr) {
        progress_.Answered(id, agreed);
      } else {
        Send(Failure(id, kInvalidRequest, "a message has a 'method'"));
      }
      return true;
    }
    const Json* found = Find(*message, {"params"});
    const Json params = found == nullptr ? Json::object() : *found;
    if (method == "exit") return false;
    if (id.is_null()) {
      Notice(method, params);
    } else {
      Request(id, method, params);
    }
    return true;
  }

  bool was_shut_down() const { return shut_down_; }
  bool broken() const { return broken_; }

 private:
  // A place in a text, as it was when it was asked about.
  struct At {
    std::string uri;
    Documents::Text text;
    size_t offset = 0;
    std::string path, root;
    Roots::Python python;
  };

  static std::string NameOf(const std::string& root) {
    return std::filesystem::path(root).filename().string();
  }

  static Json Success(const Json& id, Json result) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
  }
  static Json Failure(const Json& id, int code, const std::string& reason) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", reason}}}};
  }

  void Send(const Json& message) {
    LogLine("->", message.contains("id") ? message["id"] : Json(), TextAt(message, {"method"}));
    std::lock_guard lock(writing_);
    if (!WriteMessage(message, out_).ok()) broken_ = true;
  }
  void Warn(const std::string& text) {
    constexpr int kWarning = 2;
    Send({{"jsonrpc", "2.0"},
          {"method", "window/logMessage"},
          {"params", {{"type", kWarning}, {"message", "fastnode: " + text}}}});
  }
  // Which messages went when; never what was typed.
  void LogLine(const char* direction, const Json& id, const std::string& method) {
    if (!log_.is_open()) return;
    const double ms = std::chrono::duration<double, std::milli>(Clock::now() - start_).count();
    std::lock_guard lock(logging_);
    log_ << fmt::format("{:.1f} ms {} {} {}\n", ms, direction, id.is_null() ? "" : PrintJson(id),
                        method)
         << std::flush;
  }

  void Request(const Json& id, const std::string& method, const Json& params) {
    if (method == "initialize") {
      Send(Success(id, Initialize(params)));
    } else if (!initialized_) {
      Send(Failure(id, kNotInitialized, "'initialize' comes first"));
    } else if (shut_down_) {
      Send(Failure(id, kInvalidRequest, "after 'shutdown' comes 'exit'"));
    } else if (method == "shutdown") {
      shut_down_ = true;
      Send(Success(id, nullptr));
    } else if (method == "completionItem/resolve") {
      Resolve(id, params);
    } else if (method.starts_with("textDocument/")) {
      AboutPlace(id, method, params);
    } else {
      Send(Failure(id, kMethodNotFound, "'" + method + "' is not served"));
    }
  }

  void Notice(const std::string& method, const Json& params) {
    if (method == "$/cancelRequest") {
      const Json* id = Find(params, {"id"});
      if (id != nullptr) jobs_.Cancel(*id, Failure(*id, kCancelled, "cancelled"));
      return;
    }
    if (!initialized_) return;
    const std::string uri = TextAt(params, {"textDocument", "uri"});
    Status done;
    if (method == "textDocument/didOpen") {
      done = documents_.Open(uri, TextAt(params, {"textDocument", "text"}));
      Prepare(uri);
    } else if (method == "textDocument/didChange") {
      const Json* changes = Find(params, {"contentChanges"});
      done = documents_.Change(uri, changes == nullptr ? Json() : *changes, encoding_);
    } else if (method == "textDocument/didClose") {
      documents_.Close(uri);
    } else if (method == "textDocument/didSave") {
      projects_.Refresh(roots_.RootOf(PathOf(uri)));
    } else if (method == "workspace/didChangeWatchedFiles") {
      ForEach(Find(params, {"changes"}), [&](const std::string& changed) {
        projects_.Refresh(roots_.RootOf(PathOf(changed)));
      });
    } else if (method == "workspace/didChangeWorkspaceFolders") {
      ForEach(Find(params, {"event", "removed"}), [&](auto& f) { roots_.Remove(f); });
      ForEach(Find(params, {"event", "added"}), [&](auto& f) { roots_.Add(f); });
    } else if (method == "workspace/didChangeConfiguration") {
      const Json* settings = Find(params, {"settings", "fastnode"});
      if (settings != nullptr && !settings->is_null()) Configure(*settings);
    }
    if (!done.ok()) Warn(method + ": " + done.error().message);
  }

  // What is asked for first is there when it is asked for: the project's usage, and what is
  // imported.
  void Prepare(const std::string& uri) {
    const Documents::Text text = documents_.Get(uri);
    if (text == nullptr) return;
    const At at = PlaceIn(uri, text, text->size());
    projects_.Get(at.root, at.path);
    (void)jobs_.Add({nullptr,
                     [this, at] {
                       backend_.prepare(RequestAt(at));
                       return Json();
                     },
                     nullptr});
  }

  // {"deadlineMs": 50, "interpreter": "/path/of/python"}
  void Configure(const Json& settings) {
    uint64_t deadline_ms = static_cast<uint64_t>(deadline_.count());
    std::string interpreter;
    JsonFields fields(settings, "settings");
    fields.AllowUnknown();
    fields.NullIsAbsent();
    fields.ReadUnsigned("deadlineMs", deadline_ms);
    fields.ReadText("interpreter", interpreter);
    if (Status status = fields.Finish(); !status.ok()) return Warn(status.error().message);
    deadline_ = std::chrono::milliseconds(std::min<uint64_t>(deadline_ms, 60'000));
    if (!interpreter.empty()) roots_.SetInterpreter(interpreter);
  }

  template <typename Visitor>
  static void ForEach(const Json* folders, const Visitor& visit) {
    if (folders == nullptr || !folders->is_array()) return;
    for (const Json& folder : *folders) {
      const std::string uri = TextAt(folder, {"uri"});
      visit(uri);
    }
  }

  Json Initialize(const Json& params) {
    initialized_ = true;
    const Json* encodings = Find(params, {"capabilities", "general", "positionEncodings"});
    if (encodings != nullptr && encodings->is_array()) {
      for (const Json& encoding : *encodings) {
        if (encoding == "utf-8") encoding_ = Encoding::kUtf8;
      }
    }
    const Json* snippets = Find(
        params, {"capabilities", "textDocument", "completion", "completionItem", "snippetSupport"});
    snippets_ = snippets != nullptr && *snippets == true;
    const Json* formats = Find(params, {"capabilities", "textDocument", "hover", "contentFormat"});
    if (formats != nullptr && formats->is_array()) {
      markdown_ = std::find(formats->begin(), formats->end(), "markdown") != formats->end();
    }
    const Json* shown = Find(params, {"capabilities", "window", "workDoneProgress"});
    if (shown != nullptr && *shown == true) progress_.Enable();
    const Json* settings = Find(params, {"initializationOptions"});
    if (settings != nullptr && !settings->is_null()) Configure(*settings);
    ForEach(Find(params, {"workspaceFolders"}), [&](auto& folder) { roots_.Add(folder); });
    if (roots_.empty()) roots_.Add(TextAt(params, {"rootUri"}));
    return {{"capabilities",
             {{"positionEncoding", encoding_ == Encoding::kUtf8 ? "utf-8" : "utf-16"},
              {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", true}}},
              {"completionProvider",
               {{"triggerCharacters", {".", "(", ",", " "}}, {"resolveProvider", true}}},
              {"hoverProvider", true},
              {"definitionProvider", true},
              {"signatureHelpProvider", {{"triggerCharacters", {"(", ","}}}},
              {"workspace",
               {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}}}},
            {"serverInfo", {{"name", "fastnode"}, {"version", BuildId()}}}};
  }

  At PlaceIn(const std::string& uri, Documents::Text text, size_t offset) {
    const std::string path = PathOf(uri), root = roots_.RootOf(path);
    return {uri, std::move(text), offset, path, root, roots_.PythonOf(root)};
  }

  void AboutPlace(const Json& id, const std::string& method, const Json& params) {
    const std::string uri = TextAt(params, {"textDocument", "uri"});
    const bool completion = method == "textDocument/completion";
    const bool hover = method == "textDocument/hover";
    const bool definition = method == "textDocument/definition";
    const bool signature = method == "textDocument/signatureHelp";
    if (!completion && !hover && !definition && !signature) {
      return Send(Failure(id, kMethodNotFound, "'" + method + "' is not served"));
    }
    const std::optional<Position> position = PositionAt(params, {"position"});
    if (!position) {
      return Send(Failure(id, kInvalidParams, "a position has 'line' and 'character'"));
    }
    const Documents::Text text = documents_.Get(uri);
    if (text == nullptr) return Send(Failure(id, kInvalidParams, uri + " is not open"));
    const At at = PlaceIn(uri, text, ToOffset(*text, *position, encoding_));
    Job job{id, nullptr, nullptr};
    if (completion) {
      if (IsUselessTrigger(params, *text, at.offset)) {
        return Send(Success(id, {{"isIncomplete", false}, {"items", Json::array()}}));
      }
      const auto now = Clock::now();
      if (deadline_.count() > 0) {
        job.deadline = now + deadline_;
        job.late = [this, id, at] { return Quick(id, at); };
      }
      job.work = [this, id, at, now, limit = deadline_] { return Complete(id, at, now, limit); };
    } else if (signature) {
      job.work = [this, id, at] {
        return Describe(id, backend_.describe_call(RequestAt(at)),
                        [](const auto& call) { return SignatureHelp(call); });
      };
    } else {
      job.work = [this, id, at, hover] {
        return Describe(id, backend_.describe(RequestAt(at)), [&](const auto& description) {
          return hover ? Hover(description, *at.text, encoding_, markdown_)
                       : Definition(description, at.uri, *at.text, encoding_);
        });
      };
    }
    Add(std::move(job));
  }

  void Add(Job job) {
    const Json id = job.id;
    if (!jobs_.Add(std::move(job))) Send(Failure(id, kFailed, "too many requests wait"));
  }

  // A blank that was typed begins something only in an import statement, or after a comma.
  static bool IsUselessTrigger(const Json& params, std::string_view text, size_t offset) {
    if (TextAt(params, {"context", "triggerCharacter"}) != " ") return false;
    const size_t last = text.substr(0, offset).find_last_not_of(' ');
    if (last == std::string_view::npos) return true;
    if (text[last] == ',') return false;
    const size_t begin = text.substr(0, offset).rfind('\n') + 1;
    const size_t word = std::min(text.find_first_not_of(" \t", begin), offset);
    const std::string_view line = text.substr(word, offset - word);
    return !line.starts_with("import") && !line.starts_with("from");
  }

  // An item with what it stands for: the text as if it had been chosen is asked about.
  void Resolve(const Json& id, const Json& item) {
    const std::string uri = TextAt(item, {"data", "uri"}), label = TextAt(item, {"label"});
    const std::optional<Position> start = PositionAt(item, {"data", "start"});
    const Documents::Text text = documents_.Get(uri);
    if (!start || text == nullptr || label.empty()) return Send(Success(id, item));
    const size_t begin = ToOffset(*text, *start, encoding_);
    size_t end = begin;
    while (end < text->size() && ast::IsNameByte((*text)[end])) ++end;
    auto chosen =
        std::make_shared<const std::string>(text->substr(0, begin) + label + text->substr(end));
    const At at = PlaceIn(uri, chosen, begin + label.size());
    Add({id,
         [this, id, item, at] {
           auto description = backend_.describe(RequestAt(at));
           Json resolved = item;
           if (description.ok() && description->has_value()) {
             resolved["detail"] = (*description)->label;
             if (!(*description)->documentation.empty()) {
               resolved["documentation"] = (*description)->documentation;
             }
           }
           return Success(id, std::move(resolved));
         },
         nullptr});
  }

  // ---- Of the thread that works ----

  predict::Request RequestAt(const At& at) {
    predict::Request request{*at.text, at.offset};
    request.path = at.path;
    request.root = at.root;
    request.packages = at.python.packages;
    request.standard_library = at.python.standard_library;
    request.memory = memories_.Of(at.uri);
    return request;
  }

  // Whole calls are asked for where an argument begins.
  static bool BeginsArgument(std::string_view before) {
    const size_t last = before.find_last_not_of(" \t\r\n");
    return last != std::string_view::npos && (before[last] == '(' || before[last] == ',');
  }

  Json Quick(const Json& id, const At& at) const {
    return Success(id, CompletionList(QuickAnswer(*at.text, at.offset, kMaxQuickItems), *at.text,
                                      at.offset, encoding_, snippets_, at.uri));
  }

  Json Complete(const Json& id, const At& at, Clock::time_point asked,
                std::chrono::milliseconds limit) {
    if (at.text->size() > predict::kMaxSourceBytes) return Quick(id, at);
    const predict::KnownProject project = projects_.Get(at.root, at.path);
    predict::Request request = RequestAt(at);
    request.project = project.table.get();
    request.project_minus = project.part.get();
    request.calls = BeginsArgument(std::string_view(*at.text).substr(0, at.offset));
    // The last fifth is for what was begun.
    if (limit.count() > 0) request.deadline = asked + limit * 4 / 5;
    Result<predict::Answer> answer = backend_.complete(request);
    if (!answer.ok() && answer.error().message == ast::kTimedOut) return Quick(id, at);
    if (!answer.ok()) return Failure(id, kFailed, answer.error().message);
    return Success(id, CompletionList(*answer, *at.text, at.offset, encoding_, snippets_, at.uri));
  }

  template <typename Found, typename Show>
  static Json Describe(const Json& id, const Result<std::optional<Found>>& found,
                       const Show& show) {
    if (!found.ok()) return Failure(id, kFailed, found.error().message);
    return Success(id, found->has_value() ? show(**found) : Json(nullptr));
  }

  std::ostream& out_;
  const Backend& backend_;
  std::mutex writing_, logging_;
  std::atomic<bool> broken_ = false;
  const Clock::time_point start_ = Clock::now();
  std::ofstream log_;

  // Of the thread that reads; encoding, snippets and markdown are set before the first request is
  // taken.
  Documents documents_;
  Roots roots_;
  std::chrono::milliseconds deadline_;
  Encoding encoding_ = Encoding::kUtf16;
  bool initialized_ = false, shut_down_ = false, snippets_ = false, markdown_ = false;

  Memories memories_;  // of the thread that works
  Progress progress_;
  predict::ProjectMemory projects_;
  Jobs jobs_;  // last: its threads use all of the above
};

}  // namespace

Result<bool> ServeLanguage(std::istream& in, std::ostream& out, const Backend& backend,
                           const LanguageOptions& options) {
  Server server(out, backend, options);
  while (!server.broken()) {
    Result<std::optional<std::string>> message = ReadMessage(in);
    if (!message.ok()) return message.error();
    if (!message->has_value()) return false;
    if (!server.Take(**message)) return server.was_shut_down();
  }
  return Error{"cannot write the answer"};
}

}  // namespace fastnode::serve
