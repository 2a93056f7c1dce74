// What else stands in the file, in two orders: the simple methods of calls and of expressions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "qualify/ask/ranking.h"

namespace fastnode::qualify {

struct Elsewhere {
  std::string text;
  bool same = false;     // after the same base, or in a call of the same path
  int64_t distance = 0;  // in nodes of the tree; negative: before the cursor
};

// Those before the cursor, the nearest first, then those after it.
void AppendByRecency(std::vector<Elsewhere> others, OrderedList& list);

// By how often they stand there; what is `same` counts four times. Ties by the alphabet.
void AppendByCounts(const std::vector<Elsewhere>& others, OrderedList& list);

}  // namespace fastnode::qualify
