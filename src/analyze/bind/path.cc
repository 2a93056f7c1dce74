#include "analyze/bind/path.h"

namespace fastnode::bind {
namespace {

using ast::Kind;
using ast::Tree;

// Chains longer than this are not keys that would be seen twice.
constexpr int kMaxLinks = 24;

class Renderer {
 public:
  Renderer(const Tree& tree, NodeId hidden) : tree_(tree), hidden_(hidden) {}

  std::string Render(NodeId node, int links = 0) const {
    if (links > kMaxLinks) return "?";
    switch (tree_[node].kind) {
      case Kind::kIdentifier:
        return node == hidden_ ? "?" : std::string(tree_.Text(node));
      case Kind::kAttribute:
        return Attribute(node, links);
      case Kind::kCall:
        return Suffixed(node, "()", links);
      case Kind::kSubscript:
        return Suffixed(node, "[]", links);
      case Kind::kParenthesizedExpression:
      case Kind::kAwait: {
        NodeId inner = tree_.FirstChild(node);
        while (inner != kNoNode && tree_[inner].kind == Kind::kKeyword)
          inner = tree_.NextSibling(inner);
        return inner == kNoNode ? "?" : Render(inner, links + 1);
      }
      case Kind::kString:
      case Kind::kConcatenatedString:
        return "''";
      case Kind::kInteger:
      case Kind::kFloat:
        return "0";
      case Kind::kList:
      case Kind::kListComprehension:
        return "[]";
      case Kind::kDictionary:
      case Kind::kDictionaryComprehension:
      case Kind::kSet:
      case Kind::kSetComprehension:
        return "{}";
      case Kind::kTuple:
        return "()";
      default:
        return "?";
    }
  }

 private:
  std::string Attribute(NodeId node, int links) const {
    NodeId base = tree_.FirstChild(node), name = kNoNode;
    for (NodeId c = base; c != kNoNode; c = tree_.NextSibling(c)) {
      if (c != base && tree_[c].kind == Kind::kIdentifier) name = c;
    }
    if (name == kNoNode) return "?";
    std::string path = Render(base, links + 1);
    path += '.';
    if (name == hidden_)
      path += '?';
    else
      path += tree_.Text(name);
    return path;
  }

  std::string Suffixed(NodeId node, const char* suffix, int links) const {
    NodeId base = tree_.FirstChild(node);
    return base == kNoNode ? "?" : Render(base, links + 1) + suffix;
  }

  const Tree& tree_;
  NodeId hidden_;
};

}  // namespace

std::string PathText(const ast::Tree& tree, NodeId expression, NodeId hidden) {
  return Renderer(tree, hidden).Render(expression);
}

NodeId GoingOn(const ast::Tree& tree, NodeId expression) {
  while (true) {
    const NodeId parent = tree[expression].parent;
    if (parent == kNoNode) return expression;
    const Kind kind = tree[parent].kind;
    const ast::Field field = tree[expression].field;
    const bool goes_on = (kind == Kind::kCall && field == ast::Field::kFunction) ||
                         (kind == Kind::kAttribute && field == ast::Field::kObject) ||
                         (kind == Kind::kSubscript && field == ast::Field::kValue);
    if (!goes_on) return expression;
    expression = parent;
  }
}

std::string_view LastComponent(std::string_view path) {
  size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

}  // namespace fastnode::bind
