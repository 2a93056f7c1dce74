// What was analysed last, kept for each of the few texts that were asked about last: the next
// question is about nearly the same text.
#pragma once

#include <string>

#include "predict/cache/analysis_memory.h"
#include "support/lru.h"

namespace fastnode::serve {

// One thread only.
class Memories {
 public:
  predict::AnalysisMemory* Of(const std::string& uri);  // valid until the next call

 private:
  static constexpr size_t kMaxKept = 4;
  Lru<std::string, predict::AnalysisMemory> kept_{{.max_entries = kMaxKept}};
};

}  // namespace fastnode::serve
