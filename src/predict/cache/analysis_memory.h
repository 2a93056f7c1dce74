// The last texts that were analysed, for a caller that asks about nearly the same text again and
// again: while a word is typed, the text round it stays as it is, and after an edit most statements
// do. With them what their cuts have in common. One thread at a time.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "collect/pack/cut.h"
#include "predict/asked/budget.h"
#include "predict/cache/cut_memory.h"
#include "support/result.h"

namespace fastnode::predict {

using Analysed = std::shared_ptr<const pack::AnalysedSource>;

class AnalysisMemory {
 public:
  static constexpr size_t kMaxTexts = 8;
  static constexpr size_t kMaxBytes = 4u << 20;  // of all texts together

  // As pack::Analyse; of a text that is kept, what that gave before. No parse goes on after
  // `until`.
  Result<Analysed> Analyse(std::string text, TimePoint until);

  int64_t found() const { return found_; }
  CutMemory& cuts() { return cuts_; }

 private:
  struct Entry {
    std::string text;
    Analysed analysed;
  };
  std::list<Entry>::iterator NearestSound(std::string_view text);

  std::list<Entry> kept_;  // what was used last first
  int64_t found_ = 0;
  CutMemory cuts_;
};

// The same without a memory, where that is null.
Result<Analysed> Analyse(AnalysisMemory* memory, std::string text, TimePoint until);

}  // namespace fastnode::predict
