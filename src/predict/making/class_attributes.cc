#include "predict/making/class_attributes.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "predict/making/inner_class.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

// Whether a class has a base, not keywords alone.
bool HasBase(const ast::Tree& tree, NodeId bases) {
  for (NodeId c = bases == kNoNode ? kNoNode : tree.FirstChild(bases); c != kNoNode;
       c = tree.NextSibling(c)) {
    if (tree[c].kind != Kind::kKeywordArgument) return true;
  }
  return false;
}

// The class round a node, the innermost, or kNoNode.
NodeId ClassAbove(const ast::Tree& tree, NodeId node) {
  for (NodeId up = tree[node].parent; up != kNoNode; up = tree[up].parent) {
    if (tree[up].kind == Kind::kClassDefinition) return up;
    if (tree[up].kind == Kind::kFunctionDefinition) return kNoNode;
  }
  return kNoNode;
}

// Classes with the same bases; of one without, that stands in a class, those of its name in others.
bool AreSiblings(const ast::Tree& tree, NodeId a, NodeId b) {
  const NodeId bases = tree.Child(a, Field::kSuperclasses);
  const NodeId other = tree.Child(b, Field::kSuperclasses);
  const bool has_base = HasBase(tree, bases);
  if (has_base != HasBase(tree, other)) return false;
  if (has_base) return tree.Text(bases) == tree.Text(other);
  const NodeId name = tree.Child(a, Field::kName), name_of_other = tree.Child(b, Field::kName);
  if (name == kNoNode || name_of_other == kNoNode) return false;
  const NodeId round = ClassAbove(tree, a), round_other = ClassAbove(tree, b);
  return round != kNoNode && round_other != kNoNode && round != round_other &&
         tree.Text(name) == tree.Text(name_of_other);
}

// Names that the statements of a class's body set, in their order.
std::vector<std::string_view> SetIn(const ast::Tree& tree, NodeId owner) {
  std::vector<std::string_view> names;
  const NodeId body = tree.Child(owner, Field::kBody);
  for (NodeId s = body == kNoNode ? kNoNode : tree.FirstChild(body); s != kNoNode;
       s = tree.NextSibling(s)) {
    if (tree[s].kind != Kind::kExpressionStatement) continue;
    const NodeId assignment = tree.FirstChild(s);
    if (assignment == kNoNode || tree[assignment].kind != Kind::kAssignment) continue;
    const NodeId left = tree.Child(assignment, Field::kLeft);
    if (left != kNoNode && tree[left].kind == Kind::kIdentifier) names.push_back(tree.Text(left));
  }
  return names;
}

void AddSiblings(const ast::Tree& tree, NodeId owner, const std::set<std::string_view>& own,
                 ClassAttributes& attributes) {
  std::map<std::string_view, int> numbers;
  std::vector<std::string_view> order;
  int siblings = 0;
  for (NodeId node : tree.ids()) {
    const bool is_other = tree[node].kind == Kind::kClassDefinition && node != owner;
    if (!is_other || !AreSiblings(tree, owner, node)) continue;
    ++siblings;
    for (std::string_view name : SetIn(tree, node)) {
      if (!own.contains(name) && ++numbers[name] == 1) order.push_back(name);
    }
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::string_view a, std::string_view b) { return numbers[a] > numbers[b]; });
  for (std::string_view name : order) {
    const bool is_of_all = siblings > 1 && numbers[name] >= siblings;
    (is_of_all ? attributes.of_all_siblings : attributes.of_siblings).emplace_back(name);
  }
}

// How often classes and modules set a name, or anything uses an attribute of it.
int64_t TimesSet(const pack::UsageAround& around, const std::string& name) {
  constexpr int64_t kTimesOfProject = 1000;
  constexpr auto kAsVariable = static_cast<size_t>(corpus::Definition::kVariable);
  const uint64_t key = corpus::UsageKey(corpus::KeySpace::kDefined, "");
  const uint64_t any = corpus::UsageKey(corpus::KeySpace::kAny, "");
  int64_t times = 0;
  if (around.corpus != nullptr) {
    if (const auto row = around.corpus->Find(key, name)) times += row->counts[kAsVariable];
    // Releases have few of these.
    if (const auto row = around.corpus->Find(any, name)) times += corpus::Total(row->counts);
  }
  if (around.project != nullptr) {
    if (const auto row = around.project->Find(key, name)) {
      times += kTimesOfProject * row->counts[kAsVariable];
    }
  }
  return times;
}

}  // namespace

ClassAttributes ClassAttributesFor(const bind::FileIndex& index, NodeId owner,
                                   types::TypeEvaluator& types, const pack::UsageAround& around) {
  const ast::Tree& tree = index.tree;
  ClassAttributes attributes;
  std::set<std::string_view> own;
  for (const bind::Variable& variable : index.variables) {
    if (index.scopes[variable.scope].node == owner) own.insert(variable.name);
  }
  AddSiblings(tree, owner, own, attributes);
  const NodeId bases = tree.Child(owner, Field::kSuperclasses);
  std::set<std::string_view> seen = own;
  std::vector<std::string> others;
  for (NodeId c = bases == kNoNode ? kNoNode : tree.FirstChild(bases); c != kNoNode;
       c = tree.NextSibling(c)) {
    const types::Type base = types.TypeOf(c);
    if (base.kind != types::Type::Kind::kClass) continue;
    const types::TypeEvaluator::Definition definition = types.DefinitionOf(base);
    std::vector<std::string_view> set;
    std::vector<std::string> of_body;
    if (definition.module != nullptr) set = SetIn(definition.module->tree(), definition.node);
    for (const types::Member& member : types.Members(base)) {
      const bool is_field = member.kind == types::MemberKind::kVariable;
      if (!is_field || member.name.starts_with('_') || !seen.insert(member.name).second) continue;
      // Another name of a method is none.
      const bool is_method =
          types.TypeOfMember(base, member.name).kind == types::Type::Kind::kFunction;
      if (is_method) continue;
      const bool is_set = std::find(set.begin(), set.end(), member.name) != set.end();
      (is_set ? of_body : others).emplace_back(member.name);
    }
    for (std::string_view name : set) {
      const auto found = std::find(of_body.begin(), of_body.end(), name);
      if (found == of_body.end()) continue;
      attributes.of_bases.push_back(std::move(*found));
      of_body.erase(found);
    }
  }
  std::stable_sort(others.begin(), others.end(), [&](const std::string& a, const std::string& b) {
    return TimesSet(around, a) > TimesSet(around, b);
  });
  std::move(others.begin(), others.end(), std::back_inserter(attributes.of_bases));
  const NodeId round = ClassAbove(tree, owner), name = tree.Child(owner, Field::kName);
  const NodeId of_round = round == kNoNode || name == kNoNode || tree.Text(name) != "Meta"
                              ? NodeId(kNoNode)
                              : tree.Child(round, Field::kSuperclasses);
  for (NodeId c = of_round == kNoNode ? kNoNode : tree.FirstChild(of_round); c != kNoNode;
       c = tree.NextSibling(c)) {
    for (std::string_view option : OptionsOf(tree.Text(c))) {
      if (seen.insert(option).second) attributes.of_bases.emplace_back(option);
    }
  }
  return attributes;
}

}  // namespace fastnode::predict
