#include "analyze/types/file/likeness.h"

namespace fastnode::types {
namespace {

bool IsLarge(char c) { return c >= 'A' && c <= 'Z'; }
bool IsSmall(char c) { return c >= 'a' && c <= 'z'; }
char Small(char c) { return IsLarge(c) ? static_cast<char>(c - 'A' + 'a') : c; }

std::string Letters(std::string_view name) {
  std::string letters;
  for (char c : name) {
    if (c != '_') letters += Small(c);
  }
  return letters;
}

}  // namespace

Likeness LikenessOf(std::string_view cls, std::string_view parameter) {
  const std::string whole = Letters(cls), name = Letters(parameter);
  if (name.size() < 2 || !whole.ends_with(name)) return Likeness::kNone;
  if (whole.size() == name.size()) return Likeness::kAll;
  size_t left = name.size(), at = cls.size();
  while (left > 0) left -= cls[--at] != '_';
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
