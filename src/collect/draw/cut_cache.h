// What draws may remember of sources between them: where something can be asked, and the graph
// samples that were cut there. A cut is a pure function of the place and of the identity below, so
// what is remembered changes how fast a draw is, never its result.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collect/pack/sample.h"
#include "support/hash.h"

namespace fastnode::draw {

// Bit t of a place's byte: pack::Task t can be asked there (pack::Serves).
struct SitesOfSource {
  std::vector<uint8_t> uses;    // attribute uses of the source
  std::vector<uint8_t> places;  // places of arguments
  bool operator==(const SitesOfSource&) const = default;
};

// A cut, or why there is none.
struct RememberedCut {
  pack::Sample sample;  // one graph
  std::string reason;   // if not "": no sample
};

// Thread-safe.
class CutCache {
 public:
  virtual ~CutCache() = default;

  struct Place {
    ContentId source;
    pack::Task task;
    int32_t at;
  };

  // Nothing known, or what was found is damaged: nullopt.
  virtual std::optional<SitesOfSource> FindSites(const ContentId& source) const = 0;
  virtual std::optional<RememberedCut> FindCut(uint64_t identity, const Place& place) const = 0;

  virtual void KeepSites(const ContentId& source, const SitesOfSource& sites) = 0;
  virtual void KeepCut(uint64_t identity, const Place& place, const RememberedCut& cut) = 0;
};

}  // namespace fastnode::draw
