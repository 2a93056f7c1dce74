// The sources last drawn from, analysed: what is remembered changes how fast a draw is, never its
// result. Least recently used ones are forgotten. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "collect/corpus/places.h"
#include "collect/corpus/store.h"
#include "collect/pack/analyse.h"
#include "support/lru.h"

namespace fastnode::draw {

struct DrawnSource {
  pack::AnalysedSource analysed;
  corpus::FileUsage usage;  // as stored: what the project's table counts of it
  std::optional<types::Environment> environment;  // if projects' places are known
};

class SourceCache {
 public:
  // Holds sources of at most so many bytes of text; analysed they take about 40 times as much.
  explicit SourceCache(const corpus::Store& store, const corpus::ProjectPlaces* places = nullptr,
                       uint64_t max_bytes = 1u << 20)
      : store_(store), places_(places), kept_({.max_weight = max_bytes}) {}

  // `source`: index into store.sources(). Errors: damaged rows.
  Result<std::shared_ptr<const DrawnSource>> Get(int32_t source);

 private:
  Result<std::shared_ptr<const DrawnSource>> Load(int32_t source) const;

  const corpus::Store& store_;
  const corpus::ProjectPlaces* const places_;
  std::mutex mutex_;
  Lru<int32_t, std::shared_ptr<const DrawnSource>> kept_;  // weighed in bytes of text
};

}  // namespace fastnode::draw
