#include "predict/cursor/answer.h"

#include <algorithm>

namespace fastnode::predict {

void KeepBest(int32_t count, std::vector<Completion>& list) {
  std::stable_sort(list.begin(), list.end(), [](const Completion& a, const Completion& b) {
    return a.probability > b.probability;
  });
  if (list.size() > static_cast<size_t>(count)) list.resize(static_cast<size_t>(count));
}

}  // namespace fastnode::predict
