// What is known of a store's projects, each: its usage table, summed up, and the index of its
// sources. Made when first asked for and then kept: draws need those of the projects they meet.
// Thread-safe.
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

  struct Tables {
    corpus::UsageTable usage;
    context::Index index;  // files in the order of Project::sources
  };

  // `project`: index into store.projects(). The tables live as long as this object.
  Result<const Tables*> Get(int32_t project) const {
    Slot& slot = slots_[static_cast<size_t>(project)];
    std::lock_guard lock(slot.mutex);
    if (slot.tables == nullptr) {
      Result<corpus::UsageTable> usage = store_.ProjectUsage(project);
      if (!usage.ok()) return usage.error();
      Result<context::Index> index = corpus::IndexOf(store_, project);
      if (!index.ok()) return index.error();
      slot.tables = std::make_unique<const Tables>(Tables{std::move(*usage), std::move(*index)});
    }
    return slot.tables.get();
  }

 private:
  struct Slot {
    std::mutex mutex;
    std::unique_ptr<const Tables> tables;
  };
  const corpus::Store& store_;
  mutable std::vector<Slot> slots_;
};

}  // namespace fastnode::draw
