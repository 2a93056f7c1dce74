// Names that are read and words of the language, wherever an expression or a statement begins in
// held-out files: the list that an editor shows there, in calls, too.
#pragma once

#include <string>
#include <vector>

#include "qualify/ask/protocol.h"
#include "qualify/ask/sites.h"

namespace fastnode::qualify {

// Slices: "bound" by the file, "unbound" (a builtin, a star import), a "word" of the language.
const SiteKind& NameSites();

// Leaves its candidates to the baselines.
Result<Ranking> AskForName(const Question& question, const predict::Completer& completer,
                           Shared& shared);

// The baselines, which order the same candidates, those that fit what was typed:
//   popularity    by reads at such places in the training corpus, then by all of them
//   recency       by the nearest reference before the place, then after it, then by references
//   nearest scope parameters and names of the function first, then of functions around, the module,
//                 and the rest; within each by the nearest reference
//   counts        by the hand-made interpolation of these
//   alphabetical
std::vector<std::string> NameBaselines();
Result<std::vector<Ranking>> RankNameBaselines(const Question& question, const types::Library&,
                                               const Shared& shared);

}  // namespace fastnode::qualify
