#include "serve/memories.h"

#include <utility>

namespace fastnode::serve {

predict::AnalysisMemory* Memories::Of(const std::string& text) {
  auto& kept = kept_.Put(text, nullptr);
  if (kept == nullptr) kept = std::make_unique<predict::AnalysisMemory>();
  return kept.get();
}

std::unique_ptr<predict::AnalysisMemory> Memories::Take(const std::string& text) {
  std::lock_guard lock(mutex_);
  auto* kept = kept_.Find(text);
  if (kept != nullptr && *kept != nullptr) return std::exchange(*kept, nullptr);
  return std::make_unique<predict::AnalysisMemory>();
}

void Memories::GiveBack(const std::string& text, std::unique_ptr<predict::AnalysisMemory> memory) {
  std::lock_guard lock(mutex_);
  auto& kept = kept_.Put(text, nullptr);
  if (kept == nullptr) kept = std::move(memory);
}

}  // namespace fastnode::serve
