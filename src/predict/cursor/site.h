// From a text and a cursor to a site: finds the word at the cursor, puts a placeholder in its place
// and analyses the result. What follows from a placeholder, training sees too (collect/pack/cut.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyze/types/types.h"
#include "collect/pack/asked_text.h"
#include "collect/pack/cut.h"
#include "predict/asked/question.h"
#include "predict/cache/analysis_memory.h"
#include "predict/cursor/known.h"
#include "support/result.h"

namespace fastnode::predict {

using pack::kPlaceholder;

struct FoundSite {
  Analysed source;
  int32_t at = -1;  // pack::Site::at; -1: nothing can be completed here (a comment, an import)
  // An attribute, a name, a name before a dot, an argument (of any kind) or the name of a keyword.
  pack::Task task = pack::Task::kAttribute;
  std::string prefix;  // typed part of the word, left of the cursor
  // The text round the placeholder; `right` has what the line lacked, `behind` is as it was given.
  std::string left, right, behind;
  AnalysisMemory* memory = nullptr;
  std::chrono::steady_clock::time_point until;  // no text of this site is parsed after it
  std::shared_ptr<std::optional<types::TypeEvaluator>> types;  // made when first asked (TypesAt)
};

inline constexpr uint64_t kMaxSourceBytes = 4u << 20;

// Of a name the name itself, of what stands in a call the call.
ast::NodeId NodeOf(const FoundSite& site);

// Types of the site's source: one evaluator for all rules that ask. The name that the placeholder
// stands for is hidden. `known` must outlive the site.
types::TypeEvaluator& TypesAt(const FoundSite& site, const Known& known);

// Whether it can be asked. Errors: cursor outside the text or inside a UTF-8 character; text above
// kMaxSourceBytes.
Status CheckAsked(std::string_view text, uint64_t cursor);

// Errors: as CheckAsked; the text is binary; its parses, all together, took longer than `patience`
// (ast::kTooMuchWork). `memory`: of texts nearly the same, if there is one; it must outlive the
// site.
Result<FoundSite> FindSite(std::string_view text, uint64_t cursor, AnalysisMemory* memory = nullptr,
                           std::chrono::milliseconds patience = kPatience);
inline Result<FoundSite> FindSite(const Question& question, const Known& known,
                                  const Budget& budget) {
  return FindSite(question.text, question.cursor, known.memory, budget.patience);
}

// The same place, read as the beginning of an expression: which name or word it begins with.
Result<FoundSite> AsRead(const FoundSite& argument);
// ... which name stands before a dot there.
Result<FoundSite> AsBase(const FoundSite& argument);

// The place of an argument after `arguments` ("a, b=", "a, "): the text of the argument that
// `argument` found is replaced by them. Its `at` is -1 if that breaks the call.
Result<FoundSite> AfterArguments(const FoundSite& argument, std::string_view arguments);

}  // namespace fastnode::predict
