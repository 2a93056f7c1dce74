// A site: one attribute use of a source, a task, and what must be hidden for it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "collect/pack/cut.h"
#include "support/result.h"

namespace fastnode::pack {

struct Site {
  Task task;
  int32_t use;                        // index into index.attributes
  ast::NodeId attribute, base, name;  // the expression, its object, the identifier after the dot
  ast::NodeId focus;                  // the node that stands for the site: attribute, or base
  std::vector<ast::NodeId> hidden;    // identifiers that must not be seen, ascending
  bind::UseContext context;

  bool Hides(ast::NodeId node) const;
  // True if the subtree of `node` contains something hidden.
  bool Touches(const ast::Tree& tree, ast::NodeId node) const;
};

// Errors: no such use; an attribute-base site whose base is not a plain name.
Result<Site> MakeSite(const AnalysedSource& source, int32_t use, Task task);

// The identifier after the dot stands for its attribute expression, any other node for itself.
ast::NodeId Representative(const ast::Tree& tree, ast::NodeId node);

// The name a node carries: an identifier's text, an attribute's name; "" for others.
std::string_view NodeName(const ast::Tree& tree, ast::NodeId node);

}  // namespace fastnode::pack
