// A site: a place of a source, a task, and what must be hidden for it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyze/bind/arguments.h"
#include "collect/pack/cut.h"
#include "support/result.h"

namespace fastnode::pack {

struct Site {
  Task task;
  int32_t at;          // index into index.attributes, or source.places for tasks of calls
  ast::NodeId focus;   // the node that stands for the site, see below
  ast::NodeId anchor;  // a node that stays: the focus, or what the focus hangs on
  bind::UseContext context = bind::UseContext::kLoad;

  // Attribute tasks: the focus is the attribute expression or its base; identifiers are hidden.
  ast::NodeId attribute = ast::kNoNode, base = ast::kNoNode, name = ast::kNoNode;

  // Tasks of calls: the argument (or its value, after a keyword) and all later ones are hidden,
  // nodes [hidden_begin, hidden_end). In their stead stands a node that the tree does not have: its
  // id is the tree's size. So a call that ends here looks like one that goes on.
  const bind::ArgumentPlace* place = nullptr;
  ast::NodeId hidden_begin{0}, hidden_end{0};

  std::vector<ast::NodeId> hidden;  // all nodes that must not be seen, ascending

  bool Hides(ast::NodeId node) const;
  // True if something hidden is, or could be, in the subtree of `node`.
  bool Touches(const ast::Tree& tree, ast::NodeId node) const;
  // Signed distance in nodes from the site, as if nothing were hidden and the focus were one node.
  int64_t Distance(ast::NodeId node) const;
};

// `at`: see Site. Errors: no such place; a base that is not a plain name; a splat; an argument that
// binds a name.
Result<Site> MakeSite(const AnalysedSource& source, int32_t at, Task task);

// Whether a place has an answer to the task: a keyword's name only where a keyword stands, and so
// on.
bool Serves(const AnalysedSource& source, int32_t at, Task task);

// The identifier after the dot stands for its attribute expression, any other node for itself.
ast::NodeId Representative(const ast::Tree& tree, ast::NodeId node);

// The name a node carries: an identifier's text, an attribute's name; "" for others.
std::string_view NodeName(const ast::Tree& tree, ast::NodeId node);

}  // namespace fastnode::pack
