// Asks every method one question. The list of methods is the model, then kBaselines.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "predict/completer.h"
#include "qualify/baselines.h"
#include "qualify/question.h"

namespace fastnode::qualify {

// The seam behind which the model stands: predict::Completer::Complete, or a stub in a test.
// Called from several threads at once.
using Model = std::function<Result<predict::Answer>(const predict::Request&)>;

inline constexpr size_t kModelMethod = 0;
std::vector<std::string> MethodNames();  // "model", "popularity"...

struct MethodAnswer {
  Ranking ranking;
  std::string error;  // "" if the method answered
};

struct Answers {
  std::vector<MethodAnswer> methods;  // as MethodNames()
  int64_t model_micros = 0;
};

Answers Ask(const Question& question, const Model& model, const types::Library& library);

}  // namespace fastnode::qualify
