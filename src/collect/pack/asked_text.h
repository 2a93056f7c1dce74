// From the text round a cursor to a place that a task can ask about: a placeholder is put at the
// cursor, what the line lacks behind it (analyze/ast/lacking.h), and the result is analysed. The
// one reading of half written text, for training and for the product.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "collect/pack/condition.h"
#include "collect/pack/cut.h"
#include "collect/pack/sample.h"
#include "support/result.h"

namespace fastnode::pack {

// The identifier that stands for what is being typed.
inline constexpr std::string_view kPlaceholder = "fastnode_placeholder";

using AnalyseText = std::function<Result<std::shared_ptr<const AnalysedSource>>(std::string text)>;

struct AskedPlace {
  std::shared_ptr<const AnalysedSource> source;
  int32_t at = -1;    // Site::at; -1: nothing can be asked there
  Task task{0};       // of whose places it is one
  std::string right;  // what stands behind the placeholder, with what was lacking
};

// The name after the dot with which `left` ends. If the damage behind the cursor hides the place,
// the text is read without what follows.
Result<AskedPlace> FindName(const Posed& text, const AnalyseText& analyse);
// The name before a dot: as if one followed.
Result<AskedPlace> FindBase(const Posed& text, const AnalyseText& analyse);
// A place of a call, for the tasks that are asked there: kArgument; or kKeywordName, where the
// placeholder stands before a sign of equality.
Result<AskedPlace> FindArgument(const Posed& text, const AnalyseText& analyse);

// A name that is read, or a word of the language, wherever an expression or a statement may begin.
Result<AskedPlace> FindRead(const Posed& text, const AnalyseText& analyse);

// The place of a call whose argument, value or keyword is the placeholder at `begin`; -1 if none
// is.
int32_t FindPlace(const AnalysedSource& source, Task task, size_t begin);

// The place where `task` is asked.
Result<AskedPlace> FindAsked(Task task, const Posed& text, const AnalyseText& analyse);

// How the arguments before the one that is asked for stand in the text.
enum class Before : uint8_t {
  kAsWritten,
  // As the search for a whole call writes what it has chosen: an argument that is no plain name is
  // kSomething.
  kAsSearched,
};
// What stands for an argument of which it is only known that it is no plain name.
inline constexpr std::string_view kSomething = "...";

// The text round a place of a finished text as it is under a condition, and the place in it: where
// the product would find it. The task must be served there. Errors: it is not found.
Posed PoseAt(const AnalysedSource& whole, int32_t at, Task task, Condition condition,
             Before before = Before::kAsWritten);
// `quiet_lines`: of the whole text (ast::FindQuietLines); with them it is read from the last one
// on.
Result<AskedPlace> PlaceUnder(Condition condition, const AnalysedSource& whole, int32_t at,
                              Task task, Before before = Before::kAsWritten,
                              std::span<const uint32_t> quiet_lines = {});

}  // namespace fastnode::pack
