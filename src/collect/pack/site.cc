#include "collect/pack/site.h"

#include <algorithm>

namespace fastnode::pack {

using ast::Kind;
using ast::NodeId;

bool Site::Hides(NodeId node) const {
  return std::find(hidden.begin(), hidden.end(), node) != hidden.end();
}

bool Site::Touches(const ast::Tree& tree, NodeId node) const {
  return std::any_of(hidden.begin(), hidden.end(),
                     [&](NodeId h) { return h >= node && h < tree[node].subtree_end; });
}

Result<Site> MakeSite(const AnalysedSource& source, int32_t use, Task task) {
  const auto& uses = source.index.attributes;
  if (use < 0 || static_cast<size_t>(use) >= uses.size()) return Error{"no such attribute use"};
  const bind::AttributeUse& at = uses[static_cast<size_t>(use)];
  Site site{task, use, at.node, at.base, at.name, at.node, {at.name}, at.context};
  if (task == Task::kAttributeBase) {
    if (source.index.tree[at.base].kind != Kind::kIdentifier) {
      return Error{"the base is not a plain name"};
    }
    site.focus = at.base;
    site.hidden = {at.base, at.name};
  }
  return site;
}

NodeId Representative(const ast::Tree& tree, NodeId node) {
  NodeId parent = tree[node].parent;
  bool is_name = parent != ast::kNoNode && tree[parent].kind == Kind::kAttribute &&
                 tree[node].kind == Kind::kIdentifier && tree.FirstChild(parent) != node;
  return is_name ? parent : node;
}

std::string_view NodeName(const ast::Tree& tree, NodeId node) {
  if (tree[node].kind == Kind::kIdentifier) return tree.Text(node);
  if (tree[node].kind != Kind::kAttribute) return "";
  NodeId last = ast::kNoNode;
  for (NodeId c = tree.FirstChild(node); c != ast::kNoNode; c = tree.NextSibling(c)) last = c;
  bool named = last != tree.FirstChild(node) && tree[last].kind == Kind::kIdentifier;
  return named ? tree.Text(last) : "";
}

}  // namespace fastnode::pack
