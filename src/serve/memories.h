// What was analysed last, kept for each of the few texts that were asked about last: the next
// question is about nearly the same text.
#pragma once

#include <list>
#include <string>
#include <utility>

#include "predict/analysis_memory.h"

namespace fastnode::serve {

// One thread only.
class Memories {
 public:
  predict::AnalysisMemory* Of(const std::string& uri);  // valid until the next call

 private:
  static constexpr size_t kMaxKept = 4;
  std::list<std::pair<std::string, predict::AnalysisMemory>> kept_;  // newest first
};

}  // namespace fastnode::serve
