// An open text is an immutable string behind a shared pointer. A change makes a new one, so whoever
// holds the old text can work on it in peace, and a change that fails halfway leaves nothing
// behind.
#include "serve/documents.h"

#include <optional>
#include <utility>

#include "serve/json_rpc.h"

namespace fastnode::serve {
namespace {

Status Apply(const Json& change, Encoding encoding, std::string& text) {
  if (!change.is_object() || !change.contains("text") || !change["text"].is_string()) {
    return Error{"a change has a 'text'"};
  }
  const std::string& inserted = change["text"].get_ref<const std::string&>();
  if (!change.contains("range")) {
    text = inserted;
    return {};
  }
  const Json& range = change["range"];
  if (!range.is_object() || !range.contains("start") || !range.contains("end")) {
    return Error{"a range has 'start' and 'end'"};
  }
  const std::optional<Position> start = PositionAt(range, {"start"}),
                                end = PositionAt(range, {"end"});
  if (!start || !end) return Error{"a position has 'line' and 'character'"};
  const size_t from = ToOffset(text, *start, encoding), to = ToOffset(text, *end, encoding);
  if (from > to) return Error{"a range ends before it starts"};
  text.replace(from, to - from, inserted);
  return {};
}

Status CheckSize(const std::string& text) {
  if (text.size() <= kMaxDocumentBytes) return {};
  return Error{"a text of " + std::to_string(text.size()) + " bytes is too large; at most " +
               std::to_string(kMaxDocumentBytes) + " are kept"};
}

}  // namespace

Status Documents::Open(const std::string& uri, std::string text) {
  if (Status size = CheckSize(text); !size.ok()) return size;
  if (!texts_.contains(uri) && texts_.size() >= kMaxDocuments) return Error{"too many open texts"};
  texts_[uri] = std::make_shared<const std::string>(std::move(text));
  return {};
}

Status Documents::Change(const std::string& uri, const Json& changes, Encoding encoding) {
  auto found = texts_.find(uri);
  if (found == texts_.end()) return Error{uri + " is not open"};
  if (!changes.is_array()) return Error{"contentChanges is a list"};
  std::string text = *found->second;
  for (const Json& change : changes) {
    if (Status applied = Apply(change, encoding, text); !applied.ok()) return applied;
    if (Status size = CheckSize(text); !size.ok()) return size;
  }
  found->second = std::make_shared<const std::string>(std::move(text));
  return {};
}

void Documents::Close(const std::string& uri) { texts_.erase(uri); }

Documents::Text Documents::Get(const std::string& uri) const {
  auto found = texts_.find(uri);
  return found == texts_.end() ? nullptr : found->second;
}

}  // namespace fastnode::serve
