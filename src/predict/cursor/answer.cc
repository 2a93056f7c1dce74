#include "predict/cursor/answer.h"

#include <algorithm>
#include <iterator>

namespace fastnode::predict {

void KeepBest(int32_t count, std::vector<Completion>& list) {
  std::stable_sort(list.begin(), list.end(), [](const Completion& a, const Completion& b) {
    return a.probability > b.probability;
  });
  if (list.size() > static_cast<size_t>(count)) list.resize(static_cast<size_t>(count));
}

void PutBefore(std::vector<Completion> first, size_t most, std::vector<Completion>& list) {
  float best = 0, total = 0;
  for (const Completion& one : list) best = std::max(best, one.probability);
  for (Completion& one : first) one.probability = best > 0 ? best : 1;
  list.insert(list.begin(), std::make_move_iterator(first.begin()),
              std::make_move_iterator(first.end()));
  for (const Completion& one : list) total += one.probability;
  for (Completion& one : list) one.probability /= total > 1 ? total : 1;
  if (list.size() > most) list.resize(most);
}

}  // namespace fastnode::predict
