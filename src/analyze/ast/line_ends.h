// Line ends as Python reads them.
#pragma once

#include <string>
#include <utility>

namespace fastnode::ast {

// A carriage return alone ends a line, too: a line feed stands in its place, so that all places
// stay as they are.
inline std::string WithLineFeeds(std::string text) {
  for (size_t at = 0; (at = text.find('\r', at)) != text.npos; ++at) {
    if (at + 1 == text.size() || text[at + 1] != '\n') text[at] = '\n';
  }
  return text;
}

}  // namespace fastnode::ast
