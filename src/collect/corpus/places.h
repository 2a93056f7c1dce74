// What the sources of a store import from: the other sources of their project, then the library. An
// editor sees a project's folder in the same way (analyze/types/imports/workspace.h). Other
// projects are never seen. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>

#include "analyze/types/imports/environment.h"
#include "collect/corpus/store.h"

namespace fastnode::corpus {

class ProjectPlaces {
 public:
  // Both must outlive it. `max_bytes`: how much source text is kept bound. Bound, it takes about
  // ten times as much memory.
  ProjectPlaces(const Store& store, const types::ModulePlace& library,
                uint64_t max_bytes = 16u << 20);
  ~ProjectPlaces();

  // `source`: index into store.sources(). Its places live as long as this object.
  types::Environment EnvironmentOf(int32_t source) const;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace fastnode::corpus
