// The last texts that were analysed, for who asks about nearly the same text again and again: while
// a word is typed, the text round it stays as it is, and after an edit most statements do. One
// thread at a time.
#pragma once

#include <list>
#include <memory>
#include <string>

#include "collect/pack/cut.h"
#include "predict/budget.h"
#include "support/result.h"

namespace fastnode::predict {

using Analysed = std::shared_ptr<const pack::AnalysedSource>;

class AnalysisMemory {
 public:
  static constexpr size_t kMaxTexts = 8;
  static constexpr size_t kMaxBytes = 4u << 20;  // of all texts together

  // As pack::Analyse, or what it gave for this very text before. `until`: no parse goes on after.
  Result<Analysed> Analyse(std::string text, TimePoint until);

  int64_t found() const { return found_; }

 private:
  struct Entry {
    std::string text;
    Analysed analysed;
  };
  std::list<Entry> kept_;  // the last one first
  int64_t found_ = 0;
};

// With a memory, or without.
Result<Analysed> Analyse(AnalysisMemory* memory, std::string text, TimePoint until);

}  // namespace fastnode::predict
