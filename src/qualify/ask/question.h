// A question: a text, a cursor after a dot and what was typed of the name, and what is known around
// it. The model and every baseline are asked the same one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/imports/library.h"
#include "collect/pack/cut.h"
#include "support/result.h"

namespace fastnode::qualify {

// How long a method's list may be: what counts for coverage. Nearly all that a project knows.
inline constexpr int32_t kMaxCompletions = 20'000;

struct Site;

struct Question {
  std::string text;  // without the name that is asked for
  uint64_t offset = 0;
  std::string prefix;          // what stands before the cursor of it, already typed
  pack::UsageAround usage;     // the rest of the project, other projects
  const Site* site = nullptr;  // whose question it is
  // What the file imports from; null: the library alone.
  const types::Environment* environment = nullptr;
};

struct Scored {
  std::string name;
  double score = 0;
};

// Best first, without duplicates, at most kMaxCompletions.
using Ranking = std::vector<Scored>;

// The name's place in the ranking, counted from 0, or kNotFound.
inline constexpr int32_t kNotFound = -1;
int32_t RankOf(std::string_view name, const Ranking& ranking);

// `text` without the identifier that stands at `offset`, if that is `expected` as a whole word;
// else `text`. Errors: offset outside the text.
Result<std::string> RemoveName(std::string_view text, uint64_t offset, std::string_view expected);

}  // namespace fastnode::qualify
