// What was analysed last, kept for each of the few texts that were asked about last: the next
// question is about nearly the same text.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "predict/cache/analysis_memory.h"
#include "support/lru.h"

namespace fastnode::serve {

// A memory is one thread's at a time.
class Memories {
 public:
  // For one thread alone, which takes none. Valid until the next call.
  predict::AnalysisMemory* Of(const std::string& text);

  // The others are thread-safe.

  // That of the text, if nobody has it; else a new one.
  std::unique_ptr<predict::AnalysisMemory> Take(const std::string& text);
  // Keeps it for the next question about the text. If two had one, that given back first is kept.
  void GiveBack(const std::string& text, std::unique_ptr<predict::AnalysisMemory> memory);

  // Has one, and gives it back.
  class Held {
   public:
    Held(Memories& memories, std::string text)
        : memories_(memories), text_(std::move(text)), memory_(memories.Take(text_)) {}
    ~Held() { memories_.GiveBack(text_, std::move(memory_)); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    predict::AnalysisMemory* get() const { return memory_.get(); }

   private:
    Memories& memories_;
    const std::string text_;
    std::unique_ptr<predict::AnalysisMemory> memory_;
  };

 private:
  static constexpr size_t kMaxKept = 4;

  std::mutex mutex_;
  // Null while somebody has it.
  Lru<std::string, std::unique_ptr<predict::AnalysisMemory>> kept_{{.max_entries = kMaxKept}};
};

}  // namespace fastnode::serve
