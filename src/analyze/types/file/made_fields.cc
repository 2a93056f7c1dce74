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
    fields.push_back({name, annotation});
  }
}

}  // namespace

std::vector<MadeField> FieldsOfCall(const File& f, NodeId call) {
  std::vector<MadeField> fields;
  NodeId list = f.child(call, Field::kArguments);
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
    }
    if (name == kNoNode || f.kind(name) != Kind::kString) continue;
    AddNames(StringText(f.text(name)), annotation, fields);
  }
  return fields;
}

}  // namespace fastnode::types
