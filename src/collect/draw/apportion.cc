#include "collect/draw/apportion.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "support/check.h"

namespace fastnode::draw {

std::vector<int> Apportion(int total, const std::vector<double>& weights) {
  double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  CHECK(sum > 0);
  std::vector<int> shares;
  std::vector<double> remainders;
  for (double weight : weights) {
    double exact = total * weight / sum;
    shares.push_back(static_cast<int>(std::floor(exact)));
    remainders.push_back(exact - std::floor(exact));
  }
  std::vector<size_t> order(weights.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
  int left = total - std::accumulate(shares.begin(), shares.end(), 0);
  for (size_t i = 0; left > 0; i = (i + 1) % order.size(), --left) ++shares[order[i]];
  return shares;
}

}  // namespace fastnode::draw
