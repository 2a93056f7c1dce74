#include "analyze/graph/flow.h"

#include <algorithm>
#include <iterator>

namespace fastnode::graph {

void Merge(References& into, const References& more) {
  if (into.empty() || into.back() < more.front()) {
    into.insert(into.end(), more.begin(), more.end());
    return;
  }
  References merged;
  merged.reserve(into.size() + more.size());
  std::set_union(into.begin(), into.end(), more.begin(), more.end(), std::back_inserter(merged));
  into = std::move(merged);
}

void KeepLast(References& into) { into.erase(into.begin(), into.end() - kMaxLast); }

void AddAlternative(Flow& flow, const Flow& other) {
  AddTo(flow.first, other.first);
  for (size_t exit = 0; exit < kNumExits; ++exit) AddToLast(flow.last[exit], other.last[exit]);
  flow.passes |= other.passes;
}

}  // namespace fastnode::graph
