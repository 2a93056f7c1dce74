#include "qualify/ask/elsewhere.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

namespace fastnode::qualify {
namespace {

constexpr int kWeightOfSame = 4;

}  // namespace

void AppendByRecency(std::vector<Elsewhere> others, OrderedList& list) {
  std::stable_sort(others.begin(), others.end(), [](const Elsewhere& a, const Elsewhere& b) {
    if ((a.distance < 0) != (b.distance < 0)) return a.distance < 0;
    return std::abs(a.distance) < std::abs(b.distance);
  });
  for (const Elsewhere& other : others) list.Append(other.text);
}

void AppendByCounts(const std::vector<Elsewhere>& others, OrderedList& list) {
  std::map<std::string, int> counts;
  for (const Elsewhere& other : others) counts[other.text] += other.same ? kWeightOfSame : 1;
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [text, count] : counts) order.emplace_back(-count, text);
  std::sort(order.begin(), order.end());
  for (const auto& [count, text] : order) list.Append(text);
}

}  // namespace fastnode::qualify
