// Only what stands before the expression is looked at, and which brackets it stands in: a line of
// which the rest is not written yet has the same purposes.
#include "analyze/bind/purpose.h"

#include "analyze/bind/arguments.h"

namespace fastnode::bind {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;

constexpr uint32_t kLongestKey = 60;  // a longer string is no name

// The name that an expression ends with, or a key that is a string: "" of others.
std::string_view NameOf(const ast::Tree& tree, NodeId node) {
  if (tree[node].kind == Kind::kIdentifier) return tree.Text(node);
  if (tree[node].kind == Kind::kAttribute) {
    const NodeId name = tree.Child(node, Field::kAttribute);
    return name == kNoNode ? "" : tree.Text(name);
  }
  const bool is_key =
      tree[node].kind == Kind::kString && tree[node].end - tree[node].begin <= kLongestKey;
  if (!is_key) return "";
  const std::string_view text = tree.Text(node);
  const size_t begin = text.find_first_of("'\""), end = text.find_last_of("'\"");
  return begin != text.npos && end > begin ? text.substr(begin + 1, end - begin - 1) : "";
}

NodeId CallOf(const ast::Tree& tree, NodeId list) {
  return list == kNoNode || tree[list].kind != Kind::kArgumentList ? kNoNode : tree[list].parent;
}

std::string PassedTo(const ast::Tree& tree, NodeId call, const std::string& slot) {
  if (call == kNoNode || tree[call].kind != Kind::kCall) return "";
  const Callee callee = CalleeOf(tree, call);
  return callee.path == "?" ? "" : callee.last + " " + slot;
}

}  // namespace

Purpose PurposeOf(const ast::Tree& tree, NodeId begin) {
  NodeId node = begin, parent = tree[node].parent;
  while (parent != kNoNode && tree[parent].begin == tree[begin].begin) {
    node = parent;
    parent = tree[node].parent;
  }
  Purpose purpose;
  if (parent == kNoNode) return purpose;
  const NodeId first = tree.FirstChild(parent);
  switch (tree[parent].kind) {
    case Kind::kArgumentList: {
      int32_t position = 0;
      for (NodeId c = first; c != node && position < kLastSlot; c = tree.NextSibling(c)) ++position;
      purpose.passed_to = PassedTo(tree, CallOf(tree, parent), "#" + std::to_string(position));
      break;
    }
    case Kind::kGeneratorExpression:
      // The one argument, without brackets of its own: before `for` is written it is an argument
      // like others.
      if (node == first && tree[parent].field == Field::kArguments) {
        purpose.passed_to = PassedTo(tree, tree[parent].parent, "#0");
      }
      break;
    case Kind::kKeywordArgument:
      purpose.given_to = NameOf(tree, first);
      purpose.passed_to =
          PassedTo(tree, CallOf(tree, tree[parent].parent), "=" + std::string(purpose.given_to));
      break;
    case Kind::kAssignment:
    case Kind::kAugmentedAssignment:
    case Kind::kNamedExpression:
    case Kind::kDefaultParameter:
    case Kind::kTypedDefaultParameter:
    case Kind::kPair:
    case Kind::kComparisonOperator:
      // A type is nothing that is given.
      if (tree[node].field != Field::kType) purpose.given_to = NameOf(tree, first);
      break;
    default:
      break;
  }
  return purpose;
}

}  // namespace fastnode::bind
