#include "analyze/types/infer/values.h"

#include <algorithm>
#include <optional>

#include "analyze/types/file/sure_store.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/functions.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/names.h"
#include "analyze/types/infer/narrowing.h"
#include "analyze/types/infer/operators.h"
#include "analyze/types/infer/subscripts.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr std::string_view kNobodysName = "fastnode_nobody";

// What was stored to an attribute last, if that is sure and one of the things that it may be.
// (A property makes of it what it likes.) Of an attribute of which nothing else is known, that.
TypeId LastStored(Infer& infer, const File& f, NodeId read, TypeId otherwise) {
  const bool is_open = infer.table().form(otherwise) == Form::kUnion || !IsKnown(otherwise) ||
                       otherwise == kNoneType;
  if (!is_open || f.module->is_stub()) return otherwise;
  const NodeId store = SureStore(f, read);
  const TypeId stored = store == kNoNode ? kUnknownType : infer.TypeOfTarget(f, store);
  if (!IsKnown(stored) || stored == kNoneType) return otherwise;
  if (infer.table().form(otherwise) != Form::kUnion) return stored;
  const auto may_be = infer.table().Alternatives(otherwise);
  for (TypeId one : infer.table().Alternatives(stored)) {
    if (std::find(may_be.begin(), may_be.end(), one) == may_be.end()) return otherwise;
  }
  return stored;
}

TypeId AttributeValue(Infer& infer, const File& f, NodeId node) {
  NodeId base = f.child(node, Field::kObject), name = f.child(node, Field::kAttribute);
  if (base == kNoNode || name == kNoNode) return kUnknownType;
  if (f.is_hidden(name)) {
    // Objects that make attributes on demand have this one, too.
    const TypeId any = infer.TypeOfMember(infer.TypeOf(f, base), kNobodysName);
    return IsKnown(any) ? any : kUnknownType;
  }
  const std::optional<TypeId> before = BeforeOwnStore(infer, f, node);
  TypeId type = before ? *before : infer.TypeOfMember(infer.TypeOf(f, base), f.text(name));
  return Narrowed(infer, f, node, LastStored(infer, f, node, type));
}

TypeId StringValue(Infer& infer, std::string_view text) {
  std::string_view prefix = text.substr(0, 3);
  prefix = prefix.substr(0, prefix.find_first_of("\"'"));
  return Instance(infer, prefix.find_first_of("bB") != prefix.npos ? "bytes" : "str");
}

TypeId NumberValue(Infer& infer, std::string_view text, std::string_view real) {
  return Instance(infer, text.ends_with('j') || text.ends_with('J') ? "complex" : real);
}

TypeId AwaitValue(Infer& infer, const File& f, NodeId node) {
  NodeId inner = f.first(node);
  if (inner != kNoNode && f.kind(inner) == Kind::kKeyword) inner = f.next(inner);
  return inner == kNoNode ? kUnknownType : infer.Awaited(infer.TypeOf(f, inner));
}

bool IsPartOfLarger(const File& f, NodeId splat) {
  const Field field = f.field(splat);
  const bool is_part =
      field == Field::kObject || field == Field::kFunction || field == Field::kValue;
  return is_part && f.kind(f.first(splat)) == Kind::kOperator;
}

}  // namespace

TypeId ExpressionValue(Infer& infer, const File& f, NodeId node) {
  switch (f.kind(node)) {
    case Kind::kIdentifier:
      return NameValue(infer, f, node);
    case Kind::kAttribute:
      return AttributeValue(infer, f, node);
    case Kind::kCall:
      return CallExpressionValue(infer, f, node);
    case Kind::kSubscript:
      return SubscriptValue(infer, f, node);
    case Kind::kString:
      return StringValue(infer, f.text(node));
    case Kind::kConcatenatedString: {
      NodeId part = f.first(node);
      return part == kNoNode ? Instance(infer, "str") : infer.TypeOf(f, part);
    }
    case Kind::kInteger:
      return NumberValue(infer, f.text(node), "int");
    case Kind::kFloat:
      return NumberValue(infer, f.text(node), "float");
    case Kind::kTrue:
    case Kind::kFalse:
    case Kind::kNotOperator:
      return Instance(infer, "bool");
    case Kind::kEllipsis:
      return LibraryInstance(infer, "types", "EllipsisType");
    case Kind::kSlice:
      return Instance(infer, "slice");
    case Kind::kNone:
      return kNoneType;
    case Kind::kList:
    case Kind::kSet:
    case Kind::kTuple:
    case Kind::kExpressionList:
    case Kind::kPatternList:
    case Kind::kDictionary:
      return DisplayValue(infer, f, node);
    case Kind::kListComprehension:
    case Kind::kSetComprehension:
    case Kind::kGeneratorExpression:
    case Kind::kDictionaryComprehension:
      return ComprehensionValue(infer, f, node);
    case Kind::kLambda:
      return infer.table().Function(f.number, node);
    case Kind::kParenthesizedExpression: {
      NodeId inner = f.first(node);
      return inner == kNoNode ? Instance(infer, "tuple") : infer.TypeOf(f, inner);
    }
    case Kind::kNamedExpression:
      return OrUnknown(infer, f, f.child(node, Field::kValue));
    case Kind::kAssignment:  // x = y = value
      return OrUnknown(infer, f, f.child(node, Field::kRight));
    case Kind::kAwait:
      return AwaitValue(infer, f, node);
    case Kind::kListSplat:  // of `*x.y` within brackets the `*x` (displays.cc)
      return IsPartOfLarger(f, node) ? OrUnknown(infer, f, f.next(f.first(node))) : kUnknownType;
    case Kind::kYield:
      return YieldValue(infer, f, node);
    case Kind::kConditionalExpression:
      return ConditionalValue(infer, f, node);
    case Kind::kBooleanOperator:
      return BooleanValue(infer, f, node);
    case Kind::kBinaryOperator:
      return BinaryValue(infer, f, node);
    case Kind::kUnaryOperator:
      return UnaryValue(infer, f, node);
    case Kind::kComparisonOperator:
      return ComparisonValue(infer, f, node);
    default:
      return kUnknownType;
  }
}

}  // namespace fastnode::types
