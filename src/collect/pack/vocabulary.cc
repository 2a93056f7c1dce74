#include "collect/pack/vocabulary.h"

#include <utility>

namespace fastnode::pack {
namespace {

enum class Class { kUnderscore, kLower, kUpper, kDigit };

Class ClassOf(char c) {
  if (c == '_') return Class::kUnderscore;
  if (c >= '0' && c <= '9') return Class::kDigit;
  if (c >= 'A' && c <= 'Z') return Class::kUpper;
  return Class::kLower;  // Bytes of other scripts too: they are never split.
}

// True if a part begins at `i`, given that `i - 1` is no underscore.
bool StartsPart(std::string_view name, size_t i) {
  Class before = ClassOf(name[i - 1]), here = ClassOf(name[i]);
  if ((before == Class::kDigit) != (here == Class::kDigit)) return true;
  if (here != Class::kUpper) return false;
  if (before == Class::kLower) return true;
  return i + 1 < name.size() && ClassOf(name[i + 1]) == Class::kLower;  // "HTTPServer": at S
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace

std::vector<std::string> SplitName(std::string_view name, int max_parts) {
  std::vector<std::string> parts;
  size_t begin = 0;
  auto emit = [&](size_t end) {
    if (end > begin && static_cast<int>(parts.size()) < max_parts) {
      parts.push_back(Lower(name.substr(begin, end - begin)));
    }
    begin = end;
  };
  for (size_t i = 0; i < name.size(); ++i) {
    if (ClassOf(name[i]) == Class::kUnderscore) {
      emit(i);
      begin = i + 1;
    } else if (i > begin && StartsPart(name, i)) {
      emit(i);
    }
  }
  emit(name.size());
  if (parts.empty() && !name.empty()) parts.emplace_back(name);
  return parts;
}

std::vector<std::string> SplitTypeName(std::string_view name, int max_parts) {
  std::vector<std::string> parts;
  size_t colon = name.find(':');
  if (colon != std::string_view::npos) {
    parts.emplace_back(name.substr(0, colon + 1));
    name.remove_prefix(colon + 1);
  }
  size_t dot = name.rfind('.');
  if (dot != std::string_view::npos && dot > 0) {
    size_t second = name.rfind('.', dot - 1);
    if (second != std::string_view::npos) name.remove_prefix(second + 1);
  }
  while (!name.empty() && static_cast<int>(parts.size()) < max_parts) {
    size_t end = name.find('.');
    std::string_view component = name.substr(0, end);
    for (std::string& part : SplitName(component, max_parts - static_cast<int>(parts.size()))) {
      parts.push_back(std::move(part));
    }
    if (end == std::string_view::npos) break;
    name.remove_prefix(end + 1);
  }
  return parts;
}

Vocabulary::Vocabulary(std::vector<std::string> tokens) : tokens_(std::move(tokens)) {
  rows_.reserve(tokens_.size());
  for (size_t i = 0; i < tokens_.size(); ++i) {
    rows_.emplace(tokens_[i], static_cast<int32_t>(i) + 1);
  }
}

int32_t Vocabulary::Row(std::string_view token) const {
  auto found = rows_.find(std::string(token));
  return found == rows_.end() ? 0 : found->second;
}

}  // namespace fastnode::pack
