// What a piece of code does to one variable, seen from outside: which references may come first in
// it, which may be the last when it ends in each of its ways, and whether it may end so without
// any. Pieces are put together as the code is; no piece is walked twice, and a loop costs as much
// as its body.
#pragma once

#include <array>
#include <vector>

#include "analyze/graph/exits.h"

namespace fastnode::graph {

// Ascending node numbers.
using References = std::vector<NodeId>;

// Of the references that may come last, so many are kept: those closest in the text.
inline constexpr size_t kMaxLast = 64;

void Merge(References& into, const References& more);
void KeepLast(References& into);

// Most often there are none.
inline void AddTo(References& into, const References& more) {
  if (!more.empty() && &into != &more) Merge(into, more);
}
inline void AddToLast(References& into, const References& more) {
  if (more.empty()) return;
  AddTo(into, more);
  if (into.size() > kMaxLast) KeepLast(into);
}

struct Flow {
  References first;
  std::array<References, kNumExits> last;
  ExitSet passes = Bit(kNormal);  // may be run through without a reference

  bool Passes(Exit exit) const { return Has(passes, exit); }
  bool Reaches(Exit exit) const { return Passes(exit) || !last[static_cast<size_t>(exit)].empty(); }
  References& Last(Exit exit) { return last[static_cast<size_t>(exit)]; }
  const References& Last(Exit exit) const { return last[static_cast<size_t>(exit)]; }

  // What ends in way `from` may end in way `to` as well.
  void Copy(Exit from, Exit to) {
    AddToLast(Last(to), Last(from));
    if (Passes(from)) passes |= Bit(to);
  }
  void Clear(Exit exit) {
    Last(exit).clear();
    passes &= static_cast<ExitSet>(~Bit(exit));
  }
};

// Code that never runs.
inline Flow Unreachable() { return {.first = {}, .last = {}, .passes = 0}; }

// Either of the two runs.
void AddAlternative(Flow& flow, const Flow& other);

}  // namespace fastnode::graph
