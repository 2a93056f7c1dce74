#include "analyze/types/file/made_fields.h"

#include "analyze/types/file/string_text.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

// Names with blanks or commas between them, each a field.
void AddNames(std::string_view text, NodeId annotation, std::vector<MadeField>& fields) {
  constexpr std::string_view kBlanks = " ,\t\n";
  while (!text.empty()) {
    size_t begin = text.find_first_not_of(kBlanks);
    if (begin == text.npos) return;
    text.remove_prefix(begin);
    std::string_view name = text.substr(0, text.find_first_of(kBlanks));
    text.remove_prefix(name.size());
    fields.push_back({name, annotation, kNoNode});
  }
}

// Those of a namespace are its keywords.
void AddKeywords(const File& f, NodeId list, std::vector<MadeField>& fields) {
  for (NodeId c = f.first(list); c != kNoNode; c = f.next(c)) {
    if (f.kind(c) != Kind::kKeywordArgument) continue;
    const NodeId name = f.child(c, Field::kName), value = f.child(c, Field::kValue);
    if (name == kNoNode || value == kNoNode || f.is_hidden(name)) continue;
    fields.push_back({f.text(name), kNoNode, value});
  }
}

}  // namespace

bool MakesNamespace(const File& f, NodeId call) {
  NodeId function = f.child(call, Field::kFunction);
  if (function != kNoNode && f.kind(function) == Kind::kAttribute) {
    function = f.child(function, Field::kAttribute);
  }
  if (function == kNoNode) return false;
  const std::string_view name = f.text(function);
  return name == "SimpleNamespace" || name == "Namespace" || name == "local";
}

bool IsFilledElsewhere(const File& f, NodeId call, const std::vector<OutsideStore>& stores) {
  const NodeId assignment = f.parent(call);
  const NodeId target =
      f.kind(assignment) == Kind::kAssignment ? f.child(assignment, Field::kLeft) : NodeId(kNoNode);
  if (target == kNoNode) return false;
  for (const OutsideStore& store : stores) {
    if (store.cls != kNoNode) continue;
    if (f.text(store.base) == f.text(target) && !f.hides_in(store.base)) return true;
  }
  return false;
}

std::vector<MadeField> FieldsOfCall(const File& f, NodeId call) {
  std::vector<MadeField> fields;
  NodeId list = f.child(call, Field::kArguments);
  if (list != kNoNode && MakesNamespace(f, call)) {
    AddKeywords(f, list, fields);
    return fields;
  }
  NodeId given = list == kNoNode ? kNoNode : f.first(list);
  if (given != kNoNode) given = f.next(given);
  if (given == kNoNode) return fields;
  if (f.kind(given) == Kind::kString) {
    AddNames(StringText(f.text(given)), kNoNode, fields);
    return fields;
  }
  for (NodeId c = f.first(given); c != kNoNode; c = f.next(c)) {
    NodeId name = c, annotation = kNoNode;
    if (f.kind(c) == Kind::kTuple) {
      name = f.first(c);
      if (name != kNoNode) annotation = f.next(name);
    } else if (f.kind(c) == Kind::kPair) {
      name = f.child(c, Field::kKey);
      annotation = f.child(c, Field::kValue);
    }
    if (name == kNoNode || f.kind(name) != Kind::kString) continue;
    AddNames(StringText(f.text(name)), annotation, fields);
  }
  return fields;
}

}  // namespace fastnode::types
