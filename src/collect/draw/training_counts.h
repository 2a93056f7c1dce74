// What is counted in the training split before anything is left out. All of it are sums, so those
// of the parts of a corpus add up to those of the whole, in whatever order; vocabularies,
// distributions and the usage table are made of the sums (metainfo.h).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "collect/corpus/store.h"
#include "collect/corpus/usage_builder.h"
#include "collect/draw/metainfo.h"
#include "support/result.h"

namespace fastnode::draw {

// The texts that are counted.
enum class Counted : uint8_t {
  kNamePart,  // parts of identifiers (pack::SplitName)
  kTypePart,  // parts of names of types
  kBase,      // texts of bases
  kSymbol,    // canonical symbols, by SymbolList; of the others the first number alone counts
};
inline constexpr int kNumCounted = 4;
using TextCounts = std::array<int64_t, kNumSymbolLists>;

struct TrainingSize {
  int64_t projects = 0, sources = 0, sites = 0;
};

// Takes what is counted. Within each kind texts ascend; keys ascend, and the names of a key's rows.
// No text and no key comes twice.
class CountsSink {
 public:
  virtual ~CountsSink() = default;
  virtual void AddSize(const TrainingSize& size) = 0;
  virtual void AddText(Counted what, std::string_view text, const TextCounts& counts) = 0;
  virtual void AddUsage(uint64_t key, std::vector<corpus::NamedRow> rows) = 0;
  // The names of all rows that were added stay until this is called.
  virtual void Finish() = 0;
};

// Counts projects (indices) of a store, or of a part that is opened alone. Errors: damaged rows.
Status CountTraining(const corpus::Store& store, const std::vector<int32_t>& projects,
                     CountsSink& sink);

}  // namespace fastnode::draw
