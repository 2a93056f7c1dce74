// Ranked lists: what every method answers with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fastnode::qualify {

// How long a method's list may be: what counts for coverage. Nearly all that a project knows.
inline constexpr int32_t kMaxCompletions = 20'000;

struct Scored {
  std::string name;
  double score = 0;
};

// Best first, without duplicates, at most kMaxCompletions.
using Ranking = std::vector<Scored>;

// The name's place in the ranking, counted from 0, or kNotFound.
inline constexpr int32_t kNotFound = -1;
int32_t RankOf(std::string_view name, const Ranking& ranking);

// A list that only says which comes before which: scores fall with the place.
class OrderedList {
 public:
  bool full() const { return ranking_.size() == static_cast<size_t>(kMaxCompletions); }

  // Nothing happens if the list is full or has the name already.
  void Append(std::string_view name);

  Ranking Take() { return std::move(ranking_); }

 private:
  void Grow();

  Ranking ranking_;
  // A hash table of places in the ranking, each 1 more than it is: 0 is none. Lists are long, and a
  // set of texts would hold each name a second time.
  std::vector<uint32_t> table_;
};

}  // namespace fastnode::qualify
