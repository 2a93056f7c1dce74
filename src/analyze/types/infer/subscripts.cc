#include "analyze/types/infer/subscripts.h"

#include <charconv>
#include <vector>

#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

// Enum["NAME"], or a class applied to type arguments: list[int].
TypeId ClassSubscript(Infer& infer, const File& f, NodeId node, TypeId cls) {
  TypeId item = infer.CallMethod(cls, "__getitem__", {kUnknownType});
  if (IsKnown(item)) return item;
  return infer.table().ClassOf(ReadAnnotation(infer, f, node, f.scope_of(node)));
}

TypeId ElementAt(const TypeData& tuple, std::string_view number) {
  size_t place = 0;
  std::from_chars(number.data(), number.data() + number.size(), place);
  return place < tuple.arguments.size() ? tuple.arguments[place] : kUnknownType;
}

TypeId ObjectSubscript(Infer& infer, const File& f, NodeId key, TypeId object) {
  const TypeData& data = infer.table()[object];
  if (IsBuiltin(infer, object, "tuple") && f.kind(key) == Kind::kInteger &&
      (data.flags & kAnyLength) == 0) {
    return ElementAt(data, f.text(key));
  }
  if (infer.classes().At(data.file, data.node).is_typed_dict && f.kind(key) == Kind::kString) {
    std::string_view text = f.text(key);
    return ClassMember(infer, object, text.size() >= 2 ? text.substr(1, text.size() - 2) : "");
  }
  bool has_more = f.next(key) != kNoNode;
  TypeId key_type = has_more ? Instance(infer, "tuple") : infer.TypeOf(f, key);
  return infer.CallMethod(object, "__getitem__", {key_type});
}

}  // namespace

TypeId SubscriptValue(Infer& infer, const File& f, NodeId node) {
  NodeId value = f.child(node, Field::kValue), key = f.child(node, Field::kSubscript);
  if (value == kNoNode || key == kNoNode) return kUnknownType;
  TypeId base = infer.TypeOf(f, value);
  std::vector<TypeId> types;
  for (TypeId alternative : infer.table().Alternatives(base)) {
    const TypeData& data = infer.table()[alternative];
    if (data.form == Form::kUnknown && !data.text.empty()) {
      types.push_back(infer.table().Opaque(data.text + "[]"));
    } else if (data.form == Form::kClass) {
      types.push_back(ClassSubscript(infer, f, node, alternative));
    } else if (data.form == Form::kInstance) {
      types.push_back(ObjectSubscript(infer, f, key, alternative));
    }
  }
  return infer.table().Union(types);
}

}  // namespace fastnode::types
