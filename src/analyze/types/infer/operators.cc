#include "analyze/types/infer/operators.h"

#include <optional>
#include <utility>
#include <vector>

#include "analyze/types/infer/accepts.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxTerms = 500;  // of one sum
constexpr size_t kMaxPlacesJoined = 32;

bool IsNumber(Infer& infer, TypeId type) {
  return IsInstanceOf(infer, type, "int") || IsInstanceOf(infer, type, "float");
}

// bool, an IntEnum and the like, alone or among others: what numbers take.
bool MayBeInt(Infer& infer, TypeId type) {
  for (TypeId one : infer.table().Alternatives(type)) {
    if (infer.classes().Inherits(one, "builtins", "int")) return true;
  }
  return false;
}

// Text that is formatted or added to stays text, whatever the other side is.
bool IsText(Infer& infer, TypeId left, std::string_view builtin, std::string_view sign) {
  return (sign == "%" || sign == "+") && IsInstanceOf(infer, left, builtin);
}

// Nothing says of them that they may be false.
bool IsAlwaysTrue(Infer& infer, TypeId type) {
  const TypeData& data = infer.table()[type];
  if (data.form == Form::kFunction || data.form == Form::kModule) return true;
  if (data.form != Form::kInstance || (data.flags & kIsGuess) != 0) return false;
  if (IsBuiltin(infer, type, "object") || HasUnknownBase(infer, type)) return false;
  if (infer.classes().At(data.file, data.node).is_protocol) return false;
  return !IsKnown(ClassMember(infer, type, "__bool__")) &&
         !IsKnown(ClassMember(infer, type, "__len__"));
}

// What a value that counts as false may be.
TypeId WhereFalse(Infer& infer, TypeId type) {
  std::vector<TypeId> left;
  for (TypeId one : infer.table().Alternatives(type)) left.push_back(one);
  std::erase_if(left, [&](TypeId one) { return IsAlwaysTrue(infer, one); });
  return infer.table().Union(left);
}

}  // namespace

std::string OperatorMethod(std::string_view sign, bool reflected) {
  static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"+", "add"}, {"-", "sub"},     {"*", "mul"},    {"/", "truediv"}, {"//", "floordiv"},
      {"%", "mod"}, {"**", "pow"},    {"@", "matmul"}, {"&", "and"},     {"|", "or"},
      {"^", "xor"}, {"<<", "lshift"}, {">>", "rshift"}};
  for (const auto& [text, name] : kNames) {
    if (text == sign) return "__" + std::string(reflected ? "r" : "") + std::string(name) + "__";
  }
  return "";
}

namespace {

// (1, "a") + (b"",): what is known of one place after the other.
std::optional<TypeId> JoinedTuples(Infer& infer, TypeId left, TypeId right) {
  if (!IsInstanceOf(infer, left, "tuple") || !IsInstanceOf(infer, right, "tuple")) return {};
  TypeData data = infer.table()[left];
  const TypeData& more = infer.table()[right];
  if (((data.flags | more.flags) & kAnyLength) != 0) return std::nullopt;
  data.arguments.insert(data.arguments.end(), more.arguments.begin(), more.arguments.end());
  if (data.arguments.empty() || data.arguments.size() > kMaxPlacesJoined) return std::nullopt;
  return infer.table().Add(std::move(data));
}

}  // namespace

namespace {

// Of a class that says how to calculate with it, but not what comes out: another of its objects,
// more often than not. What Python itself has says it all.
TypeId OfTheSameKind(Infer& infer, std::string_view method, TypeId left) {
  const TypeData& data = infer.table()[left];
  if (data.form != Form::kInstance || (data.flags & kIsGuess) != 0) return kUnknownType;
  if (infer.files().at(data.file).module->path() == "builtins") return kUnknownType;
  if (!IsKnown(ClassMember(infer, left, method))) return kUnknownType;
  TypeData same = infer.table()[left];
  same.flags &= static_cast<uint8_t>(~kIsSelf);
  return infer.table().Guessed(infer.table().Add(std::move(same)));
}

}  // namespace

