// Where a parameter of a `def` is typed, told by the letters before it, as what is half written has
// no tree.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "predict/cache/analysis_memory.h"
#include "support/result.h"

namespace fastnode::predict {

struct ParameterPlace {
  size_t word = 0;  // where the parameter begins
  size_t line = 0;  // ... and the line of the `def`
  std::string function;
  std::vector<std::string> given;  // names of the parameters that stand before it
};

// Nothing: the cursor stands at no such place, or behind a star, or in an annotation or a default.
std::optional<ParameterPlace> FindParameterPlace(std::string_view text, uint64_t cursor);

// The text with a placeholder for the parameter, and what its line lacks. Errors: the text's.
Result<Analysed> AnalyseWithParameter(std::string_view text, const ParameterPlace& place,
                                      uint64_t cursor, AnalysisMemory* memory,
                                      std::chrono::milliseconds patience);

}  // namespace fastnode::predict
