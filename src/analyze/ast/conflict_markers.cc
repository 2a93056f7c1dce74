#include "analyze/ast/conflict_markers.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace fastnode::ast {
namespace {

constexpr size_t kSigns = 7;

// The sign that begins the line as git writes it, 0 if none does. `|||||||` tells what both had.
char MarkerOf(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.size() < kSigns) return 0;
  const char sign = line[0];
  if (sign != '<' && sign != '=' && sign != '>' && sign != '|') return 0;
  if (line.find_first_not_of(sign) != (line.size() == kSigns ? line.npos : kSigns)) return 0;
  const bool is_bare = line.size() == kSigns;
  if (sign == '=') return is_bare ? sign : 0;
  return is_bare || line[kSigns] == ' ' ? sign : 0;
}

}  // namespace

std::string WithoutConflictMarkers(std::string text) {
  if (text.find("<<<<<<<") == text.npos || text.find(">>>>>>>") == text.npos) return text;
  std::vector<size_t> open;  // where markers of one conflict begin
  bool is_divided = false;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    switch (MarkerOf(std::string_view(text).substr(at, end - at))) {
      case '<':
        open = {at};
        is_divided = false;
        break;
      case '|':
        if (!open.empty() && !is_divided) open.push_back(at);
        break;
      case '=':
        if (!open.empty() && !is_divided) {
          open.push_back(at);
          is_divided = true;
        }
        break;
      case '>':
        if (is_divided) {
          for (size_t marker : open) text[marker] = '#';
          text[at] = '#';
        }
        open.clear();
        is_divided = false;
        break;
      default:
        break;
    }
    at = end + 1;
  }
  return text;
}

}  // namespace fastnode::ast
