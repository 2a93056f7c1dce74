#include "predict/imports/wanted_names.h"

#include <algorithm>
#include <set>

#include "collect/pack/asked_text.h"
#include "collect/pack/candidates.h"
#include "collect/pack/tasks/words.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// By the keyword under which it is passed, or its own name: `target=self.work`, `self.on_send`.
bool NamesHandler(std::string_view keyword, std::string_view name) {
  static constexpr std::string_view kKeywords[] = {"target",  "command",  "callback", "cb",  "func",
                                                   "handler", "function", "fn",       "hook"};
  for (std::string_view one : kKeywords) {
    if (keyword == one) return true;
  }
  while (name.starts_with('_')) name.remove_prefix(1);
  return name.starts_with("on_") || name.starts_with("handle_");
}

// Whether a call is given an attribute to call it later.
bool IsPassedToBeCalled(const ast::Tree& tree, const bind::AttributeUse& use) {
  const NodeId parent = tree[use.node].parent;
  if (use.context != bind::UseContext::kLoad || parent == kNoNode) return false;
  const std::string_view name = tree.Text(use.name);
  if (tree[parent].kind == Kind::kArgumentList) return NamesHandler("", name);
  if (tree[parent].kind != Kind::kKeywordArgument) return false;
  return NamesHandler(tree.Text(tree.Child(parent, Field::kName)), name);
}

void AddOnce(std::string_view name, std::vector<std::string_view>& names) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

std::vector<std::string_view> WantedFunctions(const bind::FileIndex& index) {
  const ast::Tree& tree = index.tree;
  const auto builtins = pack::Builtins();
  std::vector<std::string_view> names;
  for (NodeId node : tree.ids()) {
    if (tree[node].kind == Kind::kWildcardImport) return {};
    if (tree[node].kind != Kind::kCall) continue;
    const NodeId callee = tree.Child(node, Field::kFunction);
    if (callee == kNoNode || tree[callee].kind != Kind::kIdentifier) continue;
    const std::string_view name = tree.Text(callee);
    const bool is_there = index.variable_of[callee] != bind::kNone || name == pack::kPlaceholder ||
                          std::binary_search(builtins.begin(), builtins.end(), name);
    if (!is_there) AddOnce(name, names);
  }
  return names;
}

std::vector<std::string_view> WantedMethods(const bind::FileIndex& index, NodeId owner) {
  const ast::Tree& tree = index.tree;
  std::set<std::string_view> stored;
  std::vector<std::string_view> called;
  for (const bind::AttributeUse& use : index.attributes) {
    if (use.node < owner || use.node >= tree[owner].subtree_end) continue;
    const std::string_view base = tree.Text(use.base);
    if (base != "self" && base != "cls") continue;
    if (use.context == bind::UseContext::kStore) stored.insert(tree.Text(use.name));
    const bool is_called = use.context == bind::UseContext::kCall;
    if (is_called || IsPassedToBeCalled(tree, use)) AddOnce(tree.Text(use.name), called);
  }
  std::erase_if(called, [&](std::string_view name) { return stored.contains(name); });
  return called;
}

}  // namespace fastnode::predict
