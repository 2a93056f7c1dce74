// The stretch in which two texts differ.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace fastnode::ast {

// [begin, before_end) of one text became [begin, after_end) of the other.
struct TextEdit {
  size_t begin, before_end, after_end;

  TextEdit(std::string_view before, std::string_view after) {
    const size_t shorter = std::min(before.size(), after.size());
    begin = 0;
    for (size_t step = kStep * kStep; step > 0; step /= kStep) {
      while (begin + step <= shorter && Same(before, after, begin, begin, step)) begin += step;
    }
    size_t same = 0;
    for (size_t step = kStep * kStep; step > 0; step /= kStep) {
      while (same + step <= shorter - begin &&
             Same(before, after, before.size() - same - step, after.size() - same - step, step)) {
        same += step;
      }
    }
    before_end = before.size() - same;
    after_end = after.size() - same;
  }

  // What is not the same in both.
  size_t bytes() const { return (before_end - begin) + (after_end - begin); }

 private:
  // Bytes that are compared at once: so many times as many, so many, one.
  static constexpr size_t kStep = 64;
  static bool Same(std::string_view before, std::string_view after, size_t at, size_t there,
                   size_t bytes) {
    return std::memcmp(before.data() + at, after.data() + there, bytes) == 0;
  }
};

}  // namespace fastnode::ast
