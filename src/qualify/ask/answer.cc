#include "qualify/ask/answer.h"

#include <chrono>
#include <utility>

#include "collect/pack/candidates.h"
#include "predict/site.h"

namespace fastnode::qualify {
namespace {

constexpr int32_t kCompletionsInAnEditor = 20;

void AskBaselines(const Question& question, const types::Library& library, Answers& answers) {
  Result<predict::FoundSite> site = predict::FindSite(question.text, question.offset);
  std::string error = site.ok() ? "" : site.error().message;
  if (site.ok() && site->at < 0) error = "no attribute at the cursor";
  for (const Baseline& baseline : kBaselines) {
    MethodAnswer& answer = answers.methods.emplace_back();
    answer.error = error;
    if (!error.empty()) continue;
    answer.ranking =
        baseline.rank({*site->source, site->at, question.usage, library, question.environment});
    std::erase_if(answer.ranking,
                  [&](const Scored& one) { return !pack::Fits(one.name, question.prefix); });
  }
}

predict::Request RequestOf(const Question& question, predict::AnalysisMemory* memory) {
  predict::Request request{question.text, question.offset, question.usage.project,
                           question.usage.project_minus};
  request.environment = question.environment;
  request.memory = memory;
  return request;
}

}  // namespace

MethodAnswer AskModel(const Question& question, const Model& model,
                      predict::AnalysisMemory* memory) {
  Result<predict::Answer> answer = model(RequestOf(question, memory), kMaxCompletions);
  if (!answer.ok()) return {{}, answer.error().message};
  if (answer->task != pack::Task::kAttribute) return {{}, "took the cursor for a name's"};
  MethodAnswer result;
  for (const predict::Completion& completion : answer->completions) {
    result.ranking.push_back({completion.text, completion.probability});
  }
  return result;
}

std::vector<std::string> MethodNames() {
  std::vector<std::string> names = {"model"};
  for (const Baseline& baseline : kBaselines) names.emplace_back(baseline.name);
  return names;
}

Answers Ask(const Question& question, const Model& model, const types::Library& library) {
  return Ask(question, model, {}, library);
}

Answers Ask(const Question& question, const Model& model, const std::vector<NamedModel>& others,
            const types::Library& library) {
  using Clock = std::chrono::steady_clock;
  Answers answers;
  Clock::time_point start = Clock::now();
  predict::AnalysisMemory memory;
  (void)model(RequestOf(question, &memory), kCompletionsInAnEditor);
  answers.model_micros =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
  answers.methods.push_back(AskModel(question, model, &memory));
  for (const NamedModel& other : others) {
    answers.methods.push_back(AskModel(question, other.model, &memory));
  }
  AskBaselines(question, library, answers);
  return answers;
}

}  // namespace fastnode::qualify