TypeId BinaryResult(Infer& infer, std::string_view sign, TypeId left, TypeId right) {
  std::string method = OperatorMethod(sign, false);
  if (method.empty()) return kUnknownType;
  left = infer.table().WithoutNone(left);
  // X | Y of classes is a type
  if (sign == "|" && infer.table().form(left) == Form::kClass) return kUnknownType;
  if (IsNumber(infer, left) && sign != "**" && IsNumber(infer, right)) {
    bool makes_float = IsInstanceOf(infer, right, "float") || sign == "/";
    return makes_float ? Instance(infer, "float") : left;
  }
  // A power of integers may be either; that of a float is one.
  if (sign == "**" && IsNumber(infer, left) && IsNumber(infer, right) &&
      (IsInstanceOf(infer, left, "float") || IsInstanceOf(infer, right, "float"))) {
    return Instance(infer, "float");
  }
  if (IsText(infer, left, "str", sign)) return Instance(infer, "str");
  if (IsText(infer, left, "bytes", sign)) return Instance(infer, "bytes");
  if (sign == "+") {
    if (const std::optional<TypeId> joined = JoinedTuples(infer, left, right)) return *joined;
  }
  // Numbers take numbers alone, and leave the rest to the other side: 2 * timedelta, 1 + Fraction.
  if (IsNumber(infer, left) && !IsNumber(infer, right) && !MayBeInt(infer, right)) {
    TypeId reflected = infer.CallMethod(right, OperatorMethod(sign, true), {left});
    if (IsKnown(reflected)) return reflected;
  }
  TypeId result = infer.CallMethod(left, method, {right});
  if (IsKnown(result)) return result;
  result = OfTheSameKind(infer, method, left);
  if (IsKnown(result)) return result;
  return infer.CallMethod(right, OperatorMethod(sign, true), {left});
}

TypeId BinaryValue(Infer& infer, const File& f, NodeId node) {
  // `a + b + c` leans to the left: walked without recursion, for long sums.
  std::vector<NodeId> chain;
  NodeId left = node;
  while (left != kNoNode && f.kind(left) == Kind::kBinaryOperator) {
    chain.push_back(left);
    left = f.child(left, Field::kLeft);
    if (chain.size() > kMaxTerms) return kUnknownType;
  }
  if (left == kNoNode) return kUnknownType;
  TypeId type = infer.TypeOf(f, left);
  for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
    NodeId sign = f.child(*at, Field::kOperator), right = f.child(*at, Field::kRight);
    if (sign == kNoNode || right == kNoNode) return kUnknownType;
    const bool is_power = f.text(sign) == "**" && f.kind(right) == Kind::kInteger;
    if (is_power && IsInstanceOf(infer, type, "int")) continue;  // 2 ** 3: no sign, so an integer
    // The format's arguments do not matter, however many.
    bool plain = IsText(infer, type, "str", f.text(sign));
    type = BinaryResult(infer, f.text(sign), type, plain ? kUnknownType : infer.TypeOf(f, right));
  }
  return type;
}

TypeId UnaryValue(Infer& infer, const File& f, NodeId node) {
  NodeId argument = f.child(node, Field::kArgument), sign = f.child(node, Field::kOperator);
  if (argument == kNoNode || sign == kNoNode) return kUnknownType;
  TypeId type = infer.TypeOf(f, argument);
  if (IsNumber(infer, type)) return type;
  std::string_view text = f.text(sign);
  return infer.CallMethod(type,
                          text == "-"   ? "__neg__"
                          : text == "+" ? "__pos__"
                                        : "__invert__",
                          {});
}

TypeId BooleanValue(Infer& infer, const File& f, NodeId node) {
  NodeId left = f.child(node, Field::kLeft), right = f.child(node, Field::kRight);
  if (left == kNoNode || right == kNoNode) return kUnknownType;
  NodeId sign = f.child(node, Field::kOperator);
  TypeId first = infer.TypeOf(f, left);
  const bool is_or = sign != kNoNode && f.text(sign) == "or";
  first = is_or ? infer.table().WithoutNone(first) : WhereFalse(infer, first);
  return infer.table().Union({first, infer.TypeOf(f, right)});
}

TypeId ConditionalValue(Infer& infer, const File& f, NodeId node) {
  std::vector<NodeId> parts;  // value, condition, other value
  for (NodeId c = f.first(node); c != kNoNode; c = f.next(c)) {
    if (f.kind(c) != Kind::kKeyword) parts.push_back(c);
  }
  if (parts.size() != 3) return kUnknownType;
  return infer.table().Union({infer.TypeOf(f, parts[0]), infer.TypeOf(f, parts[2])});
}

TypeId ComparisonValue(Infer& infer, const File& f, NodeId node) {
  NodeId sign = f.child(node, Field::kOperators), left = f.first(node);
  if (sign == kNoNode || left == kNoNode) return kUnknownType;
  if (f.kind(sign) == Kind::kKeyword) return Instance(infer, "bool");
  std::string_view text = f.text(sign);
  static constexpr std::pair<std::string_view, std::string_view> kMethods[] = {
      {"==", "__eq__"}, {"!=", "__ne__"}, {"<", "__lt__"},
      {">", "__gt__"},  {"<=", "__le__"}, {">=", "__ge__"}};
  for (const auto& [symbol, method] : kMethods) {
    if (symbol != text) continue;
    TypeId type = infer.TypeOf(f, left);
    if (!IsKnown(type)) return kUnknownType;
    return infer.CallMethod(type, method, {kUnknownType});
  }
  return Instance(infer, "bool");
}

}  // namespace fastnode::types
