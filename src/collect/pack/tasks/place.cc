#include "collect/pack/tasks/place.h"

namespace fastnode::pack {

using ast::Kind;
using ast::NodeId;
using bind::ArgumentPlace;

namespace {

// A walrus in an argument binds a name for what follows: hiding it would change other names.
bool BindsNames(const ast::Tree& tree, NodeId begin, NodeId end) {
  for (NodeId node = begin; node < end; ++node) {
    if (tree[node].kind == Kind::kNamedExpression) return true;
  }
  return false;
}

}  // namespace

Site SiteOfUse(const bind::AttributeUse& use) {
  Site site{.focus = use.node, .anchor = use.node};
  site.context = use.context;
  site.attribute = use.node;
  site.base = use.base;
  site.name = use.name;
  site.begin = use.base;
  site.end = use.base + 1;
  return site;
}

NodeId ArgumentBegin(const ast::Tree& tree, const ArgumentPlace& place) {
  return place.argument == ast::kNoNode ? tree[place.list].subtree_end : place.argument;
}

NodeId ValueBegin(const ast::Tree& tree, const ArgumentPlace& place) {
  const bool keyword = place.argument != ast::kNoNode && place.keyword != ast::kNoNode;
  return keyword ? place.value : ArgumentBegin(tree, place);
}

Site SiteOfArgument(const ast::Tree& tree, const ArgumentPlace& place, NodeId begin) {
  Site site{.focus = tree.nodes.end_id(), .anchor = place.list};
  site.asked_of = tree.Child(place.call, ast::Field::kFunction);
  site.place = &place;
  site.begin = begin;
  site.end = tree[place.list].subtree_end;
  if (begin != place.argument && place.argument != ast::kNoNode) site.anchor = place.argument;
  for (NodeId node = begin; node < site.end; ++node) site.hidden.push_back(node);
  return site;
}

Blank BlankInCall(const ast::Tree& tree, const ArgumentPlace& place, NodeId begin) {
  Blank blank;
  blank.expression = place.call;
  blank.text.end = tree[place.list].begin + 1;
  for (NodeId c = tree.FirstChild(place.list); c != ast::kNoNode; c = tree.NextSibling(c)) {
    blank.text.end = tree[c].end;
  }
  const bool stops = place.argument == ast::kNoNode;
  blank.text.begin = stops ? blank.text.end : tree[begin].begin;
  if (stops && place.position > 0) blank.before = ", ";
  return blank;
}

std::string_view WhyNotArgument(const ast::Tree& tree, const ArgumentPlace& place, NodeId begin) {
  if (place.kind == bind::ArgumentKind::kSplat) return "a splat";
  if (BindsNames(tree, begin, tree[place.list].subtree_end)) return "an argument binds a name";
  return "";
}

std::string_view KindOfName(const uint8_t*) { return "name"; }

bool IsKeywordOfArgument(const ast::Tree& tree, NodeId node) {
  return tree[node].kind == Kind::kIdentifier && tree[node].field == ast::Field::kName &&
         tree[tree[node].parent].kind == Kind::kKeywordArgument;
}

bool IsPlainIdentifier(const ast::Tree& tree, NodeId node) {
  return tree[node].kind == Kind::kIdentifier && !IsKeywordOfArgument(tree, node);
}

}  // namespace fastnode::pack
