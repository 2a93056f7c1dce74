// Numbers as reports print them.
#pragma once

#include <cmath>

namespace fastnode::qualify {

// A millionth is more than anyone reads in a score.
inline double Rounded(double score) { return std::round(score * 1e6) / 1e6; }

}  // namespace fastnode::qualify
