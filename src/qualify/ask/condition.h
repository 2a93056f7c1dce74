// Questions under conditions (collect/pack/condition.h): how much of the text is there when a site
// is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "collect/pack/condition.h"
#include "qualify/ask/question.h"
#include "qualify/ask/sites.h"

namespace fastnode::qualify {

using pack::Condition;

// Where people type: what the first table, gates and comparisons are of.
inline constexpr Condition kHeadline = Condition::kRestOfLine;

// A condition that is measured besides, on the first so many sites.
struct Besides {
  Condition condition;
  int32_t max_sites = INT32_MAX;
};

// What is to be filled in, and what is gone under each condition.
void SetBlank(const ast::Tree& tree, const pack::Blank& blank, Site& site);

// Writes text, cursor and prefix of a question: the site's text without what is gone. Of a name as
// long as what would be typed, the last character is left to guess.
void Pose(const std::string& source, const Site& site, Condition condition, Question& question);

// How many names a list shows at a glance; taking one of them costs a key.
inline constexpr int32_t kVisible = 5;

// The share of the keys of each name that its list saves: of a name that is among the first
// kVisible after t characters, 1 - (t + 1) / its length, not below 0; of others 0. `ranks`: by t,
// from 0 on, the ranks of the first sites, as many of each.
std::vector<double> KeysSaved(const std::vector<Site>& sites,
                              const std::vector<std::vector<int32_t>>& ranks);

}  // namespace fastnode::qualify
