// For tests: an editor that says what it has to say before the server starts, and a stub in the
// model's place.
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "serve/language_server.h"
#include "serve/messages.h"

namespace fastnode::serve {

// Completes every text with its own characters before the cursor, so that a test sees what was
// asked.
inline predict::Answer Echo(const predict::Request& request) {
  const std::string before = request.question.text.substr(0, request.question.cursor);
  return {pack::Task::kAttribute, "", {{before, .5f, "method"}, {"second", .25f, "name"}}, {}};
}

class ScriptedEditor {
 public:
  LanguageOptions options_ = {.deadline_ms = 0};

  ScriptedEditor& Send(const Json& message) {
    WriteMessage(message, in_).ok();
    return *this;
  }
  ScriptedEditor& Request(int id, const std::string& method, Json params = Json::object()) {
    return Send(
        {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}});
  }
  ScriptedEditor& Notice(const std::string& method, Json params = Json::object()) {
    return Send({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
  }
  ScriptedEditor& Raw(const std::string& bytes) {
    in_ << bytes;
    return *this;
  }
  ScriptedEditor& Open(const std::string& uri, const std::string& text) {
    return Notice("textDocument/didOpen", {{"textDocument", {{"uri", uri}, {"text", text}}}});
  }
  ScriptedEditor& Complete(int id, const std::string& uri, uint64_t line, uint64_t character) {
    return Request(id, "textDocument/completion",
                   {{"textDocument", {{"uri", uri}}},
                    {"position", {{"line", line}, {"character", character}}}});
  }

  // Runs a server on what was sent. All that came back, by id; what has none stands under "log".
  std::map<std::string, Json> Run(const predict::Complete& complete = Echo) {
    std::ostringstream out;
    Backend backend;
    backend.complete = complete;
    backend.prepare = [](const predict::Request&) {};
    backend.change_text = [this](const std::string& path, const types::OpenTexts::Text& text) {
      told_.push_back(path + (text == nullptr ? " closed" : ": " + *text));
    };
    backend.read_project = [](const std::string&, const predict::ProjectUsage::Shared&,
                              const predict::ReadProgress&) {
      return Result<predict::ProjectUsage::Shared>(Error{"no project"});
    };
    static const types::Library library = types::Library::Empty();
    backend.describe = [](const predict::Request& request) {
      return predict::DescribeName(request.question, {{}, library});
    };
    backend.describe_call = [](const predict::Request& request) {
      return predict::DescribeCall(request.question, {{}, library});
    };
    ended_ = ServeLanguage(in_, out, backend, options_);
    std::map<std::string, Json> answers;
    std::istringstream messages(out.str());
    while (true) {
      auto message = ReadMessage(messages);
      CHECK(message.ok());
      if (!message->has_value()) return answers;
      Json json = *ParseJson(**message);
      answers[json.contains("id") ? PrintJson(json["id"]) : "log"] = json;
    }
  }
  const Result<bool>& ended() const { return ended_; }
  // The texts that the backend was told of, "path: text" or "path closed".
  const std::vector<std::string>& told() const { return told_; }

 private:
  std::stringstream in_;
  std::vector<std::string> told_;
  Result<bool> ended_ = false;
};

inline constexpr char kUri[] = "file:///work/a%20b.py";

}  // namespace fastnode::serve
