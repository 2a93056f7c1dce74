// Asks every method of a protocol one question: models first, the release's first of all, then
// baselines.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "qualify/ask/models.h"
#include "qualify/ask/protocol.h"
#include "qualify/ask/question.h"
#include "qualify/ask/ranking.h"

namespace fastnode::qualify {

// Where the release's model stands among the methods.
inline constexpr size_t kModelMethod = 0;

struct MethodAnswer {
  Ranking ranking;
  std::string error;  // "" if the method answered
};

struct Answers {
  std::vector<MethodAnswer> methods;
  int64_t model_micros = 0;  // how long an editor would have waited for the release's model
};

// `memory`: of the texts asked about before; null: the release's model is timed as if it had none,
// and as an editor asks it (Protocol::wait_for_model).
Answers Ask(const Protocol& protocol, const Models& models, const Question& question,
            predict::AnalysisMemory* memory = nullptr);

// The answers of `num_baselines` baselines: an error is everyone's.
void AddBaselines(Result<std::vector<Ranking>> rankings, size_t num_baselines, Answers& answers);
MethodAnswer AnswerOf(Result<Ranking> ranking);

}  // namespace fastnode::qualify
