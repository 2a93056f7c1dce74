#include "qualify/ask/ranking.h"

namespace fastnode::qualify {

int32_t RankOf(std::string_view name, const Ranking& ranking) {
  for (size_t i = 0; i < ranking.size(); ++i) {
    if (ranking[i].name == name) return static_cast<int32_t>(i);
  }
  return kNotFound;
}

void OrderedList::Append(std::string_view name) {
  if (full() || name.empty() || !seen_.emplace(name).second) return;
  ranking_.push_back({std::string(name), 1.0 / static_cast<double>(1 + ranking_.size())});
}

}  // namespace fastnode::qualify
