#include "analyze/bind/file_index.h"

namespace fastnode::bind {
namespace {

constexpr const char* kScopeNames[] = {"module", "class", "function", "lambda", "comprehension"};
constexpr const char* kReferenceNames[] = {"read",      "write",    "delete", "import",
                                           "parameter", "function", "class"};
constexpr const char* kContextNames[] = {"load", "call", "store", "delete"};

std::string At(const FileIndex& index, NodeId node) {
  return std::to_string(index.tree[node].begin);
}

}  // namespace

std::string Print(const FileIndex& index) {
  std::string out;
  for (ScopeId s : index.scopes.ids()) {
    const Scope& scope = index.scopes[s];
    out += "scope " + std::to_string(s) + " " + kScopeNames[static_cast<size_t>(scope.kind)] +
           " at " + At(index, scope.node) + " in " + std::to_string(scope.parent) + "\n";
  }
  for (const Variable& variable : index.variables) {
    out += "variable " + std::string(variable.name) + " of scope " +
           std::to_string(variable.scope) + ":";
    for (const Reference& reference : variable.references) {
      out += std::string(" ") + kReferenceNames[static_cast<size_t>(reference.kind)] + "@" +
             At(index, reference.node);
    }
    out += "\n";
  }
  for (const AttributeUse& use : index.attributes) {
    out += std::string("attribute ") + kContextNames[static_cast<size_t>(use.context)] + " " +
           std::string(index.tree.Text(use.base)) + " . " + std::string(index.tree.Text(use.name)) +
           " at " + At(index, use.name) + "\n";
  }
  return out;
}

std::string Verify(const FileIndex& index) {
  if (index.scope_of.size() != index.tree.nodes.size()) return "scope_of has the wrong size";
  if (index.variable_of.size() != index.tree.nodes.size()) return "variable_of has the wrong size";
  for (ScopeId s : index.scopes.ids()) {
    if (index.scopes[s].parent >= s) return "a scope precedes its parent";
  }
  for (ScopeId scope : index.scope_of) {
    if (scope < kModuleScope || scope >= index.scopes.end_id()) return "a node has no scope";
  }
  for (VariableId v : index.variables.ids()) {
    NodeId last = kNoNode;
    for (const Reference& reference : index.variables[v].references) {
      if (reference.node <= last) return "references are not in text order";
      last = reference.node;
      if (index.variable_of[last] != v) {
        return "variable_of and references disagree";
      }
    }
    if (last == kNoNode) return "a variable without references";
  }
  return "";
}

}  // namespace fastnode::bind
