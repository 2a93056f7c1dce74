#include "analyze/types/file/likeness.h"

namespace fastnode::types {
namespace {

bool IsLarge(char c) { return c >= 'A' && c <= 'Z'; }
bool IsSmall(char c) { return c >= 'a' && c <= 'z'; }
char Small(char c) { return IsLarge(c) ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

// Letter by letter from the last on, which most often differs.
Likeness LikenessOf(std::string_view cls, std::string_view parameter) {
  size_t at = cls.size(), num_letters = 0;
  for (; !parameter.empty(); parameter.remove_suffix(1)) {
    if (parameter.back() == '_') continue;
    while (at > 0 && cls[at - 1] == '_') --at;
    if (at == 0 || Small(cls[at - 1]) != Small(parameter.back())) return Likeness::kNone;
    --at;
    ++num_letters;
  }
  if (num_letters < 2) return Likeness::kNone;
  if (cls.find_first_not_of('_') == at) return Likeness::kAll;
  const bool begins_a_word = IsLarge(cls[at]) || cls[at - 1] == '_';
  return begins_a_word ? Likeness::kEnd : Likeness::kNone;
}

std::string ClassNamedAs(std::string_view parameter) {
  std::string cls;
  bool begins_a_word = true;
  for (char c : parameter) {
    if (c != '_') cls += begins_a_word && IsSmall(c) ? static_cast<char>(c - 'a' + 'A') : c;
    begins_a_word = c == '_';
  }
  return cls;
}

bool IsNameOfClass(std::string_view name) {
  while (name.starts_with('_')) name.remove_prefix(1);
  return !name.empty() && IsLarge(name[0]);
}

}  // namespace fastnode::types
