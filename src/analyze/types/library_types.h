// Types of many files by the library alone, and by what texts say of parameters (types.h), whose
// evaluators go from file to file, and know of the library what others have asked. The answers are
// those of an evaluator of its own for each (texts_test.cc). Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "analyze/types/types.h"

namespace fastnode::types {

class LibraryTypes {
 public:
  explicit LibraryTypes(const ModulePlace& library) : library_(library) {}  // must outlive it

  // What use(evaluator) gives, of the types of this file.
  template <typename Use>
  auto Of(const bind::FileIndex& index, const Use& use) {
    Kept kept = Take();
    if (kept.types == nullptr) {
      kept.types = std::make_unique<TypeEvaluator>(index, library_, std::vector<NodeId>(),
                                                   TypeEvaluator::Tables(), Undeclared::kUnknown);
    } else {
      kept.types->MoveTo(index);
    }
    auto used = use(*kept.types);
    // Types of files that are gone add up.
    constexpr int kMaxFiles = 32;
    if (++kept.files < kMaxFiles) GiveBack(std::move(kept));
    return used;
  }

 private:
  struct Kept {
    std::unique_ptr<TypeEvaluator> types;
    int files = 0;  // that it was asked about
  };

  Kept Take() {
    std::lock_guard lock(mutex_);
    if (free_.empty()) return {};
    Kept kept = std::move(free_.back());
    free_.pop_back();
    return kept;
  }
  void GiveBack(Kept kept) {
    std::lock_guard lock(mutex_);
    free_.push_back(std::move(kept));
  }

  const ModulePlace& library_;
  std::mutex mutex_;
  std::vector<Kept> free_;
};

}  // namespace fastnode::types
