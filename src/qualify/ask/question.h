// A question: a text, a cursor and what was typed of the answer, and what is known around it. The
// model and every baseline are asked the same one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyze/types/imports/library.h"
#include "collect/pack/cut.h"
#include "predict/cursor/request.h"
#include "predict/cursor/site.h"
#include "support/result.h"

namespace fastnode::qualify {

struct Site;

struct Question {
  std::string text;  // without what is asked for
  uint64_t offset = 0;
  std::string prefix;          // what stands before the cursor of it, already typed
  pack::UsageAround usage;     // the rest of the project, other projects
  const Site* site = nullptr;  // whose question it is
  // What the file imports from; null: the library alone.
  const types::Environment* environment = nullptr;
};

// `text` without the identifier that stands at `offset`, if that is `expected` as a whole word;
// else `text`. Errors: offset outside the text.
Result<std::string> RemoveName(std::string_view text, uint64_t offset, std::string_view expected);

// The question as the product is asked it; it must outlive the request. `memory`: of whoever asks
// several models.
predict::Request RequestOf(const Question& question, predict::AnalysisMemory* memory = nullptr);

// What the product finds at the question's cursor.
Result<predict::FoundSite> FindAnything(const Question& question, predict::AnalysisMemory* memory);

// The site at the question's cursor, as baselines read it. Errors: of the text; there is none of
// the task.
Result<predict::FoundSite> FindAsked(const Question& question, pack::Task task,
                                     predict::AnalysisMemory* memory);

}  // namespace fastnode::qualify
