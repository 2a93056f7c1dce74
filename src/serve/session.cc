// Dispatch is a look-up in one table, which says of each method what kind of message it is and when
// it is served. A handler can therefore rely on the session's state, and a message of an unexpected
// form only finds fields absent (json_rpc.h). session_test.cc walks the table;
// language_server_test.cc puts every type of JSON into every field.
#include "serve/session.h"

#include <algorithm>
#include <utility>

#include "serve/json_rpc.h"
#include "support/json_fields.h"

namespace fastnode::serve {
namespace {

template <typename Visitor>
void ForEach(const Json* list, const Visitor& visit) {
  if (list == nullptr || !list->is_array()) return;
  for (const Json& one : *list) visit(one);
}

template <typename Visitor>
void ForEachUri(const Json* folders, const Visitor& visit) {
  ForEach(folders, [&](const Json& folder) { visit(TextAt(folder, {"uri"})); });
}

// Ids of requests to the client.
constexpr char kSettingsAsked[] = "fastnode/settings", kChangesAsked[] = "fastnode/changes";

// "on", "off", or from how likely on.
std::optional<float> ReadThreshold(const Json& setting) {
  constexpr float kNever = 2;
  if (setting == "on" || setting == true) return predict::kSureEnough;
  if (setting == "off" || setting == false) return kNever;
  if (!setting.is_number() || setting < 0 || setting > 1) return std::nullopt;
  return setting.get<float>();
}

}  // namespace

std::span<const Session::Method> Session::Methods() {
  using enum Kind;
  using enum When;
  static constexpr Method kMethods[] = {
      {"initialize", kRequest, kAlways, &Session::Initialize},
      {"initialized", kNotification, kInitialized, &Session::Initialized},
      {"shutdown", kRequest, kInitialized, &Session::ShutDown},
      {"exit", kEither, kAlways, &Session::Exit},
      {"$/cancelRequest", kNotification, kAlways, &Session::Cancel},

      {"textDocument/didOpen", kNotification, kInitialized, &Session::Open},
      {"textDocument/didChange", kNotification, kInitialized, &Session::Change},
      {"textDocument/didClose", kNotification, kInitialized, &Session::Close},
      {"textDocument/didSave", kNotification, kInitialized, &Session::Save},
      {"notebookDocument/didOpen", kNotification, kInitialized, &Session::OpenNotebook},
      {"notebookDocument/didChange", kNotification, kInitialized, &Session::ChangeNotebook},
      {"notebookDocument/didClose", kNotification, kInitialized, &Session::CloseNotebook},
      {"notebookDocument/didSave", kNotification, kInitialized, &Session::SaveNotebook},
      {"workspace/didChangeWatchedFiles", kNotification, kInitialized, &Session::ChangeFiles},
      {"workspace/didChangeWorkspaceFolders", kNotification, kInitialized, &Session::ChangeFolders},
      {"workspace/didChangeConfiguration", kNotification, kInitialized, &Session::ChangeSettings},

      {"textDocument/completion", kRequest, kInitialized, &Session::Complete},
      {"textDocument/inlineCompletion", kRequest, kInitialized, &Session::CompleteInline},
      {"completionItem/resolve", kRequest, kInitialized, &Session::Resolve},
      {"textDocument/hover", kRequest, kInitialized, &Session::Hover},
      {"textDocument/definition", kRequest, kInitialized, &Session::Define},
      {"textDocument/signatureHelp", kRequest, kInitialized, &Session::HelpWithCall},
  };
  return kMethods;
}

Session::Session(const Parts& parts, const LanguageOptions& options)
    : parts_(parts), deadline_(options.deadline_ms), auto_import_(options.auto_import) {
  roots_.SetInterpreter(options.interpreter);
}

void Session::Take(const std::string& bytes) {
  Result<Json> json = ParseJson(bytes);
  if (!json.ok()) {
    return parts_.outbox.Send(Failure(nullptr, kParseError, json.error().message));
  }
  const Json *id = FindAt(*json, {"id"}), *params = FindAt(*json, {"params"});
  const Message message{id == nullptr ? Json() : *id, TextAt(*json, {"method"}),
                        params == nullptr ? Json::object() : *params};
  parts_.outbox.LogReceived(message.id, message.method);
  if (!message.method.empty()) return Dispatch(message);
  // Perhaps the reply to a request of ours; other replies are passed over.
  const Json* result = FindAt(*json, {"result"});
  const bool agreed = result != nullptr;
  if (agreed && message.id == kSettingsAsked) {
    TakeSettings(*result);
  } else if (agreed || FindAt(*json, {"error"}) != nullptr) {
    parts_.progress.Answered(message.id, agreed);
  } else {
    Refuse(message, kInvalidRequest, "a message has a 'method'");
  }
}

void Session::Dispatch(const Message& message) {
  const bool request = !message.id.is_null();
  const Kind kind = request ? Kind::kRequest : Kind::kNotification;
  const auto methods = Methods();
  const auto found = std::find_if(methods.begin(), methods.end(), [&](const Method& method) {
    return method.name == message.method && (method.kind == kind || method.kind == Kind::kEither);
  });
  const bool served = found != methods.end();
  if (served && found->when == When::kAlways) return (this->*found->handle)(message);
  if (!request) {
    if (initialized_ && served) (this->*found->handle)(message);
  } else if (!initialized_) {
    Refuse(message, kNotInitialized, "'initialize' comes first");
  } else if (shut_down_) {
    Refuse(message, kInvalidRequest, "after 'shutdown' comes 'exit'");
  } else if (!served) {
    Refuse(message, kMethodNotFound, "'" + message.method + "' is not served");
  } else {
    (this->*found->handle)(message);
  }
}

void Session::Reply(const Message& message, Json result) {
  parts_.outbox.Send(Success(message.id, std::move(result)));
}

void Session::Refuse(const Message& message, int code, const std::string& reason) {
  parts_.outbox.Send(Failure(message.id, code, reason));
}

void Session::WarnUnless(const Status& done, const Message& message) {
  if (!done.ok()) parts_.outbox.Warn(message.method + ": " + done.error().message);
}

void Session::Initialize(const Message& message) {
  initialized_ = true;
  client_ = ReadClient(message.params);
  if (client_.progress) parts_.progress.Enable();
  const Json* settings = FindAt(message.params, {"initializationOptions"});
  if (settings != nullptr && !settings->is_null()) Configure(*settings);
  ForEachUri(FindAt(message.params, {"workspaceFolders"}),
             [&](const std::string& folder) { roots_.Add(folder); });
  if (roots_.empty()) roots_.Add(TextAt(message.params, {"rootUri"}));
  Reply(message, InitializeResult(client_));
}

// A client that can be asked for settings often sends none by itself, or an empty notification.
void Session::Initialized(const Message&) {
  if (client_.configuration_changes) {
    const Json changes = {{"id", kChangesAsked},
                          {"method", "workspace/didChangeConfiguration"},
                          {"registerOptions", {{"section", "fastnode"}}}};
    parts_.outbox.Send({{"jsonrpc", "2.0"},
                        {"id", kChangesAsked},
                        {"method", "client/registerCapability"},
                        {"params", {{"registrations", {changes}}}}});
  }
  AskForSettings();
}

void Session::AskForSettings() {
  if (!client_.configuration) return;
  parts_.outbox.Send({{"jsonrpc", "2.0"},
                      {"id", kSettingsAsked},
                      {"method", "workspace/configuration"},
                      {"params", {{"items", {{{"section", "fastnode"}}}}}}});
}

// The reply has one value for each section that was asked for; null: the client knows none.
void Session::TakeSettings(const Json& result) {
  if (result.is_array() && result.size() == 1 && result[0].is_object()) Configure(result[0]);
}

void Session::ShutDown(const Message& message) {
  shut_down_ = true;
  Reply(message, nullptr);
}

void Session::Exit(const Message&) { ended_ = true; }

void Session::Open(const Message& message) {
  const std::string uri = TextAt(message.params, {"textDocument", "uri"});
  const Status done = documents_.Open(uri, TextAt(message.params, {"textDocument", "text"}));
  untold_.insert(uri);
  Prepare(uri);
  WarnUnless(done, message);
}

void Session::Change(const Message& message) {
  const std::string uri = TextAt(message.params, {"textDocument", "uri"});
  const Json* changes = FindAt(message.params, {"contentChanges"});
  WarnUnless(documents_.Change(uri, changes == nullptr ? Json() : *changes, client_.encoding),
             message);
  untold_.insert(uri);
}

void Session::Close(const Message& message) {
  const std::string uri = TextAt(message.params, {"textDocument", "uri"});
  documents_.Close(uri);
  untold_.erase(uri);
  const std::string path = PathOf(uri);
  if (!path.empty() && parts_.backend.change_text) parts_.backend.change_text(path, nullptr);
}

void Session::Save(const Message& message) {
  const std::string uri = TextAt(message.params, {"textDocument", "uri"});
  parts_.projects.Refresh(roots_.RootOf(PathOf(uri)));
}

void Session::OpenCell(const Json& cell, const Message& message) {
  if (TextAt(cell, {"languageId"}) != "python") return;
  WarnUnless(documents_.Open(TextAt(cell, {"uri"}), TextAt(cell, {"text"})), message);
}

void Session::OpenNotebook(const Message& message) {
  notebooks_.Open(TextAt(message.params, {"notebookDocument", "uri"}),
                  FindAt(message.params, {"notebookDocument", "cells"}));
  std::string last;
  ForEach(FindAt(message.params, {"cellTextDocuments"}), [&](const Json& cell) {
    OpenCell(cell, message);
    if (documents_.Get(TextAt(cell, {"uri"})) != nullptr) last = TextAt(cell, {"uri"});
  });
  Prepare(last);
}

void Session::ChangeNotebook(const Message& message) {
  const Json* cells = FindAt(message.params, {"change", "cells"});
  if (cells == nullptr) return;
  if (const Json* array = FindAt(*cells, {"structure", "array"})) {
    notebooks_.Change(TextAt(message.params, {"notebookDocument", "uri"}), *array);
  }
  ForEach(FindAt(*cells, {"structure", "didOpen"}),
          [&](const Json& cell) { OpenCell(cell, message); });
  ForEachUri(FindAt(*cells, {"structure", "didClose"}),
             [&](const std::string& cell) { documents_.Close(cell); });
  ForEach(FindAt(*cells, {"textContent"}), [&](const Json& change) {
    const std::string uri = TextAt(change, {"document", "uri"});
    const Json* changes = FindAt(change, {"changes"});
    if (documents_.Get(uri) == nullptr) return;  // not Python
    WarnUnless(documents_.Change(uri, changes == nullptr ? Json() : *changes, client_.encoding),
               message);
  });
}

void Session::CloseNotebook(const Message& message) {
  notebooks_.Close(TextAt(message.params, {"notebookDocument", "uri"}));
  ForEachUri(FindAt(message.params, {"cellTextDocuments"}),
             [&](const std::string& cell) { documents_.Close(cell); });
}

void Session::SaveNotebook(const Message& message) {
  const std::string uri = TextAt(message.params, {"notebookDocument", "uri"});
  parts_.projects.Refresh(roots_.RootOf(PathOf(uri)));
}

void Session::ChangeFiles(const Message& message) {
  ForEachUri(FindAt(message.params, {"changes"}), [&](const std::string& changed) {
    parts_.projects.Refresh(roots_.RootOf(PathOf(changed)));
  });
}

void Session::ChangeFolders(const Message& message) {
  ForEachUri(FindAt(message.params, {"event", "removed"}),
             [&](const std::string& folder) { roots_.Remove(folder); });
  ForEachUri(FindAt(message.params, {"event", "added"}),
             [&](const std::string& folder) { roots_.Add(folder); });
}

void Session::ChangeSettings(const Message& message) {
  const Json* settings = FindAt(message.params, {"settings", "fastnode"});
  if (settings == nullptr || settings->is_null()) return AskForSettings();
  Configure(*settings);
}

// {"deadlineMs": 50, "interpreter": "/path/of/python", "inlineCompletion": "on",
//  "autoImport": true}
void Session::Configure(const Json& settings) {
  uint64_t deadline_ms = static_cast<uint64_t>(deadline_.count());
  std::string interpreter;
  JsonFields fields(settings, "settings");
  fields.AllowUnknown();
  fields.NullIsAbsent();
  fields.ReadUnsigned("deadlineMs", deadline_ms);
  fields.ReadText("interpreter", interpreter);
  std::optional<float> threshold = inline_threshold_;
  if (const Json* setting = fields.ReadAny("inlineCompletion")) {
    threshold = ReadThreshold(*setting);
    if (!threshold) fields.Fail("inlineCompletion", "must be 'on', 'off', or between 0 and 1");
  }
  fields.ReadBool("autoImport", auto_import_);
  is_auto_import_said_ = is_auto_import_said_ || fields.ReadAny("autoImport") != nullptr;
  if (Status status = fields.Finish(); !status.ok()) {
    return parts_.outbox.Warn(status.error().message);
  }
  constexpr uint64_t kMaxDeadlineMs = 60'000;
  deadline_ = std::chrono::milliseconds(std::min(deadline_ms, kMaxDeadlineMs));
  inline_threshold_ = *threshold;
  if (!interpreter.empty()) roots_.SetInterpreter(interpreter);
}

}  // namespace fastnode::serve
