// Names after dots: which of them are asked about, and what a model says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "qualify/ask/answer.h"
#include "qualify/ask/attribute_baselines.h"
#include "qualify/ask/protocol.h"
#include "qualify/ask/sites.h"

namespace fastnode::qualify {

// What the base is.
enum AttributeSlice : size_t { kSelf, kModule, kOther };

const SiteKind& AttributeSites();  // slices "self" (and cls), "module", "other"

// As a protocol asks.
Result<Ranking> AskForAttribute(const Question& question, const predict::Completer& completer,
                                Shared& shared);
void WaitForAttribute(const Question& question, const predict::Completer& completer,
                      Shared& shared);

// The seam behind which the model stands: predict::Completer::Complete, or a stub in a test. The
// number: how many completions are wanted. Called from several threads at once.
using Model = std::function<Result<predict::Answer>(const predict::Request&, int32_t)>;

// `completer` must outlive it.
Model ModelOf(const predict::Completer& completer);

// What a model says to a question, kMaxCompletions at most. `memory`: of whoever asks several.
Result<Ranking> AskModel(const Question& question, const Model& model,
                         predict::AnalysisMemory* memory = nullptr);

// A model without a release: its answer, and those of all baselines, by AttributeMethods().
Answers AskAttribute(const Question& question, const Model& model, const types::Library& library);
std::vector<std::string> AttributeMethods();  // "model", "popularity"...

}  // namespace fastnode::qualify
