#include "analyze/types/file/condition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "analyze/types/file/string_text.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;
using ast::Tree;

constexpr std::array<int, 2> kPythonVersion = {kPythonMajor, kPythonMinor};
constexpr std::string_view kPlatform = "linux";

Truth Of(bool value) { return value ? Truth::kTrue : Truth::kFalse; }

Truth Not(Truth truth) {
  if (truth == Truth::kUnknown) return truth;
  return Of(truth == Truth::kFalse);
}

Truth Both(Truth a, Truth b) {
  if (a == Truth::kFalse || b == Truth::kFalse) return Truth::kFalse;
  return a == Truth::kTrue && b == Truth::kTrue ? Truth::kTrue : Truth::kUnknown;
}

// The numbers of `3` or `(3, 11)`.
std::vector<int> Numbers(const Tree& tree, NodeId node) {
  std::vector<int> numbers;
  for (NodeId n = node; n < tree[node].subtree_end; ++n) {
    if (tree[n].kind != Kind::kInteger) continue;
    std::string_view text = tree.Text(n);
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    numbers.push_back(number);
  }
  return numbers;
}

Truth Compare(int order, std::string_view sign) {
  if (sign == ">=") return Of(order >= 0);
  if (sign == ">") return Of(order > 0);
  if (sign == "<=") return Of(order <= 0);
  if (sign == "<") return Of(order < 0);
  if (sign == "==") return Of(order == 0);
  if (sign == "!=") return Of(order != 0);
  return Truth::kUnknown;
}

Truth Comparison(const Tree& tree, NodeId node) {
  NodeId left = tree.FirstChild(node), sign = tree.Child(node, Field::kOperators);
  NodeId right = sign == kNoNode ? kNoNode : tree.NextSibling(sign);
  if (right == kNoNode || tree.NextSibling(right) != kNoNode) return Truth::kUnknown;
  std::string_view text = tree.Text(left);
  if (text == "sys.platform") {
    return Compare(StringText(tree.Text(right)) == kPlatform ? 0 : 1, tree.Text(sign));
  }
  if (text.substr(0, 16) != "sys.version_info") return Truth::kUnknown;
  std::vector<int> wanted = Numbers(tree, right),
                   have(kPythonVersion.begin(), kPythonVersion.end());
  // `version_info[0]` and `version_info >= (3,)` look at the first number alone.
  bool first_only = tree[left].kind == Kind::kSubscript && text.find(':') == std::string_view::npos;
  if (first_only) have.resize(1);
  have.resize(std::min(have.size(), wanted.size()));
  wanted.resize(have.size());
  if (have == wanted) return Compare(0, tree.Text(sign));
  return Compare(have < wanted ? -1 : 1, tree.Text(sign));
}

}  // namespace

Truth Evaluate(const Tree& tree, NodeId condition) {
  switch (tree[condition].kind) {
    case Kind::kTrue:
      return Truth::kTrue;
    case Kind::kFalse:
      return Truth::kFalse;
    case Kind::kIdentifier:
    case Kind::kAttribute: {
      std::string_view path = tree.Text(condition);
      bool checking = path == "TYPE_CHECKING" || path == "typing.TYPE_CHECKING";
      return checking ? Truth::kTrue : Truth::kUnknown;
    }
    case Kind::kParenthesizedExpression: {
      NodeId inner = tree.FirstChild(condition);
      return inner == kNoNode ? Truth::kUnknown : Evaluate(tree, inner);
    }
    case Kind::kNotOperator: {
      NodeId inner = tree.Child(condition, Field::kArgument);
      return inner == kNoNode ? Truth::kUnknown : Not(Evaluate(tree, inner));
    }
    case Kind::kBooleanOperator: {
      NodeId left = tree.Child(condition, Field::kLeft);
      NodeId sign = tree.Child(condition, Field::kOperator);
      NodeId right = tree.Child(condition, Field::kRight);
      if (left == kNoNode || right == kNoNode || sign == kNoNode) return Truth::kUnknown;
      Truth a = Evaluate(tree, left), b = Evaluate(tree, right);
      return tree.Text(sign) == "and" ? Both(a, b) : Not(Both(Not(a), Not(b)));
    }
    case Kind::kComparisonOperator:
      return Comparison(tree, condition);
    case Kind::kCall:  // sys.platform.startswith("win")
      if (tree.Text(condition).starts_with("sys.platform.startswith(")) {
        NodeId arguments = tree.Child(condition, Field::kArguments);
        NodeId prefix = arguments == kNoNode ? kNoNode : tree.FirstChild(arguments);
        if (prefix != kNoNode) return Of(kPlatform.starts_with(StringText(tree.Text(prefix))));
      }
      return Truth::kUnknown;
    default:
      return Truth::kUnknown;
  }
}

}  // namespace fastnode::types
