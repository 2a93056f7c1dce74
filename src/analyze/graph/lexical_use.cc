// last_lexical_use: chains of equal names and of equal dotted paths through the text.
#include <string>
#include <string_view>
#include <unordered_map>

#include "analyze/bind/path.h"
#include "analyze/graph/families.h"

namespace fastnode::graph {
namespace {

using bind::VariableId;

// Who a path belongs to: the variable with which it begins, or, for `self.x` and `cls.x`, the class
// around the method, so that paths of several methods make one chain. A number without meaning but
// identity.
int32_t Owner(const bind::FileIndex& index, NodeId expression, std::string_view path) {
  NodeId node = expression;
  while (index.tree.FirstChild(node) != ast::kNoNode) node = index.tree.FirstChild(node);
  VariableId variable = index.variable_of[node];
  if (variable == bind::kNone) return -1;
  if (!path.starts_with("self.") && !path.starts_with("cls.")) return variable;
  bind::ScopeId method = index.variables[variable].scope;
  bind::ScopeId around = index.scopes[method].parent;
  bool of_class = around != bind::kNone && index.scopes[around].kind == bind::ScopeKind::kClass;
  return of_class ? -2 - around : variable;
}

}  // namespace

void AddVariableUses(const bind::Variable& variable, std::vector<Edge>& edges) {
  for (size_t r = 1; r < variable.references.size(); ++r) {
    edges.push_back(
        {variable.references[r].node, variable.references[r - 1].node, EdgeKind::kLastLexicalUse});
  }
}

void AddPathUses(const bind::FileIndex& index,
                 const std::function<bool(const bind::AttributeUse&)>& is_asked,
                 std::vector<Edge>& edges) {
  std::unordered_map<std::string, NodeId> last;
  for (const bind::AttributeUse& use : index.attributes) {
    if (!is_asked(use)) continue;
    std::string path = bind::PathText(index.tree, use.node);
    if (path.find('?') != std::string::npos || index.tree[use.name].missing) continue;
    path += ' ' + std::to_string(Owner(index, use.node, path));
    auto [found, inserted] = last.emplace(std::move(path), use.node);
    if (inserted) continue;
    edges.push_back({use.node, found->second, EdgeKind::kLastLexicalUse});
    found->second = use.node;
  }
}

void AddLexicalUseEdges(const bind::FileIndex& index, std::vector<Edge>& edges) {
  for (const bind::Variable& variable : index.variables) AddVariableUses(variable, edges);
  AddPathUses(
      index, [](const bind::AttributeUse&) { return true; }, edges);
}

}  // namespace fastnode::graph
