// Drawing samples from a corpus store: sample k is a pure function of (dataset, configuration,
// seed, k), whatever was drawn before it and on however many threads.
//
// Samples are drawn in rounds of `samples_per_round`. A round takes sources of the session's split
// at random, each weighted by its sites up to a limit (so long files do not crowd out the others),
// and in each source at most `sites_per_source` sites at random, which are spread over the samples
// of the round. Of a dataset with shares (corpus/catalogue.h) all sources of a round are of one
// share, chosen by (dataset, seed, split, round), so that a round needs one part of it. Tasks get
// their share of every sample exactly (largest remainder), unless
// there are too few places for one. What cannot be used is replaced, and counted by reason.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/imports/library.h"
#include "collect/corpus/places.h"
#include "collect/corpus/store.h"
#include "collect/draw/condition_shares.h"
#include "collect/draw/cut_cache.h"
#include "collect/draw/metainfo.h"
#include "collect/draw/project_tables.h"
#include "collect/draw/sample_source.h"
#include "collect/pack/cut.h"
#include "collect/pack/packed.h"
#include "collect/pack/phase.h"
#include "collect/pack/tasks/tasks.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::draw {

struct SessionConfig {
  uint64_t seed = 243;
  corpus::Split split = corpus::Split::kTrain;  // train or validation
  int32_t sites_per_sample = 64;
  int32_t sites_per_source = 32;
  int32_t samples_per_round = 16;
  // Shares of the tasks, by pack::Task.
  std::array<double, pack::kNumTasks> proportions = pack::DefaultShares();
  // How much of the text is there, at attribute uses and at arguments.
  SharesOfLists conditions = DefaultConditions();
  // Training drops sites whose truth is not among the candidates; validation keeps them (label -1).
  bool keep_unlabelled = false;
  pack::CutOptions cut;
  // By sources, or by symbols (symbol_feeder.h).
  enum class DrawBy : uint8_t { kSource, kSymbol };
  DrawBy draw_by = DrawBy::kSource;
  // Only sources whose content id, as a fraction of all ids, is in [low, high): disjoint partitions
  // share no source, whatever their seeds.
  double partition_low = 0, partition_high = 1;
};

Json SessionConfigToJson(const SessionConfig& config);
// Absent fields keep their defaults; unknown ones, wrong types and values out of range are errors
// that name the field.
Result<SessionConfig> SessionConfigFromJson(const Json& json);

// What was drawn and what was not, by reason. Counts every draw made, repeated ones too.
struct DrawCounts {
  int64_t samples = 0;
  int64_t sites = 0;
  std::map<std::string, int64_t> replaced;  // sites or sources by reason
  std::map<std::string, int64_t> failed;    // whole draws
  pack::PhaseTimes times;
};

class PartsInHand;  // parts.h

// What sessions over one dataset and metainfo share. Immutable; what is pointed at must outlive it.
struct DrawData {
  const corpus::Store* store;  // null if there are `parts`
  const types::Library* library;
  const ProjectTables* projects;  // of the store
  Metainfo metainfo;
  corpus::UsageTable usage;  // of usage.bin
  // What sources import from; null: the library alone.
  const corpus::ProjectPlaces* places = nullptr;
  CutCache* cuts = nullptr;            // null: every site is cut anew
  const PartsInHand* parts = nullptr;  // in place of store, projects and places
};

// Thread-safe.
class Drawer {
 public:
  // Errors: no source of the split has a site, a training package that the store does not have, a
  // metainfo of another dataset; parts are missing and the session restricts its sources, so that
  // nobody knows what their shares weigh. `num_threads`: that draw at once, each from a round of
  // its own.
  static Result<std::unique_ptr<Drawer>> Create(std::shared_ptr<const DrawData> data,
                                                const SessionConfig& config, int num_threads = 1);
  ~Drawer();

  // Samples [round * samples_per_round, (round + 1) * samples_per_round). Errors name the draws:
  // too few usable sites after a bounded number of tries; a part that is not here, or damaged. Who
  // wants many samples on several threads gives each a round of its own.
  using Round = std::vector<pack::PackedSample>;
  Result<std::shared_ptr<const Round>> DrawRound(int64_t round) const;
  int64_t samples_per_round() const { return config().samples_per_round; }

  int num_shares() const;  // of the dataset
  // Whether the part that a round falls into is here.
  bool HasRound(int64_t round) const;
  int PartOfRound(int64_t round) const;

  // Sample k. The last few rounds are kept, for those who ask for one sample after the other.
  Result<pack::PackedSample> DrawPacked(int64_t k) const;
  Result<pack::Sample> Draw(int64_t k) const;  // the same, unpacked
  DrawCounts counts() const;
  const SessionConfig& config() const;

 private:
  struct Parts;
  explicit Drawer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Samples of a store on this machine, drawn when asked for.
class LocalSampleSource : public SampleSource {
 public:
  explicit LocalSampleSource(std::unique_ptr<Drawer> drawer) : drawer_(std::move(drawer)) {}
  Result<pack::Sample> Get(int64_t k) override { return drawer_->Draw(k); }
  std::optional<pack::PhaseTimes> Spent() const override { return drawer_->counts().times; }

 private:
  std::unique_ptr<Drawer> drawer_;
};

}  // namespace fastnode::draw
