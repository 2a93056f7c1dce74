#include "analyze/types/file/last_binding.h"

#include <algorithm>
#include <span>
#include <vector>

#include "analyze/types/file/branches.h"
#include "analyze/types/file/references.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxBindingsBack = 16;

// Of `x.y` and `x[0]` the x, else kNoNode.
NodeId BaseOf(const File& f, NodeId thing) {
  if (f.kind(thing) == Kind::kAttribute) return f.child(thing, Field::kObject);
  return f.kind(thing) == Kind::kSubscript ? f.child(thing, Field::kValue) : kNoNode;
}

// Whether with this mention of a variable another value takes the place of the thing that is read,
// or of one that the thing is part of: of `x.y` by `x = ...` and `x.y = ...`. `parts`: of the
// thing, itself first, the variable left out.
bool Replaces(const File& f, const bind::Reference& reference, std::span<const NodeId> parts) {
  if (IsBinding(reference.kind)) return !f.is_hidden(reference.node);
  NodeId stored = reference.node;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    stored = f.parent(stored);
    if (f.kind(stored) != f.kind(*part)) return false;
    const Kind around = f.kind(f.parent(stored));
    const bool is_stored = f.field(stored) == Field::kLeft &&
                           (around == Kind::kAssignment || around == Kind::kAugmentedAssignment);
    if (is_stored) return IsSameThing(f, stored, *part);
  }
  return false;
}

NodeId LastAmong(const File& f, std::span<const bind::Reference> references,
                 std::span<const NodeId> parts, NodeId read) {
  NodeId bound = ast::kRoot;
  int steps = kMaxBindingsBack;
  auto at = std::lower_bound(references.begin(), references.end(), read,
                             [](const auto& r, NodeId wanted) { return r.node < wanted; });
  while (at != references.begin()) {
    --at;
    if (!Replaces(f, *at, parts)) continue;
    const auto [from, region] = ExtentOf(f.tree(), at->node);
    if (read < from) continue;  // x = int(x)
    const bool holds = f.contains(region, read);
    const Way way = holds || --steps == 0 ? Way::kOnwards : WayTo(f, region, read);
    if (way == Way::kOnwards) return std::max(bound, at->node);
    for (NodeId n = f.parent(read); way == Way::kRound && n > bound; n = f.parent(n)) {
      if (IsLoop(f.kind(n)) && f.contains(n, region)) bound = n;
    }
  }
  return bound;
}

}  // namespace

NodeId LastBinding(const File& f, NodeId read) {
  std::vector<NodeId> parts;
  NodeId root = read;
  for (; f.kind(root) != Kind::kIdentifier; root = BaseOf(f, root)) {
    parts.push_back(root);
    if (BaseOf(f, root) == kNoNode) return kNoNode;
  }
  const VariableId variable = f.variable_of(root);
  if (variable == kNone) return ast::kRoot;
  return LastAmong(f, f.variable(variable).references, parts, read);
}

}  // namespace fastnode::types
