#include "analyze/graph/flow.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace fastnode::graph {

void Many::Merge(const Many& more) {
  const std::vector<Place>& others = more.places_;
  if (places_.empty() || places_.back() < others.front()) {
    places_.insert(places_.end(), others.begin(), others.end());
    return;
  }
  std::vector<Place> merged;
  merged.reserve(places_.size() + others.size());
  std::set_union(places_.begin(), places_.end(), others.begin(), others.end(),
                 std::back_inserter(merged));
  places_ = std::move(merged);
}

}  // namespace fastnode::graph
