// From a text and a cursor to a site: finds the word at the cursor, puts a placeholder in its place
// and analyses the result. What follows from a placeholder, training sees too (collect/pack/cut.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "collect/pack/cut.h"
#include "support/result.h"

namespace fastnode::predict {

// The identifier that stands for what is being typed.
inline constexpr std::string_view kPlaceholder = "fastnode_placeholder";

struct FoundSite {
  pack::AnalysedSource source;
  int32_t use = -1;  // -1: nothing can be completed here (a comment, a string, an import)
  pack::Task task = pack::Task::kAttribute;
  std::string prefix;  // typed part of the word, left of the cursor
};

inline constexpr uint64_t kMaxSourceBytes = 4u << 20;

// Errors: offset outside the text or inside a UTF-8 character; text above kMaxSourceBytes; the text
// is binary or its parse timed out.
Result<FoundSite> FindSite(std::string_view text, uint64_t offset);

}  // namespace fastnode::predict
