// The questions of a client, made into jobs. A job holds copies of all it needs (Cursor), so the
// worker sees the text as it was when it was asked about, however far the reader is by then.
// language_server_test.cc holds both to that.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "analyze/ast/word_at.h"
#include "serve/inline_items.h"
#include "serve/json_rpc.h"
#include "serve/session.h"
#include "serve/triggers.h"

namespace fastnode::serve {

// What changed in other texts than the one that is asked about: while one text is typed, nobody
// reads it anew for each key.
void Session::TellTexts(const std::string& uri) {
  for (auto it = untold_.begin(); it != untold_.end();) {
    if (*it == uri) {
      ++it;
      continue;
    }
    const std::string path = PathOf(*it);
    Documents::Text text = documents_.Get(*it);
    if (!path.empty() && text != nullptr && parts_.backend.change_text) {
      parts_.backend.change_text(path, std::move(text));
    }
    it = untold_.erase(it);
  }
}

Cursor Session::CursorIn(const std::string& uri, Documents::Text text, size_t offset) {
  TellTexts(uri);
  std::shared_ptr<const WholeNotebook> whole;
  if (const std::string notebook = notebooks_.Of(uri); !notebook.empty()) {
    whole =
        std::make_shared<const WholeNotebook>(notebooks_.Join(notebook, uri, *text, documents_));
    offset += whole->begin;
    text = Documents::Text(whole, &whole->text);
  }
  const std::string path = PathOf(whole == nullptr ? uri : whole->uri);
  const std::string root = roots_.RootOf(path);
  return {uri,          std::move(text),       offset,  path,
          root,         roots_.PythonOf(root), client_, whole,
          auto_import_, is_auto_import_said_};
}

std::optional<Cursor> Session::CursorOf(const Message& message) {
  const std::string uri = TextAt(message.params, {"textDocument", "uri"});
  const std::optional<Position> position = PositionAt(message.params, {"position"});
  const Documents::Text text = documents_.Get(uri);
  if (!position) {
    Refuse(message, kInvalidParams, "a position has 'line' and 'character'");
  } else if (text == nullptr) {
    Refuse(message, kInvalidParams, uri + " is not open");
  } else {
    const size_t offset = ToOffset(*text, *position, client_.encoding);
    if (notebooks_.Of(uri).empty() || !IsMagicAt(*text, offset)) return CursorIn(uri, text, offset);
    Reply(message, nullptr);
  }
  return std::nullopt;
}

void Session::Add(const Message& message, Job job, const Cursor& at) {
  job.id = message.id;
  if (at.notebook != nullptr) {
    auto in_cell = [whole = at.notebook](std::function<Json()> reply) -> std::function<Json()> {
      if (reply == nullptr) return nullptr;
      return [whole, reply = std::move(reply)] { return InCell(reply(), *whole); };
    };
    job.work = in_cell(std::move(job.work));
    job.late = in_cell(std::move(job.late));
  }
  if (!parts_.jobs.Add(std::move(job))) Refuse(message, kFailed, "too many requests are waiting");
}

void Session::Ask(const Message& message, Answer answer) {
  std::optional<Cursor> at = CursorOf(message);
  if (!at) return;
  Job job;
  job.work = [&answerer = parts_.answerer, answer, id = message.id, at = *at] {
    return (answerer.*answer)(id, at);
  };
  Add(message, std::move(job), *at);
}

void Session::Hover(const Message& message) { Ask(message, &Answerer::Describe); }
void Session::Define(const Message& message) { Ask(message, &Answerer::FindDefinition); }
void Session::HelpWithCall(const Message& message) { Ask(message, &Answerer::DescribeCall); }

Session::Limit Session::LimitNow() const {
  if (deadline_.count() == 0) return {};
  const Clock::time_point now = Clock::now();
  return {now + deadline_ * 4 / 5, now + deadline_};  // the last fifth is for what was begun
}

void Session::Complete(const Message& message) {
  const std::optional<Cursor> found = CursorOf(message);
  if (!found) return;
  const Cursor& at = *found;
  const std::string trigger = TextAt(message.params, {"context", "triggerCharacter"});
  const std::string_view before = std::string_view(*at.text).substr(0, at.offset);
  if ((trigger == " " && !SpaceBeginsSomething(before)) ||
      (trigger == "(" && !BracketBeginsCall(before))) {
    return Reply(message, {{"isIncomplete", false}, {"items", Json::array()}});
  }
  Job job;
  const Limit limit = LimitNow();
  job.deadline = limit.deadline;
  if (limit.stop) job.late = [id = message.id, at] { return QuickReply(id, at); };
  job.work = [&answerer = parts_.answerer, id = message.id, at, stop = limit.stop] {
    return answerer.Complete(id, at, stop);
  };
  Add(message, std::move(job), at);
}

void Session::CompleteInline(const Message& message) {
  std::optional<Cursor> at = CursorOf(message);
  if (!at) return;
  const Json nothing = {{"items", Json::array()}};
  if (inline_threshold_ > 1 || !EndsLine(*at->text, at->offset)) return Reply(message, nothing);
  Job job;
  const Limit limit = LimitNow();
  job.deadline = limit.deadline;
  if (limit.stop) job.late = [id = message.id, nothing] { return Success(id, nothing); };
  job.work = [&answerer = parts_.answerer, id = message.id, at = *at, stop = limit.stop,
              threshold = inline_threshold_] {
    return answerer.CompleteInline(id, at, stop, threshold);
  };
  Add(message, std::move(job), *at);
}

// An item is described as the name it would be in the text: the text with it chosen is asked about.
void Session::Resolve(const Message& message) {
  const Json& item = message.params;
  const std::string uri = TextAt(item, {"data", "uri"}), label = TextAt(item, {"label"});
  const std::optional<Position> start = PositionAt(item, {"data", "start"});
  const Documents::Text text = documents_.Get(uri);
  if (!start || text == nullptr || label.empty()) return Reply(message, item);
  const size_t begin = ToOffset(*text, *start, client_.encoding);
  const size_t end = ast::EndOfWord(*text, begin);
  auto chosen =
      std::make_shared<const std::string>(text->substr(0, begin) + label + text->substr(end));
  const Cursor at = CursorIn(uri, chosen, begin + label.size());
  Job job;
  job.work = [&answerer = parts_.answerer, id = message.id, item, at] {
    return answerer.Resolve(id, at, item);
  };
  Cursor as_given = at;
  as_given.notebook = nullptr;  // the item's lines are the cell's already
  Add(message, std::move(job), as_given);
}

void Session::Cancel(const Message& message) {
  const Json* id = FindAt(message.params, {"id"});
  if (id != nullptr) parts_.jobs.Cancel(*id, Failure(*id, kCancelled, "cancelled"));
}

// The project's usage and the imported modules are read when a text is opened, before anybody asks.
void Session::Prepare(const std::string& uri) {
  const Documents::Text text = documents_.Get(uri);
  if (text == nullptr) return;
  Cursor at = CursorIn(uri, text, text->size());
  parts_.projects.Get(at.root, at.path);
  (void)parts_.jobs.Add({.work = [&answerer = parts_.answerer, at = std::move(at)] {
    answerer.Prepare(at);
    return Json();
  }});
}

}  // namespace fastnode::serve
