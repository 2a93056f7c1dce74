// Whether a text is one of a few.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace fastnode {

inline bool IsAnyOf(std::string_view text, std::initializer_list<std::string_view> few) {
  return std::find(few.begin(), few.end(), text) != few.end();
}

}  // namespace fastnode
