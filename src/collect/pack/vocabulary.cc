#include "collect/pack/vocabulary.h"

#include <utility>

#include "collect/pack/name_parts.h"

namespace fastnode::pack {

std::vector<std::string> SplitName(std::string_view name, int max_parts) {
  std::vector<std::string> parts;
  ForEachPart(name, max_parts, [&](std::string_view part) { parts.emplace_back(part); });
  return parts;
}

std::vector<std::string> SplitTypeName(std::string_view name, int max_parts) {
  std::vector<std::string> parts;
  ForEachTypePart(name, max_parts, [&](std::string_view part) { parts.emplace_back(part); });
  return parts;
}

Vocabulary::Vocabulary(std::vector<std::string> tokens) : tokens_(std::move(tokens)) {
  for (size_t i = 0; i < tokens_.size(); ++i) {
    const uint32_t name = names_.Add(tokens_[i]);
    if (name == rows_.size()) rows_.push_back(static_cast<int32_t>(i) + 1);
  }
}

int32_t Vocabulary::Row(std::string_view token) const {
  const uint32_t name = names_.Find(token);
  return name == corpus::kNoName ? 0 : rows_[name];
}

}  // namespace fastnode::pack
