// What is declared for the value that stands at a place: by the parameter that gets it, the
// annotation of what it is assigned to or returned from, what it is compared with.
#pragma once

#include <string_view>

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"

namespace fastnode::predict {

class ExpectedType {
 public:
  // Both must outlive it.
  ExpectedType(const bind::FileIndex& index, types::TypeEvaluator& types)
      : index_(index), tree_(index.tree), types_(types) {}

  // Of the expression that is a node; unknown if nothing is declared.
  types::Type Of(ast::NodeId node) { return Of(node, 0); }
  // What is asked about an expression that stands in a comparison: `x is |`, `x in (1, |)`.
  types::Type OfAsked(ast::NodeId node);
  // Of what a call passes. `argument`: a child of the list; `keyword`: its name, "" by position.
  types::Type OfArgument(ast::NodeId argument, std::string_view keyword);

 private:
  types::Type Of(ast::NodeId node, int depth);
  types::Type DeclaredFor(ast::NodeId target);

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  types::TypeEvaluator& types_;
};

}  // namespace fastnode::predict
