// Operators, subscripts and what iterating over a value gives.
#include <algorithm>

#include "analyze/bind/infer.h"

namespace fastnode::bind {

using ast::Field;
using ast::Kind;

namespace {

// Method names of binary operators, for classes of the library.
std::string_view OperatorMethod(std::string_view sign) {
  if (sign == "+") return "__add__";
  if (sign == "-") return "__sub__";
  if (sign == "*") return "__mul__";
  if (sign == "/") return "__truediv__";
  if (sign == "//") return "__floordiv__";
  if (sign == "%") return "__mod__";
  if (sign == "&") return "__and__";
  if (sign == "|") return "__or__";
  if (sign == "^") return "__xor__";
  return "";
}

bool IsArithmetic(std::string_view sign) {
  return sign == "+" || sign == "-" || sign == "*" || sign == "//" || sign == "%";
}

}  // namespace

Type Inference::Binary(std::string_view sign, const Type& left, const Type& right) {
  auto is = [&](const Type& type, std::string_view name) { return type == Instance(name); };
  auto integral = [&](const Type& type) { return is(type, "int") || is(type, "bool"); };
  if (left.kind != Type::Kind::kInstance) return Unknown();
  if (integral(left)) {
    bool in_division = sign == "/" || sign == "**";
    if (integral(right)) return sign == "/" ? Instance("float") : Instance("int");
    if (is(right, "float") && (in_division || IsArithmetic(sign))) return Instance("float");
    bool repeats = sign == "*" && (is(right, "str") || is(right, "bytes") || is(right, "list"));
    return repeats ? right : Unknown();
  }
  if (is(left, "float")) {
    return integral(right) || is(right, "float") ? Instance("float") : Unknown();
  }
  bool is_text = is(left, "str") || is(left, "bytes");
  if (is_text && sign == "%") return left;
  if (is_text || is(left, "list") || is(left, "tuple")) {
    bool joins = sign == "+" && (right == left || is_text);
    return joins || sign == "*" ? left : Unknown();
  }
  if (left == right && (is(left, "set") || is(left, "dict"))) return left;
  Type method = Attribute(left, OperatorMethod(sign));
  if (method.kind != Type::Kind::kFunction || method.symbol == kNoSymbol) return Unknown();
  if (library_.OverloadsVary(method.symbol)) return Unknown();
  return Declared(library_.ReturnType(method.symbol), library_.IsClassObject(method.symbol), left);
}

Type Inference::BinaryValue(NodeId node) {
  // `a + b + c` leans to the left: walked without recursion, for long sums.
  std::vector<NodeId> chain;
  NodeId left = node;
  while (left != kNoNode && tree_[left].kind == Kind::kBinaryOperator) {
    chain.push_back(left);
    left = tree_.Child(left, Field::kLeft);
    constexpr size_t kMaxTerms = 500;
    if (chain.size() > kMaxTerms) return Unknown();
  }
  if (left == kNoNode) return Unknown();
  Type type = TypeOf(left);
  for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
    NodeId sign = tree_.Child(*at, Field::kOperator), right = tree_.Child(*at, Field::kRight);
    if (sign == kNoNode || right == kNoNode || !IsKnown(type)) return Unknown();
    type = Binary(tree_.Text(sign), type, TypeOf(right));
  }
  return type;
}

Type Inference::UnaryValue(NodeId node) {
  NodeId argument = tree_.Child(node, Field::kArgument);
  if (argument == kNoNode) return Unknown();
  Type type = TypeOf(argument);
  if (type == Instance("bool")) return Instance("int");
  return type == Instance("int") || type == Instance("float") ? type : Unknown();
}

// `a or b`: one of the two. `a and b`: the second, or a falsy first one of, we hope, its type.
Type Inference::BooleanValue(NodeId node) {
  NodeId left = tree_.Child(node, Field::kLeft), right = tree_.Child(node, Field::kRight);
  if (left == kNoNode || right == kNoNode) return Unknown();
  return Agreed({TypeOf(left), TypeOf(right)});
}

Type Inference::ConditionalValue(NodeId node) {
  std::vector<NodeId> parts;  // value, condition, other value
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind != Kind::kKeyword) parts.push_back(c);
  }
  if (parts.size() != 3) return Unknown();
  return Agreed({TypeOf(parts[0]), TypeOf(parts[2])});
}

// `in`, `is` and `not` give bool; `==` and `<` do for builtins, while arrays have their own.
Type Inference::ComparisonValue(NodeId node) {
  NodeId sign = tree_.Child(node, Field::kOperators), left = tree_.FirstChild(node);
  if (sign == kNoNode) return Unknown();
  if (tree_[sign].kind == Kind::kKeyword) return Instance("bool");
  std::string_view text = tree_.Text(sign);
  if (text == "is" || text == "in" || text == "is not" || text == "not in") return Instance("bool");
  Type type = TypeOf(left);
  bool builtin = type.symbol != kNoSymbol && type.kind == Type::Kind::kInstance &&
                 library_.parent(type.symbol) == builtins_;
  return builtin ? Instance("bool") : Unknown();
}

Type Inference::SubscriptValue(NodeId node) {
  NodeId value = tree_.Child(node, Field::kValue), index = tree_.Child(node, Field::kSubscript);
  if (value == kNoNode || index == kNoNode) return Unknown();
  Type type = TypeOf(value);
  if (type.kind == Type::Kind::kClass) return type;  // a generic class with its arguments
  if (type == Instance("str")) return type;
  bool slice = tree_[index].kind == Kind::kSlice;
  for (std::string_view name : {"list", "tuple", "bytes", "bytearray"}) {
    if (slice && type == Instance(name)) return type;
  }
  if (type == Instance("bytes")) return Instance("int");
  if (slice || tree_.NextSibling(index) != kNoNode) return Unknown();
  if (type == Instance("list") || type == Instance("tuple")) return Ask(Question::kElement, value);
  if (type.kind == Type::Kind::kInstance && type.symbol != kNoSymbol) {
    Type method = Attribute(type, "__getitem__");
    if (method.kind != Type::Kind::kFunction || method.symbol == kNoSymbol) return Unknown();
    if (library_.OverloadsVary(method.symbol)) return Unknown();
    return Declared(library_.ReturnType(method.symbol), false, type);
  }
  return Unknown();
}

Type Inference::Element(NodeId iterable) {
  Kind kind = tree_[iterable].kind;
  if (kind == Kind::kList || kind == Kind::kTuple || kind == Kind::kSet ||
      kind == Kind::kExpressionList) {
    std::vector<Type> elements;
    for (NodeId c = tree_.FirstChild(iterable); c != kNoNode; c = tree_.NextSibling(c)) {
      constexpr size_t kMaxElements = 20;  // of long displays the first speak for all
      if (elements.size() < kMaxElements) elements.push_back(TypeOf(c));
    }
    return Agreed(elements);
  }
  if (kind == Kind::kListComprehension || kind == Kind::kSetComprehension ||
      kind == Kind::kGeneratorExpression) {
    NodeId body = tree_.Child(iterable, Field::kBody);
    return body == kNoNode ? Unknown() : TypeOf(body);
  }
  Type type = TypeOf(iterable);
  if (type == Instance("str")) return type;
  if (type == Instance("bytes") || type == Instance("range")) return Instance("int");
  if (type.kind != Type::Kind::kInstance || type.symbol == kNoSymbol) return Unknown();
  Type next = Attribute(type, "__next__");
  if (next.kind != Type::Kind::kFunction || next.symbol == kNoSymbol) return Unknown();
  return Declared(library_.ReturnType(next.symbol), false, type);
}

}  // namespace fastnode::bind
