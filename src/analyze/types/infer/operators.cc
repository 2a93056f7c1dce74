// Operators, subscripts, iteration and await, by the methods that Python calls for them
// (language reference, 3.3).
#include <algorithm>
#include <charconv>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

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

}  // namespace

TypeId Evaluator::Binary(std::string_view sign, TypeId left, TypeId right) {
  std::string method = OperatorMethod(sign, false);
  if (method.empty()) return kUnknownType;
  left = table_.WithoutNone(left);
  // X | Y of classes is a type
  if (sign == "|" && table_[left].form == Form::kClass) return kUnknownType;
  bool number = IsInstanceOf(left, "int") || IsInstanceOf(left, "float");
  if (number && sign != "**" && (IsInstanceOf(right, "int") || IsInstanceOf(right, "float"))) {
    if (IsInstanceOf(right, "float") || sign == "/") return Instance("float");
    return left;
  }
  if (IsInstanceOf(left, "str") && (sign == "%" || sign == "+")) return Instance("str");
  if (IsInstanceOf(left, "bytes") && (sign == "%" || sign == "+")) return Instance("bytes");
  TypeId result = CallMethod(left, method, {right});
  if (table_.IsKnown(result)) return result;
  result = CallMethod(right, OperatorMethod(sign, true), {left});
  return table_.IsKnown(result) ? result : kUnknownType;
}

TypeId Evaluator::BinaryValue(const File& f, NodeId node) {
  // `a + b + c` leans to the left: walked without recursion, for long sums.
  std::vector<NodeId> chain;
  NodeId left = node;
  while (left != kNoNode && f.kind(left) == Kind::kBinaryOperator) {
    chain.push_back(left);
    left = f.child(left, Field::kLeft);
    constexpr size_t kMaxTerms = 500;
    if (chain.size() > kMaxTerms) return kUnknownType;
  }
  if (left == kNoNode) return kUnknownType;
  TypeId type = TypeOf(f, left);
  for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
    NodeId sign = f.child(*at, Field::kOperator), right = f.child(*at, Field::kRight);
    if (sign == kNoNode || right == kNoNode) return kUnknownType;
    // The format's arguments do not matter, however many.
    bool plain = IsInstanceOf(type, "str") && (f.text(sign) == "%" || f.text(sign) == "+");
    type = Binary(f.text(sign), type, plain ? kUnknownType : TypeOf(f, right));
  }
  return type;
}

TypeId Evaluator::UnaryValue(const File& f, NodeId node) {
  NodeId argument = f.child(node, Field::kArgument), sign = f.child(node, Field::kOperator);
  if (argument == kNoNode || sign == kNoNode) return kUnknownType;
  TypeId type = TypeOf(f, argument);
  if (IsInstanceOf(type, "int") || IsInstanceOf(type, "float")) return type;
  std::string_view text = f.text(sign);
  return CallMethod(type, text == "-" ? "__neg__" : text == "+" ? "__pos__" : "__invert__", {});
}

// `a or b`: one of the two; `a and b` likewise.
TypeId Evaluator::BooleanValue(const File& f, NodeId node) {
  NodeId left = f.child(node, Field::kLeft), right = f.child(node, Field::kRight);
  if (left == kNoNode || right == kNoNode) return kUnknownType;
  NodeId sign = f.child(node, Field::kOperator);
  TypeId first = TypeOf(f, left);
  if (sign != kNoNode && f.text(sign) == "or") first = table_.WithoutNone(first);
  return Union({first, TypeOf(f, right)});
}

TypeId Evaluator::ConditionalValue(const File& f, NodeId node) {
  std::vector<NodeId> parts;  // value, condition, other value
  for (NodeId c = f.first(node); c != kNoNode; c = f.next(c)) {
    if (f.kind(c) != Kind::kKeyword) parts.push_back(c);
  }
  if (parts.size() != 3) return kUnknownType;
  return Union({TypeOf(f, parts[0]), TypeOf(f, parts[2])});
}

// `in`, `is` and `not` give bool; `==` and `<` what the class's method gives.
TypeId Evaluator::ComparisonValue(const File& f, NodeId node) {
  NodeId sign = f.child(node, Field::kOperators), left = f.first(node);
  if (sign == kNoNode || left == kNoNode) return kUnknownType;
  if (f.kind(sign) == Kind::kKeyword) return Instance("bool");
  std::string_view text = f.text(sign);
  static constexpr std::pair<std::string_view, std::string_view> kMethods[] = {
      {"==", "__eq__"}, {"!=", "__ne__"}, {"<", "__lt__"},
      {">", "__gt__"},  {"<=", "__le__"}, {">=", "__ge__"}};
  for (const auto& [symbol, method] : kMethods) {
    if (symbol != text) continue;
    TypeId type = TypeOf(f, left);
    if (!table_.IsKnown(type)) return kUnknownType;
    return CallMethod(type, method, {kUnknownType});
  }
  return Instance("bool");
}

