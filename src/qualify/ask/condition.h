// How much of the text is there when a site is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "qualify/ask/question.h"
#include "qualify/ask/sites.h"

namespace fastnode::qualify {

struct Condition {
  std::string name = "whole file";
  int32_t typed = 0;    // characters of the name that stand at the cursor already
  bool below = true;    // false: the file ends with the cursor's line
  bool goes_on = true;  // false: the expression ends at the cursor, as where it is being typed
};

// Those that attributes are measured under besides the first, the whole file with nothing typed.
std::vector<Condition> OtherConditions();

// Writes text, cursor and prefix of a question: the site's text without what is asked for, as the
// condition has it. Of a name as long as what would be typed, the last character is left to guess.
void Pose(const std::string& source, const Site& site, const Condition& condition,
          Question& question);

// How many names a list shows at a glance; taking one of them costs a key.
inline constexpr int32_t kVisible = 5;

// The share of the keys of each name that its list saves: of a name that is among the first
// kVisible after t characters, 1 - (t + 1) / its length, not below 0; of others 0. `ranks`: by t,
// from 0 on, the ranks of the sites.
std::vector<double> KeysSaved(const std::vector<Site>& sites,
                              const std::vector<std::vector<int32_t>>& ranks);

}  // namespace fastnode::qualify
