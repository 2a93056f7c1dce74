// Single decisions: the tasks besides attributes, each asked by itself at places of held-out files,
// with what stands there and, in a call, all arguments after it hidden (pack/cut.h). A slice is a
// task.
#pragma once

#include <string>
#include <vector>

#include "qualify/ask/protocol.h"
#include "qualify/ask/sites.h"

namespace fastnode::qualify {

inline constexpr int32_t kDecisionsOfTask = 2;  // of one file
inline constexpr int32_t kDecisionsAFile = kDecisionsOfTask * (pack::kNumTasks - 1);

const SiteKind& DecisionSites();

// Leaves its candidates to the baselines.
Result<Ranking> AskForDecision(const Question& question, const predict::Completer& completer,
                               Shared& shared);

// The baselines, which order the same candidates:
//   popularity  by uses in the training corpus
//   recency     by the nearest use in the file before the place, then after it, then by uses
//   counts      by the hand-made interpolation of counts in the file, the project and the corpus,
//               and of what the signature says
std::vector<std::string> DecisionBaselines();
Result<std::vector<Ranking>> RankDecisionBaselines(const Question&, const types::Library&,
                                                   const Shared& shared);

}  // namespace fastnode::qualify
