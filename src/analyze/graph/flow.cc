#include "analyze/graph/flow.h"

#include <algorithm>
#include <iterator>

namespace fastnode::graph {

void AddTo(References& into, const References& more) {
  if (more.empty() || &into == &more) return;
  if (into.empty() || into.back() < more.front()) {
    into.insert(into.end(), more.begin(), more.end());
    return;
  }
  References merged;
  merged.reserve(into.size() + more.size());
  std::set_union(into.begin(), into.end(), more.begin(), more.end(), std::back_inserter(merged));
  into = std::move(merged);
}

void AddToLast(References& into, const References& more) {
  AddTo(into, more);
  if (into.size() > kMaxLast) into.erase(into.begin(), into.end() - kMaxLast);
}

void Flow::Copy(Exit from, Exit to) {
  AddToLast(Last(to), Last(from));
  if (Passes(from)) passes |= Bit(to);
}

void Flow::Clear(Exit exit) {
  Last(exit).clear();
  passes &= static_cast<ExitSet>(~Bit(exit));
}

Flow Unreachable() {
  Flow flow;
  flow.passes = 0;
  return flow;
}

void AddAlternative(Flow& flow, const Flow& other) {
  AddTo(flow.first, other.first);
  for (size_t exit = 0; exit < kNumExits; ++exit) AddToLast(flow.last[exit], other.last[exit]);
  flow.passes |= other.passes;
}

}  // namespace fastnode::graph
