#include "collect/pack/site.h"

#include <algorithm>
#include <string>

namespace fastnode::pack {

using ast::Kind;
using ast::NodeId;
using bind::ArgumentKind;
using bind::ArgumentPlace;

namespace {

// A walrus in an argument binds a name for what follows: hiding it would change other names.
bool BindsNames(const ast::Tree& tree, NodeId begin, NodeId end) {
  for (NodeId node = begin; node < end; ++node) {
    if (tree[node].kind == Kind::kNamedExpression) return true;
  }
  return false;
}

std::string WhyNotAttribute(const AnalysedSource& source, int32_t at, Task task) {
  const auto& uses = source.index.attributes;
  if (at < 0 || static_cast<size_t>(at) >= uses.size()) return "no such attribute use";
  NodeId base = uses[static_cast<size_t>(at)].base;
  if (task == Task::kAttributeBase && source.index.tree[base].kind != Kind::kIdentifier) {
    return "the base is not a plain name";
  }
  return "";
}

// Where what is hidden begins: a keyword stays where its value is asked for.
NodeId HiddenBegin(const ast::Tree& tree, const ArgumentPlace& place, Task task) {
  if (place.argument == ast::kNoNode) return tree[place.list].subtree_end;
  bool value = task == Task::kArgument || task == Task::kArgumentPlaceholder;
  return value && place.keyword != ast::kNoNode ? place.value : place.argument;
}

std::string WhyNotCall(const AnalysedSource& source, int32_t at, Task task) {
  if (at < 0 || static_cast<size_t>(at) >= source.places.size()) return "no such argument";
  const ast::Tree& tree = source.index.tree;
  const ArgumentPlace& place = source.places[static_cast<size_t>(at)];
  if (place.kind == ArgumentKind::kSplat) return "a splat";
  if (BindsNames(tree, HiddenBegin(tree, place, task), tree[place.list].subtree_end)) {
    return "an argument binds a name";
  }
  return "";
}

std::string WhyNot(const AnalysedSource& source, int32_t at, Task task) {
  return IsOfCall(task) ? WhyNotCall(source, at, task) : WhyNotAttribute(source, at, task);
}

bool HasTruth(const ast::Tree& tree, const ArgumentPlace& place, Task task) {
  switch (task) {
    case Task::kArgument:
      return bind::IsPlainName(tree, place);
    case Task::kKeywordName:
      return place.keyword != ast::kNoNode;
    case Task::kArgumentPlaceholder:
      return place.value != ast::kNoNode;
    default:
      return true;
  }
}

Site AttributeSite(const AnalysedSource& source, int32_t at, Task task) {
  const bind::AttributeUse& use = source.index.attributes[static_cast<size_t>(at)];
  bool base = task == Task::kAttributeBase;
  Site site{.task = task, .at = at, .focus = base ? use.base : use.node, .anchor = use.node};
  site.context = use.context;
  site.attribute = use.node;
  site.base = use.base;
  site.name = use.name;
  site.hidden = base ? std::vector{use.base, use.name} : std::vector{use.name};
  return site;
}

Site CallSite(const AnalysedSource& source, int32_t at, Task task) {
  const ast::Tree& tree = source.index.tree;
  const ArgumentPlace& place = source.places[static_cast<size_t>(at)];
  Site site{.task = task, .at = at, .focus = tree.nodes.end_id(), .anchor = place.list};
  site.place = &place;
  site.hidden_begin = HiddenBegin(tree, place, task);
  site.hidden_end = tree[place.list].subtree_end;
  if (site.hidden_begin != place.argument && place.argument != ast::kNoNode) {
    site.anchor = place.argument;
  }
  for (NodeId node = site.hidden_begin; node < site.hidden_end; ++node) site.hidden.push_back(node);
  return site;
}

}  // namespace

bool Site::Hides(NodeId node) const {
  if (IsOfCall(task)) return node >= hidden_begin && node < hidden_end;
  return std::find(hidden.begin(), hidden.end(), node) != hidden.end();
}

bool Site::Touches(const ast::Tree& tree, NodeId node) const {
  if (IsOfCall(task)) return Hides(node) || (node <= anchor && anchor < tree[node].subtree_end);
  return std::any_of(hidden.begin(), hidden.end(),
                     [&](NodeId h) { return h >= node && h < tree[node].subtree_end; });
}

int64_t Site::Distance(NodeId node) const {
  if (!IsOfCall(task)) return int64_t{node} - base;
  return node < hidden_begin ? int64_t{node} - hidden_begin : int64_t{node} - hidden_end + 1;
}

bool Serves(const AnalysedSource& source, int32_t at, Task task) {
  if (!WhyNot(source, at, task).empty()) return false;
  return !IsOfCall(task) ||
         HasTruth(source.index.tree, source.places[static_cast<size_t>(at)], task);
}

Result<Site> MakeSite(const AnalysedSource& source, int32_t at, Task task) {
  std::string why = WhyNot(source, at, task);
  if (!why.empty()) return Error{why};
  return IsOfCall(task) ? CallSite(source, at, task) : AttributeSite(source, at, task);
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
