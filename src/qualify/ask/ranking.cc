#include "qualify/ask/ranking.h"

#include <algorithm>

#include "support/hash.h"

namespace fastnode::qualify {

int32_t RankOf(std::string_view name, const Ranking& ranking) {
  for (size_t i = 0; i < ranking.size(); ++i) {
    if (ranking[i].name == name) return static_cast<int32_t>(i);
  }
  return kNotFound;
}

void OrderedList::Grow() {
  table_.assign(std::max<size_t>(64, 4 * table_.size()), 0);
  for (size_t i = 0; i < ranking_.size(); ++i) {
    size_t slot = Hash64(ranking_[i].name) & (table_.size() - 1);
    while (table_[slot] != 0) slot = (slot + 1) & (table_.size() - 1);
    table_[slot] = static_cast<uint32_t>(i + 1);
  }
}

void OrderedList::Append(std::string_view name) {
  if (full() || name.empty()) return;
  if (2 * ranking_.size() >= table_.size()) Grow();
  size_t slot = Hash64(name) & (table_.size() - 1);
  for (; table_[slot] != 0; slot = (slot + 1) & (table_.size() - 1)) {
    if (ranking_[table_[slot] - 1].name == name) return;
  }
  ranking_.push_back({std::string(name), 1.0 / static_cast<double>(1 + ranking_.size())});
  table_[slot] = static_cast<uint32_t>(ranking_.size());
}

}  // namespace fastnode::qualify
