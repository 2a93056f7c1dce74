#include "serve/memories.h"

#include <algorithm>

namespace fastnode::serve {

predict::AnalysisMemory* Memories::Of(const std::string& uri) {
  auto found =
      std::find_if(kept_.begin(), kept_.end(), [&](const auto& one) { return one.first == uri; });
  if (found == kept_.end()) {
    kept_.emplace_front(uri, predict::AnalysisMemory());
    if (kept_.size() > kMaxKept) kept_.pop_back();
  } else {
    kept_.splice(kept_.begin(), kept_, found);
  }
  return &kept_.front().second;
}

}  // namespace fastnode::serve
