#include "analyze/types/file/keyed_values.h"

#include <string_view>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/string_text.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxMentions = 64;  // of a dictionary
constexpr int kMaxPairs = 256;       // of a display

// Without a prefix: a key that holds what is in it, and nothing is put into it.
bool IsWrittenKey(const File& f, NodeId key) {
  return f.kind(key) == Kind::kString && (f.text(key)[0] == '"' || f.text(key)[0] == '\'');
}

// What is said of a key.
enum class Says : uint8_t { kNothing, kValue, kTooMuch };

class KeyedSearch {
 public:
  KeyedSearch(const File& f, NodeId key) : f_(f), text_(StringText(f.text(key))) {}

  bool Add(VariableId variable) {
    bool says = false;
    for (NodeId binding : Bindings(f_, variable)) {
      const Says one = AddBound(binding);
      if (one == Says::kTooMuch) return false;
      says |= one == Says::kValue;
    }
    for (const bind::Reference& mention : f_.variable(variable).references) {
      const Says one = AddStore(mention.node);
      if (one == Says::kTooMuch) return false;
      says |= one == Says::kValue;
    }
    return says;
  }

  std::vector<NodeId> Take() { return std::move(found_); }

 private:
  Says AddBound(NodeId binding) {
    const NodeId assignment = f_.parent(binding);
    if (f_.kind(assignment) != Kind::kAssignment) return Says::kTooMuch;
    if (f_.field(binding) != Field::kLeft || f_.child(assignment, Field::kType) != kNoNode) {
      return Says::kTooMuch;
    }
    const NodeId value = f_.child(assignment, Field::kRight);
    if (value == kNoNode) return Says::kTooMuch;
    if (f_.kind(value) == Kind::kDictionary) return AddDisplay(value);
    return f_.kind(value) == Kind::kCall ? AddKeywords(value) : Says::kTooMuch;
  }

  // {"name": value}: the last one counts.
  Says AddDisplay(NodeId display) {
    NodeId value = kNoNode;
    int count = 0;
    for (NodeId pair = f_.first(display); pair != kNoNode; pair = f_.next(pair)) {
      const NodeId key = f_.child(pair, Field::kKey);
      if (++count > kMaxPairs || f_.kind(pair) != Kind::kPair || key == kNoNode) {
        return Says::kTooMuch;
      }
      if (!IsWrittenKey(f_, key)) return Says::kTooMuch;
      if (StringText(f_.text(key)) == text_) value = f_.child(pair, Field::kValue);
    }
    if (value == kNoNode) return Says::kNothing;
    found_.push_back(value);
    return Says::kValue;
  }

  // dict(name=value)
  Says AddKeywords(NodeId call) {
    const NodeId function = f_.child(call, Field::kFunction);
    if (function == kNoNode || f_.kind(function) != Kind::kIdentifier ||
        f_.text(function) != "dict" || f_.is_hidden(function)) {
      return Says::kTooMuch;
    }
    Says says = Says::kNothing;
    for (const WrittenArgument& argument : WrittenArguments(f_, call)) {
      if (argument.keyword.empty() || argument.splat) return Says::kTooMuch;
      if (argument.keyword != text_) continue;
      if (f_.is_hidden(f_.child(f_.parent(argument.node), Field::kName))) continue;
      found_.push_back(argument.node);
      says = Says::kValue;
    }
    return says;
  }

  // x["name"] = value, x.update(values)
  Says AddStore(NodeId mention) {
    const NodeId use = f_.parent(mention);
    if (f_.kind(use) == Kind::kAttribute) {
      const NodeId name = f_.child(use, Field::kAttribute);
      const bool updates = name != kNoNode && f_.text(name) == "update" && !f_.is_hidden(name);
      return updates ? Says::kTooMuch : Says::kNothing;
    }
    if (f_.kind(use) != Kind::kSubscript || f_.field(mention) != Field::kValue) {
      return Says::kNothing;
    }
    const NodeId store = f_.parent(use);
    if (f_.kind(store) != Kind::kAssignment || f_.field(use) != Field::kLeft) {
      return Says::kNothing;
    }
    const NodeId value = f_.child(store, Field::kRight), key = f_.child(use, Field::kSubscript);
    if (value == kNoNode || key == kNoNode) return Says::kNothing;
    const bool is_written = IsWrittenKey(f_, key);
    if (is_written && StringText(f_.text(key)) != text_) return Says::kNothing;
    if (f_.is_hidden(mention)) return Says::kNothing;
    found_.push_back(value);
    return is_written ? Says::kValue : Says::kNothing;
  }

  const File& f_;
  const std::string_view text_;
  std::vector<NodeId> found_;
};

}  // namespace

std::vector<NodeId> ValuesUnderKey(const File& f, NodeId name, NodeId key) {
  if (f.kind(name) != Kind::kIdentifier || !IsWrittenKey(f, key)) return {};
  const VariableId variable = f.variable_of(name);
  if (variable == kNone || f.variable(variable).references.size() > kMaxMentions) return {};
  KeyedSearch search(f, key);
  return search.Add(variable) && !f.is_hidden(name) ? search.Take() : std::vector<NodeId>();
}

}  // namespace fastnode::types
