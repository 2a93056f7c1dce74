// The corpus's names by their numbers in a project's usage table, for each project that is drawn
// from: what a project has itself is taken off the corpus, row by row. Made when first asked for
// and then kept. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "collect/corpus/usage_table.h"

namespace fastnode::draw {

class CorpusNames {
 public:
  // `corpus` must outlive it.
  CorpusNames(const corpus::UsageTable& corpus, size_t num_projects)
      : corpus_(corpus), slots_(num_projects) {}

  // Of each name of the corpus its number in `table`, the project's, or kNoName. Lives as long as
  // this object.
  const std::vector<uint32_t>& In(int32_t project, const corpus::UsageTable& table) const {
    Slot& slot = slots_[static_cast<size_t>(project)];
    std::lock_guard lock(slot.mutex);
    if (slot.names == nullptr) {
      slot.names = std::make_unique<const std::vector<uint32_t>>(corpus::NamesIn(corpus_, table));
    }
    return *slot.names;
  }

 private:
  struct Slot {
    std::mutex mutex;
    std::unique_ptr<const std::vector<uint32_t>> names;
  };
  const corpus::UsageTable& corpus_;
  mutable std::vector<Slot> slots_;
};

}  // namespace fastnode::draw
