#pragma once

#include <chrono>

namespace fastnode {

// By a clock that nobody sets.
inline double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace fastnode
