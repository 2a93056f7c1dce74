#include "analyze/types/infer/subscripts.h"

#include <charconv>
#include <optional>
#include <vector>

#include "analyze/types/file/keyed_values.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/django.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/narrowing.h"
#include "analyze/types/infer/slices.h"
#include "analyze/types/infer/targets.h"
#include "analyze/types/infer/unpacking.h"

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

// The number that is written there: 0, or -1.
std::optional<int> NumberAt(const File& f, NodeId key) {
  const bool is_negative = f.kind(key) == Kind::kUnaryOperator;
  const NodeId digits = is_negative ? f.child(key, Field::kArgument) : key;
  if (digits == kNoNode || f.kind(digits) != Kind::kInteger) return std::nullopt;
  if (is_negative && !f.text(key).starts_with('-')) return std::nullopt;
  const std::string_view text = f.text(digits);
  int number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return is_negative ? -number : number;
}

TypeId ObjectSubscript(Infer& infer, const File& f, NodeId key, TypeId object) {
  if (const std::optional<int> place = NumberAt(f, key); place && f.next(key) == kNoNode) {
    if (const std::optional<TypeId> element = TupleElement(infer, object, *place)) return *element;
  }
  if (const std::optional<TypeId> value = TypedDictValue(infer, f, key, object)) return *value;
  bool has_more = f.next(key) != kNoNode;
  TypeId key_type = has_more ? Instance(infer, "tuple") : infer.TypeOf(f, key);
  // Who means a slice of a sequence nearly always writes one.
  if (!IsKnown(key_type) && infer.classes().Inherits(object, "typing", "Sequence")) {
    key_type = Instance(infer, "int");
  }
  if (const std::optional<TypeId> text = TextOfQuery(infer, object)) return *text;
  const bool is_slice = f.kind(key) == Kind::kSlice;
  if (const std::optional<TypeId> item = ItemByWhatIsPassed(infer, object, is_slice)) return *item;
  return infer.CallMethod(object, "__getitem__", {key_type});
}

// What a plain dictionary has under a key, where its file tells: `x = {"size": 1, "names": []}` has
// values of several types, x["size"] is one of them. Nothing if it does not tell.
std::optional<TypeId> WrittenValue(Infer& infer, const File& f, NodeId name, NodeId key) {
  const std::vector<NodeId> values = ValuesUnderKey(f, name, key);
  if (values.empty()) return std::nullopt;
  std::vector<TypeId> types;
  for (NodeId value : values) types.push_back(infer.TypeOf(f, value));
  const TypeId type = infer.table().Union(types);
  if (type == kNoneType) return std::nullopt;  // somebody fills it in
  return FilledUnderKey(infer, f, name, key, type);
}

}  // namespace

std::optional<TypeId> TypedDictValue(Infer& infer, const File& f, NodeId key, TypeId object) {
  const TypeData& data = infer.table()[object];
  if (f.kind(key) != Kind::kString || data.form != Form::kInstance) return std::nullopt;
  if (!infer.classes().At(data.file, data.node).is_typed_dict) return std::nullopt;
  return ClassMember(infer, object, StringText(f.text(key)));
}

TypeId SubscriptValue(Infer& infer, const File& f, NodeId node) {
  NodeId value = f.child(node, Field::kValue), key = f.child(node, Field::kSubscript);
  if (value == kNoNode || key == kNoNode) return kUnknownType;
  if (f.kind(value) == Kind::kIdentifier && f.kind(key) == Kind::kString) {
    if (const std::optional<TypeId> written = WrittenValue(infer, f, value, key)) return *written;
  }
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
  const TypeId item = infer.table().Union(types);
  return IsLiteralItem(f, node) ? Narrowed(infer, f, node, item) : item;
}

}  // namespace fastnode::types
