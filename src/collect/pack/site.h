// A site: a place of a source, a task, and what must be hidden for it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyze/bind/arguments.h"
#include "collect/pack/cut.h"
#include "support/result.h"

namespace fastnode::pack {

// The lists of a source's places at which something can be asked: its attribute uses, the places of
// arguments in its calls, and where a plain name or a word of the language stands.
enum class PlaceList : uint8_t { kAttributeUses, kArguments, kReads };
inline constexpr int kNumPlaceLists = 3;
size_t NumPlaces(const AnalysedSource& source, PlaceList list);

// A place of one of the lists; what the others have is null.
struct Place {
  const bind::AttributeUse* use = nullptr;
  const bind::ArgumentPlace* argument = nullptr;
  ast::NodeId read = ast::kNoNode;
};
// `at`: in [0, NumPlaces).
Place PlaceAt(const AnalysedSource& source, PlaceList list, int32_t at);

struct Site {
  Task task;
  int32_t at;          // index into the task's list of places
  ast::NodeId focus;   // the node that stands for the site, see below
  ast::NodeId anchor;  // a node that stays: the focus, or what the focus hangs on
  // What is asked about, if that is an expression: an attribute's base, what is called.
  ast::NodeId asked_of = ast::kNoNode;
  bind::UseContext context = bind::UseContext::kLoad;

  // At attribute uses: the focus is the attribute expression or its base; identifiers are hidden.
  ast::NodeId attribute = ast::kNoNode, base = ast::kNoNode, name = ast::kNoNode;
  // The hidden identifier that is read as a variable: who had it as the last read has those before.
  ast::NodeId hidden_read = ast::kNoNode;

  // At arguments: the argument (or its value, after a keyword) and all later ones are hidden. In
  // their stead stands a node that the tree does not have: its id is the tree's size. So a call
  // that ends here looks like one that goes on.
  const bind::ArgumentPlace* place = nullptr;

  // Nodes [begin, end) count as one in distances. At arguments they are what is hidden.
  ast::NodeId begin{0}, end{0};
  std::vector<ast::NodeId> hidden;  // all nodes that must not be seen, ascending

  bool HidesRestOfCall() const { return place != nullptr; }
  bool Hides(ast::NodeId node) const;
  // True if something hidden is, or could be, in the subtree of `node`.
  bool Touches(const ast::Tree& tree, ast::NodeId node) const;
  // Signed distance in nodes from the site, as if nothing were hidden.
  int64_t Distance(ast::NodeId node) const {
    return node < begin ? int64_t{node} - begin : int64_t{node} - end + 1;
  }
};

// `at`: see Site. Errors: no such place; one that the task cannot be asked at (TaskRow::why_not).
Result<Site> MakeSite(const AnalysedSource& source, int32_t at, Task task);

// Whether a place has an answer to the task: a keyword's name only where a keyword stands, and so
// on.
bool Serves(const AnalysedSource& source, int32_t at, Task task);

// The identifier after the dot stands for its attribute expression, any other node for itself.
inline ast::NodeId Representative(const ast::Tree& tree, ast::NodeId node) {
  if (tree[node].kind != ast::Kind::kIdentifier) return node;
  const ast::NodeId parent = tree[node].parent;
  const bool is_name = parent != ast::kNoNode && tree[parent].kind == ast::Kind::kAttribute &&
                       tree.FirstChild(parent) != node;
  return is_name ? parent : node;
}

// The name a node carries: an identifier's text, an attribute's name; "" for others.
std::string_view NodeName(const ast::Tree& tree, ast::NodeId node);

}  // namespace fastnode::pack
