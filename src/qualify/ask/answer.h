// Asks every method one question. The list of methods is the model, other models if there are any,
// then kBaselines.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "predict/completer.h"
#include "qualify/ask/baselines.h"
#include "qualify/ask/question.h"

namespace fastnode::qualify {

// The seam behind which the model stands: predict::Completer::Complete, or a stub in a test. The
// number: how many completions are wanted. Called from several threads at once.
using Model = std::function<Result<predict::Answer>(const predict::Request&, int32_t)>;

inline constexpr size_t kModelMethod = 0;
std::vector<std::string> MethodNames();  // "model", "popularity"...

// A model under a name of its own: besides the release, the model before it was compressed, or an
// earlier release.
struct NamedModel {
  std::string name;
  Model model;
};

struct MethodAnswer {
  Ranking ranking;
  std::string error;  // "" if the method answered
};

// What a model says to a question, kMaxCompletions at most. `memory`: of whoever asks several.
MethodAnswer AskModel(const Question& question, const Model& model,
                      predict::AnalysisMemory* memory = nullptr);

struct Answers {
  std::vector<MethodAnswer> methods;  // as MethodNames()
  int64_t model_micros = 0;           // for as many completions as an editor shows
};

Answers Ask(const Question& question, const Model& model, const types::Library& library);
// ... and the answers of `others` after the model's, before the baselines'.
Answers Ask(const Question& question, const Model& model, const std::vector<NamedModel>& others,
            const types::Library& library);

}  // namespace fastnode::qualify
