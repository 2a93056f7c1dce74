// What draws may remember of sources between them: where something can be asked, and the graph
// samples that were cut there. A cut is a pure function of the place and of the identity below, so
// what is remembered changes how fast a draw is, never its result.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "collect/pack/packed.h"
#include "collect/pack/tasks/tasks.h"
#include "support/hash.h"

namespace fastnode::draw {

// Bit t: pack::Task t can be asked at a place (pack::Serves).
using TaskMask = uint32_t;
static_assert(pack::kNumTasks <= std::numeric_limits<TaskMask>::digits);
inline TaskMask MaskOf(pack::Task task) { return TaskMask{1} << static_cast<int>(task); }

// A mask for each place of each list (pack::PlaceList).
struct SitesOfSource {
  std::array<std::vector<TaskMask>, pack::kNumPlaceLists> masks;

  const std::vector<TaskMask>& Of(pack::Task task) const {
    return masks[static_cast<size_t>(pack::RowOf(task).places)];
  }
  bool operator==(const SitesOfSource&) const = default;
};

// A cut, or why there is none.
struct RememberedCut {
  std::string graph;   // packed (pack/packed.h)
  std::string reason;  // if not "": no graph
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