TypeId Evaluator::SubscriptValue(const File& f, NodeId node) {
  NodeId value = f.child(node, Field::kValue), key = f.child(node, Field::kSubscript);
  if (value == kNoNode || key == kNoNode) return kUnknownType;
  TypeId base = TypeOf(f, value);
  NodeId second = f.next(key);
  std::vector<TypeId> types;
  for (TypeId alternative : table_.Alternatives(base)) {
    const TypeData data = table_[alternative];
    switch (data.form) {
      case Form::kUnknown:
        if (!data.text.empty()) types.push_back(Opaque(data.text + "[]"));
        break;
      case Form::kSpecial:
        break;
      case Form::kClass: {
        TypeId item = CallMethod(alternative, "__getitem__", {kUnknownType});  // Enum["NAME"]
        if (table_.IsKnown(item)) {
          types.push_back(item);
        } else {
          types.push_back(ClassOf(Annotation(f, node, f.scope_of(node), 0)));
        }
        break;
      }
      case Form::kInstance: {
        if (IsBuiltin(alternative, "tuple") && f.kind(key) == Kind::kInteger &&
            (data.flags & kAnyLength) == 0) {
          size_t place = 0;
          std::string_view text = f.text(key);
          std::from_chars(text.data(), text.data() + text.size(), place);
          if (place < data.arguments.size()) types.push_back(data.arguments[place]);
          break;
        }
        if (ClassAt(data.file, data.node).is_typed_dict && f.kind(key) == Kind::kString) {
          std::string_view text = f.text(key);
          text = text.size() >= 2 ? text.substr(1, text.size() - 2) : "";
          types.push_back(ClassAttribute(alternative, text));
          break;
        }
        TypeId key_type = second != kNoNode ? Instance("tuple") : TypeOf(f, key);
        types.push_back(CallMethod(alternative, "__getitem__", {key_type}));
        break;
      }
      default:
        break;
    }
  }
  return table_.Union(types);
}

// What iterating over a value gives.
TypeId Evaluator::Element(TypeId iterable, bool is_async) {
  std::vector<TypeId> types;
  for (TypeId alternative : table_.Alternatives(iterable)) {
    const TypeData& data = table_[alternative];
    if (data.form == Form::kUnknown && !data.text.empty()) {
      types.push_back(kUnknownType);
      continue;
    }
    if (is_async) {
      TypeId iterator = CallMethod(alternative, "__aiter__", {});
      types.push_back(Awaited(CallMethod(iterator, "__anext__", {})));
      continue;
    }
    if (IsInstanceOf(alternative, "tuple") || IsInstanceOf(alternative, "list")) {
      const std::vector<TypeId> arguments = data.arguments;
      types.push_back(table_.Union(arguments));
      continue;
    }
    TypeId iterator = CallMethod(alternative, "__iter__", {});
    TypeId element = table_.IsKnown(iterator)
                         ? CallMethod(iterator, "__next__", {})
                         : CallMethod(alternative, "__getitem__", {Instance("int")});
    if (!table_.IsKnown(element) && table_.IsKnown(iterator)) {
      // A generator function of a source: what it yields stands first.
      const TypeData& it = table_[iterator];
      if (it.form == Form::kInstance && !it.arguments.empty()) element = it.arguments[0];
    }
    types.push_back(element);
  }
  return table_.Union(types);
}

TypeId Evaluator::Awaited(TypeId awaitable) {
  std::vector<TypeId> types;
  for (TypeId alternative : table_.Alternatives(awaitable)) {
    const TypeData& data = table_[alternative];
    if (data.form == Form::kUnknown) {
      if (!data.text.empty()) types.push_back(alternative);
      continue;
    }
    if (data.form != Form::kInstance) continue;
    bool found = false;
    for (std::string_view name : {"Coroutine", "Awaitable"}) {
      TypeId cls = LibraryClass("typing", name);
      if (table_[cls].form != Form::kClass) continue;
      TypeId ancestor = FindAncestor(alternative, table_[cls].file, table_[cls].node);
      if (!table_.IsKnown(ancestor)) continue;
      const std::vector<TypeId>& arguments = table_[ancestor].arguments;
      if (!arguments.empty()) types.push_back(arguments.back());
      found = true;
      break;
    }
    if (found) continue;
    // __await__ gives a generator that returns the value
    TypeId generator = CallMethod(alternative, "__await__", {});
    const TypeData& made = table_[generator];
    if (made.form == Form::kInstance && made.arguments.size() == 3) {
      types.push_back(made.arguments[2]);
    }
  }
  return table_.Union(types);
}

}  // namespace fastnode::types
