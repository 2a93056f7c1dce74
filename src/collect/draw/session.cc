// session_test.cc holds draw k to be the same whatever was drawn before it, and on any number of
// threads.
#include "collect/draw/session.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "collect/draw/corpus_names.h"
#include "collect/draw/round.h"
#include "collect/draw/source_cache.h"
#include "collect/draw/source_in_hand.h"
#include "collect/draw/symbol_feeder.h"
#include "support/lru.h"

namespace fastnode::draw {
namespace {

// Of single draws. Threads that ask for one after the other each take the next.
constexpr uint64_t kRoundsKept = 8;

// A source weighs as many of its sites, at most. Many times what one round takes of it, or small
// files would be drawn again and again while large ones are hardly seen; not all, or a few large
// files of tests and data would be most of what is drawn (docs/decisions/0034-draws-in-rounds.md).
constexpr int64_t kMaxWeight = 128;

}  // namespace

struct Drawer::Parts {
  // Made by the first who asks for it.
  struct Shared {
    std::once_flag once;
    std::optional<Result<std::shared_ptr<const Round>>> round;
  };

  std::shared_ptr<const DrawData> data;
  SessionConfig config;
  mutable SourceCache cache;
  CorpusNames corpus_names;
  std::optional<SymbolFeeder> feeder;  // of draws by symbol
  RoundSources from;
  mutable std::mutex mutex;
  mutable DrawCounts counts;
  mutable Lru<int64_t, std::shared_ptr<Shared>> rounds{{.max_entries = kRoundsKept}};

  Parts(std::shared_ptr<const DrawData> shared, const SessionConfig& configuration)
      : data(std::move(shared)),
        config(configuration),
        cache(*data->store, data->places),
        corpus_names(data->usage, data->store->projects().size()),
        from{*data, config, CutIdentity(*data, config), {}, {}, nullptr, cache, corpus_names} {}

  Status FindSources();
  void Remember(const DrawCounts& drawn) const;
};

Status Drawer::Parts::FindSources() {
  const corpus::Store& store = *data->store;
  // Packages restrict training; held-out projects are never in the list.
  std::vector<std::string> names;
  if (config.split == corpus::Split::kTrain) names = data->metainfo.config.packages;
  Result<std::vector<int32_t>> projects = corpus::ProjectsOf(store, config.split, names);
  if (!projects.ok()) return projects.error();
  int64_t sum = 0;
  for (int32_t source : store.SourcesOf(config.split)) {
    const corpus::Source& row = store.sources()[static_cast<size_t>(source)];
    if (!std::binary_search(projects->begin(), projects->end(), row.project)) continue;
    if (row.sites == 0) continue;
    const double position = static_cast<double>(row.id.high) * 0x1.0p-64;
    if (position < config.partition_low || position >= config.partition_high) continue;
    sum += std::min<int64_t>(row.sites, kMaxWeight);
    from.sources.push_back(source);
    from.weight_end.push_back(sum);
  }
  if (from.sources.empty()) {
    return Error{"the " + std::string(corpus::Name(config.split)) +
                 " split has no source with an attribute in this partition"};
  }
  if (config.draw_by == SessionConfig::DrawBy::kSource) return {};
  Result<SymbolFeeder> made = SymbolFeeder::Create(store, data->metainfo, from.sources);
  if (!made.ok()) return made.error();
  feeder.emplace(*std::move(made));
  from.feeder = &*feeder;
  return {};
}

void Drawer::Parts::Remember(const DrawCounts& drawn) const {
  std::lock_guard lock(mutex);
  counts.samples += drawn.samples;
  counts.sites += drawn.sites;
  counts.times.Add(drawn.times);
  for (const auto& [reason, count] : drawn.replaced) counts.replaced[reason] += count;
  for (const auto& [reason, count] : drawn.failed) counts.failed[reason] += count;
}

Drawer::Drawer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Drawer::~Drawer() = default;

Result<std::unique_ptr<Drawer>> Drawer::Create(std::shared_ptr<const DrawData> data,
                                               const SessionConfig& config) {
  if (data->metainfo.dataset_id != data->store->dataset_id()) {
    return Error{"the metainfo is of dataset " + data->metainfo.dataset_id + ", the corpus is " +
                 data->store->dataset_id() + "; run traindata again"};
  }
  auto parts = std::make_unique<Parts>(std::move(data), config);
  if (Status found = parts->FindSources(); !found.ok()) return found.error();
  return std::unique_ptr<Drawer>(new Drawer(std::move(parts)));
}

Result<std::shared_ptr<const Drawer::Round>> Drawer::DrawRound(int64_t round) const {
  DrawnRound drawn = draw::DrawRound(parts_->from, round);
  parts_->Remember(drawn.counts);
  if (drawn.missing.empty()) return std::make_shared<const Round>(std::move(drawn.samples));
  const int64_t first = round * samples_per_round();
  return Error{"draws " + std::to_string(first) + " to " +
               std::to_string(first + samples_per_round() - 1) + ": " + drawn.missing};
}

Result<pack::PackedSample> Drawer::DrawPacked(int64_t k) const {
  const int64_t number = k / samples_per_round();
  std::shared_ptr<Parts::Shared> shared;
  {
    std::lock_guard lock(parts_->mutex);
    const auto* kept = parts_->rounds.Find(number);
    shared =
        kept != nullptr ? *kept : parts_->rounds.Put(number, std::make_shared<Parts::Shared>(), 1);
  }
  std::call_once(shared->once, [&] { shared->round = DrawRound(number); });
  const Result<std::shared_ptr<const Round>>& round = *shared->round;
  if (!round.ok()) return round.error();
  return (**round)[static_cast<size_t>(k % samples_per_round())];
}

Result<pack::Sample> Drawer::Draw(int64_t k) const {
  Result<pack::PackedSample> packed = DrawPacked(k);
  if (!packed.ok()) return packed.error();
  return packed->Unpack();
}

DrawCounts Drawer::counts() const {
  std::lock_guard lock(parts_->mutex);
  return parts_->counts;
}

const SessionConfig& Drawer::config() const { return parts_->config; }

}  // namespace fastnode::draw
