// Names whose bindings say nothing, but which stand where `isinstance` has been asked:
//
//   if isinstance(x, C) and ...: x        assert isinstance(x, C); x        isinstance(x, C) and x
#include <algorithm>

#include "analyze/bind/infer.h"

namespace fastnode::bind {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxConditionDepth = 8;
constexpr int kMaxStatementsBack = 8;

}  // namespace

// What `condition`, being true, says of the variable.
Type Inference::Asserted(NodeId condition, VariableId variable, int depth) {
  if (depth > kMaxConditionDepth) return Unknown();
  if (tree_[condition].kind == Kind::kParenthesizedExpression) {
    NodeId inner = tree_.FirstChild(condition);
    return inner == kNoNode ? Unknown() : Asserted(inner, variable, depth + 1);
  }
  if (tree_[condition].kind == Kind::kBooleanOperator) {
    NodeId sign = tree_.Child(condition, Field::kOperator);
    NodeId left = tree_.Child(condition, Field::kLeft),
           right = tree_.Child(condition, Field::kRight);
    bool both = sign != kNoNode && tree_.Text(sign) == "and";
    if (!both || left == kNoNode || right == kNoNode) return Unknown();
    Type type = Asserted(left, variable, depth + 1);
    return IsKnown(type) ? type : Asserted(right, variable, depth + 1);
  }
  if (tree_[condition].kind != Kind::kCall) return Unknown();
  NodeId function = tree_.Child(condition, Field::kFunction);
  std::vector<NodeId> arguments = Arguments(condition);
  bool asks = function != kNoNode && tree_[function].kind == Kind::kIdentifier &&
              !IsHidden(function) && tree_.Text(function) == "isinstance" && arguments.size() == 2;
  if (!asks || IsHidden(arguments[0]) ||
      index_.variable_of[static_cast<size_t>(arguments[0])] != variable) {
    return Unknown();
  }
  if (tree_[arguments[1]].kind == Kind::kTuple) {
    Type type = Ask(Question::kElement, arguments[1]);
    return type.kind == Type::Kind::kClass ? InstanceOf(type) : Unknown();
  }
  return InstanceOf(TypeOf(arguments[1]));
}

Type Inference::Narrowed(VariableId variable, NodeId read, const Type& otherwise) {
  const std::vector<Reference>& references = VariableAt(variable).references;
  // Older conditions than the last binding speak of another value.
  NodeId bound = 0;
  for (const Reference& reference : references) {
    if (reference.node >= read) break;
    if (IsBinding(reference.kind)) bound = reference.node;
  }
  for (NodeId node = read, parent; (parent = tree_[node].parent) != kNoNode; node = parent) {
    if (parent < bound && tree_[parent].kind != Kind::kBlock) break;
    NodeId condition = kNoNode;
    Field field = tree_[node].field;
    switch (tree_[parent].kind) {
      case Kind::kIfStatement:
      case Kind::kElifClause:
        if (field == Field::kConsequence) condition = tree_.Child(parent, Field::kCondition);
        break;
      case Kind::kWhileStatement:
        if (field == Field::kBody) condition = tree_.Child(parent, Field::kCondition);
        break;
      case Kind::kConditionalExpression: {  // value, `if`, condition
        NodeId first = tree_.FirstChild(parent);
        if (node == first) condition = tree_.NextSibling(tree_.NextSibling(first));
        break;
      }
      case Kind::kBooleanOperator: {
        NodeId sign = tree_.Child(parent, Field::kOperator);
        bool second = field == Field::kRight && sign != kNoNode && tree_.Text(sign) == "and";
        if (second) condition = tree_.Child(parent, Field::kLeft);
        break;
      }
      case Kind::kBlock: {
        // The assertions just before.
        std::vector<NodeId> before;
        for (NodeId c = tree_.FirstChild(parent); c != node; c = tree_.NextSibling(c)) {
          if (tree_[c].kind == Kind::kAssertStatement && c > bound) before.push_back(c);
        }
        int left = kMaxStatementsBack;
        for (auto at = before.rbegin(); at != before.rend() && left > 0; ++at, --left) {
          NodeId asserted = tree_.NextSibling(tree_.FirstChild(*at));
          Type type = asserted == kNoNode ? Unknown() : Asserted(asserted, variable, 0);
          if (IsKnown(type)) return type;
        }
        break;
      }
      case Kind::kFunctionDefinition:
      case Kind::kLambda:
        return otherwise;
      default:
        break;
    }
    if (condition == kNoNode || condition < bound) continue;
    Type type = Asserted(condition, variable, 0);
    if (IsKnown(type)) return type;
  }
  return otherwise;
}

}  // namespace fastnode::bind
