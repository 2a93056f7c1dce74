// The usage tables of a store's projects, each summed up when first asked for and then kept: draws
// need those of the projects they meet. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "collect/corpus/store.h"

namespace fastnode::draw {

class ProjectTables {
 public:
  explicit ProjectTables(const corpus::Store& store)  // which must outlive it
      : store_(store), slots_(store.projects().size()) {}

  // `project`: index into store.projects(). The table lives as long as this object.
  Result<const corpus::UsageTable*> Get(int32_t project) const {
    Slot& slot = slots_[static_cast<size_t>(project)];
    std::lock_guard lock(slot.mutex);
    if (slot.table == nullptr) {
      Result<corpus::UsageTable> table = store_.ProjectUsage(project);
      if (!table.ok()) return table.error();
      slot.table = std::make_unique<const corpus::UsageTable>(std::move(*table));
    }
    return slot.table.get();
  }

 private:
  struct Slot {
    std::mutex mutex;
    std::unique_ptr<const corpus::UsageTable> table;
  };
  const corpus::Store& store_;
  mutable std::vector<Slot> slots_;
};

}  // namespace fastnode::draw
