// All methods share one analysis of the text (Shared::memory). The time is that of the first call,
// which has to make it, as an editor has that has just opened the file. Baselines are asked right
// after the release's model, since those of single decisions order its candidates.
#include "qualify/ask/answer.h"

#include <chrono>
#include <utility>

namespace fastnode::qualify {

MethodAnswer AnswerOf(Result<Ranking> ranking) {
  if (!ranking.ok()) return {{}, ranking.error().message};
  return {*std::move(ranking), ""};
}

void AddBaselines(Result<std::vector<Ranking>> rankings, size_t num_baselines, Answers& answers) {
  for (size_t b = 0; b < num_baselines; ++b) {
    answers.methods.push_back(rankings.ok() ? MethodAnswer{std::move(rankings.value()[b]), ""}
                                            : MethodAnswer{{}, rankings.error().message});
  }
}

Answers Ask(const Protocol& protocol, const Models& models, const Question& question,
            predict::AnalysisMemory* memory) {
  using Clock = std::chrono::steady_clock;
  const predict::Completer& release = models[kModelMethod].completer;
  Answers answers;
  predict::AnalysisMemory own;
  Shared shared;
  shared.memory = memory == nullptr ? &own : memory;
  auto ask = [&](const predict::Completer& completer) {
    return AnswerOf(protocol.ask_model(question, completer, shared));
  };
  const Clock::time_point start = Clock::now();
  if (protocol.wait_for_model != nullptr && memory == nullptr) {
    protocol.wait_for_model(question, release, shared);
  } else {
    answers.methods.push_back(ask(release));
  }
  answers.model_micros =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
  if (answers.methods.empty()) answers.methods.push_back(ask(release));
  // Before other models: some order what the release's model was asked about.
  Result<std::vector<Ranking>> baselines =
      protocol.rank_baselines(question, release.library(), shared);
  for (size_t m = kModelMethod + 1; m < models.size(); ++m) {
    answers.methods.push_back(ask(models[m].completer));
  }
  AddBaselines(std::move(baselines), protocol.baselines.size(), answers);
  return answers;
}

}  // namespace fastnode::qualify
