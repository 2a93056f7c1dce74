// A module while types are inferred: its number there, the names in it that must not be used, and
// short ways to its tree and scopes. Number 0 is the file at hand; only it hides anything.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "analyze/types/file/hidden.h"
#include "analyze/types/file/module.h"

namespace fastnode::types {

struct File {
  int32_t number = 0;
  std::shared_ptr<const Module> held;
  const Module* module = nullptr;
  HiddenNodes* hidden = nullptr;  // null: nothing is

  const ast::Tree& tree() const { return module->tree(); }
  const bind::FileIndex& index() const { return module->index(); }
  ast::Kind kind(NodeId n) const { return tree()[n].kind; }
  ast::Field field(NodeId n) const { return tree()[n].field; }
  NodeId parent(NodeId n) const { return tree()[n].parent; }
  NodeId first(NodeId n) const { return tree().FirstChild(n); }
  NodeId next(NodeId n) const { return tree().NextSibling(n); }
  NodeId child(NodeId n, ast::Field field) const { return tree().Child(n, field); }
  std::string_view text(NodeId n) const { return tree().Text(n); }
  bool contains(NodeId outer, NodeId inner) const {
    return outer <= inner && inner < tree()[outer].subtree_end;
  }
  ScopeId scope_of(NodeId n) const { return index().scope_of[n]; }
  const bind::Scope& scope(ScopeId s) const { return index().scopes[s]; }
  VariableId variable_of(NodeId n) const { return index().variable_of[n]; }
  const bind::Variable& variable(VariableId v) const { return index().variables[v]; }
  // Ask it last: an answer that never asks holds whatever is hidden.
  bool is_hidden(NodeId n) const { return hidden != nullptr && hidden->Ask(n); }
  // Whether a hidden name stands in the text of an expression, which then says nothing.
  bool hides_in(NodeId n) const {
    for (NodeId one : tree().Subtree(n)) {
      if (kind(one) == ast::Kind::kIdentifier && is_hidden(one)) return true;
    }
    return false;
  }
};

}  // namespace fastnode::types
