#include "serve/language_server.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <iostream>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "serve/completion_items.h"
#include "serve/documents.h"
#include "serve/messages.h"
#include "serve/projects.h"
#include "support/build_id.h"

namespace fastnode::serve {
namespace {

// Error codes of JSON-RPC and of the protocol.
constexpr int kParseError = -32700, kInvalidRequest = -32600, kMethodNotFound = -32601,
              kInvalidParams = -32602, kNotInitialized = -32002, kCancelled = -32800,
              kFailed = -32803;
constexpr size_t kMaxWaiting = 1000;  // requests
constexpr int32_t kMaxItems = 100;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// "" of what is no file on this machine.
std::string PathOf(std::string_view uri) {
  constexpr std::string_view kScheme = "file://";
  if (!uri.starts_with(kScheme)) return "";
  uri.remove_prefix(kScheme.size());
  if (!uri.starts_with('/')) return "";
  std::string path;
  for (size_t i = 0; i < uri.size(); ++i) {
    const bool escaped = uri[i] == '%' && i + 2 < uri.size() && HexValue(uri[i + 1]) >= 0 &&
                         HexValue(uri[i + 2]) >= 0;
    if (escaped) {
      path.push_back(static_cast<char>(16 * HexValue(uri[i + 1]) + HexValue(uri[i + 2])));
      i += 2;
    } else {
      path.push_back(uri[i]);
    }
  }
  return path;
}

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

class Server {
 public:
  Server(std::ostream& out, const predict::Complete& complete, const predict::ReadProject& read)
      : out_(out), complete_(complete), projects_(read), worker_([this] { Work(); }) {}

  ~Server() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    worker_.join();  // answers what waits
  }

