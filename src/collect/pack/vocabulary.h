// Vocabularies of subtokens, and how identifiers and type names are split into them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collect/corpus/name_table.h"

namespace fastnode::pack {

inline constexpr int kMaxNameParts = 5, kMaxTypeParts = 6;

// Lower-cased parts of an identifier: split at underscores, lower-to-upper, before the last capital
// of a run ("HTTPServer" -> "http", "server"), and between letters and digits. All-underscore names
// return themselves; bytes above 127 count as lower-case letters. At most `max_parts`.
std::vector<std::string> SplitName(std::string_view name, int max_parts = kMaxNameParts);

// Subtokens of a type name as types::TypeEvaluator::Name gives it: its prefix ("type:", "mod:") as
// one, then the parts of its last two components.
std::vector<std::string> SplitTypeName(std::string_view name, int max_parts = kMaxTypeParts);

// Row 0 is the unknown subtoken.
class Vocabulary {
 public:
  Vocabulary() : Vocabulary(std::vector<std::string>{}) {}
  // `tokens` without the unknown one, in row order from 1.
  explicit Vocabulary(std::vector<std::string> tokens);

  int32_t Row(std::string_view token) const;  // 0 if unknown
  int32_t size() const { return static_cast<int32_t>(tokens_.size()) + 1; }
  const std::vector<std::string>& tokens() const { return tokens_; }

 private:
  std::vector<std::string> tokens_;
  corpus::NameTable names_;    // of the tokens
  std::vector<int32_t> rows_;  // of each name
};

}  // namespace fastnode::pack
