#include "predict/fit/expected_type.h"

#include <string>

#include "predict/fit/written_values.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr int kMaxNested = 8;  // displays within displays

}  // namespace

types::Type ExpectedType::OfArgument(NodeId argument, std::string_view keyword) {
  const NodeId list = tree_[argument].parent;
  const NodeId callee = tree_.Child(tree_[list].parent, Field::kFunction);
  if (callee == kNoNode) return {};
  size_t position = 0;
  for (NodeId c = tree_.FirstChild(list); c != argument; c = tree_.NextSibling(c)) ++position;
  const types::Type type = types_.TypeOf(callee);
  std::string name(keyword);
  if (name.empty()) {
    const types::CallSignature signature = types_.SignatureOf(type);
    if (position >= signature.parameters.size()) return {};
    if (signature.parameters[position].keyword_only) return {};
    name = signature.parameters[position].name;
  }
  return types_.TypeOfParameter(type, name);
}

types::Type ExpectedType::Of(NodeId node, int depth) {
  const NodeId parent = tree_[node].parent;
  if (parent == kNoNode || depth > kMaxNested) return {};
  auto is = [&](Field field) { return tree_.Child(parent, field) == node; };
  switch (tree_[parent].kind) {
    case Kind::kArgumentList:
      return OfArgument(node, "");
    case Kind::kKeywordArgument: {
      const NodeId list = tree_[parent].parent;
      if (list == kNoNode || tree_[list].kind != Kind::kArgumentList) return {};
      return OfArgument(parent, tree_.Text(tree_.Child(parent, Field::kName)));
    }
    case Kind::kAssignment: {
      if (!is(Field::kRight)) return {};
      const NodeId annotation = tree_.Child(parent, Field::kType);
      if (annotation != kNoNode) return types_.TypeOfAnnotation(annotation);
      return DeclaredFor(tree_.Child(parent, Field::kLeft));
    }
    case Kind::kTypedDefaultParameter:
      return is(Field::kValue) ? types_.TypeOfAnnotation(tree_.Child(parent, Field::kType))
                               : types::Type();
    case Kind::kReturnStatement:
      for (NodeId up = parent; up != kNoNode; up = tree_[up].parent) {
        if (tree_[up].kind != Kind::kFunctionDefinition) continue;
        const NodeId annotation = tree_.Child(up, Field::kReturnType);
        return annotation == kNoNode ? types::Type() : types_.TypeOfAnnotation(annotation);
      }
      return {};
    case Kind::kComparisonOperator: {
      const NodeId left = tree_.FirstChild(parent);
      const NodeId sign = tree_.NextSibling(left);
      const bool is_equal =
          sign != kNoNode && (tree_.Text(sign) == "==" || tree_.Text(sign) == "!=");
      return is_equal && left != node ? types_.TypeOf(left) : types::Type();
    }
    case Kind::kPair:
      if (!is(Field::kValue)) return {};
      return types_.ValueOf(Of(tree_[parent].parent, depth + 1), KeyOf(tree_, parent));
    case Kind::kList:
    case Kind::kSet:
    case Kind::kTuple:
      return types_.ElementOf(Of(parent, depth + 1));
    case Kind::kParenthesizedExpression:
    case Kind::kConditionalExpression:
      return Of(parent, depth + 1);
    default:
      return {};
  }
}

types::Type ExpectedType::OfAsked(NodeId node) {
  NodeId comparison = tree_[node].parent, whole = node;
  if (comparison == kNoNode) return {};
  const Kind kind = tree_[comparison].kind;
  const bool is_within = kind == Kind::kTuple || kind == Kind::kList || kind == Kind::kSet ||
                         kind == Kind::kParenthesizedExpression;
  if (is_within) {
    whole = comparison;
    comparison = tree_[whole].parent;
  }
  if (comparison == kNoNode || tree_[comparison].kind != Kind::kComparisonOperator) return {};
  const NodeId left = tree_.FirstChild(comparison), sign = tree_.NextSibling(left);
  if (left == whole || sign == kNoNode) return {};
  const std::string_view text = tree_.Text(sign);
  const bool asks = is_within ? text == "in" || text == "not in" : text == "is" || text == "is not";
  return asks ? types_.TypeOf(left) : types::Type();
}

// By an annotation of another binding of the same variable.
types::Type ExpectedType::DeclaredFor(NodeId target) {
  if (target == kNoNode || tree_[target].kind != Kind::kIdentifier) return {};
  const bind::VariableId variable = index_.variable_of[target];
  if (variable == bind::kNone) return {};
  for (const bind::Reference& reference : index_.variables[variable].references) {
    if (!bind::IsBinding(reference.kind)) continue;
    const NodeId statement = tree_[reference.node].parent;
    if (statement == kNoNode || tree_[statement].kind == Kind::kKeywordArgument) continue;
    const NodeId annotation = tree_.Child(statement, Field::kType);
    if (annotation != kNoNode) return types_.TypeOfAnnotation(annotation);
  }
  return {};
}

}  // namespace fastnode::predict