  // True: go on.
  bool Take(const std::string& bytes) {
    Result<Json> message = ParseJson(bytes);
    if (!message.ok()) {
      Fail(nullptr, kParseError, message.error().message);
      return true;
    }
    const Json id = message->is_object() && message->contains("id") ? (*message)["id"] : Json();
    const std::string method = TextAt(*message, {"method"});
    if (method.empty()) {
      // Answers to what we never asked are no requests.
      if (Find(*message, {"result"}) == nullptr && Find(*message, {"error"}) == nullptr) {
        Fail(id, kInvalidRequest, "a message has a 'method'");
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
  struct Job {
    Json id;
    Documents::Text text;
    size_t offset;
    std::string path, root;
  };

  void Send(const Json& message) {
    std::lock_guard lock(writing_);
    if (!WriteMessage(message, out_).ok()) broken_ = true;
  }
  void Answer(const Json& id, Json result) {
    Send({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
  }
  void Fail(const Json& id, int code, const std::string& reason) {
    Send({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", reason}}}});
  }
  void Log(const std::string& text) {
    constexpr int kWarning = 2;
    Send({{"jsonrpc", "2.0"},
          {"method", "window/logMessage"},
          {"params", {{"type", kWarning}, {"message", "fastnode: " + text}}}});
  }

  void Request(const Json& id, const std::string& method, const Json& params) {
    if (method == "initialize") {
      Answer(id, Initialize(params));
    } else if (!initialized_) {
      Fail(id, kNotInitialized, "'initialize' comes first");
    } else if (shut_down_) {
      Fail(id, kInvalidRequest, "after 'shutdown' comes 'exit'");
    } else if (method == "shutdown") {
      shut_down_ = true;
      Answer(id, nullptr);
    } else if (method == "textDocument/completion") {
      Completion(id, params);
    } else {
      Fail(id, kMethodNotFound, "'" + method + "' is not served");
    }
  }

  void Notice(const std::string& method, const Json& params) {
    if (method == "$/cancelRequest") {
      if (const Json* id = Find(params, {"id"})) Cancel(*id);
      return;
    }
    if (!initialized_) return;
    const std::string uri = TextAt(params, {"textDocument", "uri"});
    Status done;
    if (method == "textDocument/didOpen") {
      done = documents_.Open(uri, TextAt(params, {"textDocument", "text"}));
      projects_.Get(RootOf(PathOf(uri)), PathOf(uri));  // begins to be read
    } else if (method == "textDocument/didChange") {
      const Json* changes = Find(params, {"contentChanges"});
      done = documents_.Change(uri, changes == nullptr ? Json() : *changes, encoding_);
    } else if (method == "textDocument/didClose") {
      documents_.Close(uri);
    } else if (method == "workspace/didChangeWorkspaceFolders") {
      ChangeRoots(params);
    }
    if (!done.ok()) Log(method + ": " + done.error().message);
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
    if (const Json* folders = Find(params, {"workspaceFolders"}); folders != nullptr) {
      AddRoots(*folders);
    }
    if (roots_.empty()) AddRoot(TextAt(params, {"rootUri"}));
    return {{"capabilities",
             {{"positionEncoding", encoding_ == Encoding::kUtf8 ? "utf-8" : "utf-16"},
              {"textDocumentSync", {{"openClose", true}, {"change", 2}}},
              {"completionProvider",
               {{"triggerCharacters", {".", "(", ","}}, {"resolveProvider", false}}},
              {"workspace",
               {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}}}},
            {"serverInfo", {{"name", "fastnode"}, {"version", BuildId()}}}};
  }

  void AddRoot(const std::string& uri) {
    std::string path = PathOf(uri);
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    if (!path.empty()) roots_.insert(path);
  }
  void AddRoots(const Json& folders) {
    if (!folders.is_array()) return;
    for (const Json& folder : folders) AddRoot(TextAt(folder, {"uri"}));
  }
  void ChangeRoots(const Json& params) {
    if (const Json* removed = Find(params, {"event", "removed"}); removed != nullptr) {
      for (const Json& folder : *removed) roots_.erase(PathOf(TextAt(folder, {"uri"})));
    }
    if (const Json* added = Find(params, {"event", "added"}); added != nullptr) AddRoots(*added);
  }

  // The innermost folder of the workspace that the file is in; "" if it is in none.
  std::string RootOf(const std::string& path) const {
    std::string best;
    for (const std::string& root : roots_) {
      if (root.size() > best.size() && path.starts_with(root + "/")) best = root;
    }
    return best;
  }

  void Completion(const Json& id, const Json& params) {
    const std::string uri = TextAt(params, {"textDocument", "uri"});
    const Json* line = Find(params, {"position", "line"});
    const Json* character = Find(params, {"position", "character"});
    const bool placed = line != nullptr && character != nullptr && line->is_number_unsigned() &&
                        character->is_number_unsigned();
    if (!placed) return Fail(id, kInvalidParams, "a position has 'line' and 'character'");
    const Documents::Text text = documents_.Get(uri);
    if (text == nullptr) return Fail(id, kInvalidParams, uri + " is not open");
    const Position position{line->get<uint64_t>(), character->get<uint64_t>()};
    const std::string path = PathOf(uri);
    std::unique_lock lock(mutex_);
    if (jobs_.size() >= kMaxWaiting) {
      lock.unlock();
      return Fail(id, kFailed, "too many requests wait");
    }
    jobs_.push_back({id, text, ToOffset(*text, position, encoding_), path, RootOf(path)});
    changed_.notify_all();
  }

  void Cancel(const Json& id) {
    {
      std::lock_guard lock(mutex_);
      auto job = std::find_if(jobs_.begin(), jobs_.end(), [&](const Job& j) { return j.id == id; });
      if (job == jobs_.end()) return;  // answered, or at work
      jobs_.erase(job);
    }
    Fail(id, kCancelled, "cancelled");
  }

  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      const Job job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      Complete(job);
      lock.lock();
    }
  }

  // Whole calls are asked for where an argument begins.
  static bool BeginsArgument(std::string_view before) {
    const size_t last = before.find_last_not_of(" \t\r\n");
    return last != std::string_view::npos && (before[last] == '(' || before[last] == ',');
  }

  void Complete(const Job& job) {
    const Projects::Table project = projects_.Get(job.root, job.path);
    predict::Request request{*job.text, job.offset, project.get()};
    request.calls = BeginsArgument(std::string_view(*job.text).substr(0, job.offset));
    request.path = job.path;
    request.root = job.root;
    Result<predict::Answer> answer = complete_(request);
    if (!answer.ok()) return Fail(job.id, kFailed, answer.error().message);
    Answer(job.id, CompletionList(*answer, *job.text, job.offset, encoding_, snippets_));
  }

  std::ostream& out_;
  const predict::Complete& complete_;
  std::mutex writing_;
  std::atomic<bool> broken_ = false;

  // Of the thread that reads; encoding and snippets are set before the first request is taken.
  Documents documents_;
  std::set<std::string> roots_;
  Encoding encoding_ = Encoding::kUtf16;
  bool initialized_ = false, shut_down_ = false, snippets_ = false;

  Projects projects_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::thread worker_;
};

}  // namespace

Result<bool> ServeLanguage(std::istream& in, std::ostream& out, const predict::Complete& complete,
                           const predict::ReadProject& read_project) {
  Server server(out, complete, read_project);
  while (!server.broken()) {
    Result<std::optional<std::string>> message = ReadMessage(in);
    if (!message.ok()) return message.error();
    if (!message->has_value()) return false;
    if (!server.Take(**message)) return server.was_shut_down();
  }
  return Error{"cannot write the answer"};
}

Result<bool> ServeLanguageOnStdin(const std::string& folder,
                                  const std::vector<std::string>& packages) {
  Result<predict::Completer> completer = predict::Completer::Load(folder, packages);
  if (!completer.ok()) return completer.error();
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);  // else who reads flushes what another thread writes
  return ServeLanguage(
      std::cin, std::cout,
      [&](const predict::Request& request) {
        return completer->Complete(request, {.max_completions = kMaxItems});
      },
      [&](const std::string& root, const std::string& except) {
        return predict::ReadProjectUsage(root, except, completer->library());
      });
}

}  // namespace fastnode::serve
