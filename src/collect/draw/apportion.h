// Whole shares of a total, as near to given weights as can be (largest remainder).
#pragma once

#include <vector>

namespace fastnode::draw {

// Sums to `total`. Weights are not negative and not all zero; equal remainders: the earlier first.
std::vector<int> Apportion(int total, const std::vector<double>& weights);

}  // namespace fastnode::draw
