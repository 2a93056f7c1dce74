// Binding again after an edit of some statements: what cannot mean anything else than before is
// moved along.
#pragma once

#include <optional>

#include "analyze/ast/reparse.h"
#include "analyze/bind/file_index.h"

namespace fastnode::bind {

// How things outside of the edited statements are numbered after the edit.
struct Moved {
  ast::Splice nodes;
  ScopeId first_scope, before_scope_end, after_scope_end;  // of the statements' own scopes
  IdVector<VariableId, VariableId> variables;              // kNone: it is gone
  // Whether names elsewhere mean other variables than before: what they meant nothing binds now.
  bool hands_outwards = false;
  bool has_new_names = false;  // of scopes around the statements; they stand nowhere else

  ScopeId Scope(ScopeId scope) const {
    return scope < first_scope ? scope : scope + (after_scope_end - before_scope_end);
  }
};

struct Rebound {
  FileIndex index;             // as Bind(tree)
  std::optional<Moved> moved;  // nothing: all was bound anew
};

// `tree`: of the edited text, with `splice` from that of `before`. Thread-safe.
Rebound BindAgain(const FileIndex& before, ast::Tree tree, const ast::Splice& splice);

}  // namespace fastnode::bind
