// session_test.cc holds draw k to be the same whatever was drawn before it, on any number of
// threads, and tests/cli/parts.sh in any number of parts.
#include "collect/draw/session.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "collect/draw/parts.h"
#include "collect/draw/round.h"
#include "collect/draw/source_in_hand.h"
#include "collect/draw/symbol_feeder.h"
#include "support/lru.h"
#include "support/random.h"

namespace fastnode::draw {
namespace {

// Of single draws, at least. Threads that ask for one after the other each take the next.
constexpr uint64_t kRoundsKept = 8;

// Tables of shares that are kept, in sources: 12 bytes each, and made again in a millisecond.
constexpr uint64_t kSourcesKept = 4u << 20;

// Streams of the session's seed for the choice of a share, one for each split.
constexpr uint64_t kShareStream = 0x7368617265;  // "share"

}  // namespace

struct Drawer::Parts {
  // Made by the first who asks for it.
  struct Shared {
    std::once_flag once;
    std::optional<Result<std::shared_ptr<const Round>>> round;
  };

  std::shared_ptr<const DrawData> data;
  SessionConfig config;
  const uint64_t cut_identity;
  // Of a store that is there as a whole.
  std::unique_ptr<SourceCache> cache;
  std::unique_ptr<CorpusNames> corpus_names;
  std::vector<int64_t> share_end;  // running sum of the shares' weights
  mutable std::mutex mutex;
  mutable DrawCounts counts;
  mutable Lru<int64_t, std::shared_ptr<Shared>> rounds;
  mutable std::mutex table_mutex;
  mutable Lru<int, std::shared_ptr<const ShareTable>> tables{{.max_weight = kSourcesKept}};

  Parts(std::shared_ptr<const DrawData> shared, const SessionConfig& configuration, int threads)
      : data(std::move(shared)),
        config(configuration),
        cut_identity(CutIdentity(*data, config)),
        rounds({.max_entries = std::max(kRoundsKept, 2 * static_cast<uint64_t>(threads))}) {
    if (data->store == nullptr) return;
    cache = std::make_unique<SourceCache>(*data->store, data->places);
    corpus_names = std::make_unique<CorpusNames>(data->usage, data->store->projects().size());
  }

  int num_shares() const {
    return data->parts != nullptr ? data->parts->catalogue().num_shares()
                                  : data->store->num_shares();
  }
  int num_parts() const { return data->parts->catalogue().num_parts(); }
  const std::string& dataset_id() const {
    return data->parts != nullptr ? data->parts->catalogue().dataset_id : data->store->dataset_id();
  }
  StoreInHand Whole() const {
    return {data->store, data->projects, cache.get(), corpus_names.get()};
  }
  // Projects to train on; empty: all of the split.
  std::vector<std::string> Packages() const {
    // Packages restrict training; held-out projects are never in the list.
    return config.split == corpus::Split::kTrain ? data->metainfo.config.packages
                                                 : std::vector<std::string>();
  }
  bool IsRestricted() const {
    return !Packages().empty() || config.partition_low > 0 || config.partition_high < 1;
  }

  // The sources of a store that the session may draw from.
  Status ForEachSource(
      const corpus::Store& store,
      const std::function<void(int32_t source, const corpus::Source& row)>& visit) const;
  Status FindShares();
  Result<std::vector<int64_t>> WeighShares() const;
  int ShareOf(int64_t round) const;
  Result<ShareTable> MakeTable(const corpus::Store& store, int share) const;
  Result<std::shared_ptr<const ShareTable>> TableOf(const corpus::Store& store, int share) const;
  Result<DrawnRound> DrawFrom(const StoreInHand& in, int64_t round) const;
  Result<DrawnRound> Draw(int64_t round) const;
  void Remember(const DrawCounts& drawn) const;
};

Status Drawer::Parts::ForEachSource(
    const corpus::Store& store,
    const std::function<void(int32_t source, const corpus::Source& row)>& visit) const {
  // Of a part, only those projects that it has.
  std::vector<std::string> names = Packages();
  const bool all = names.empty();
  if (data->parts != nullptr) {
    std::erase_if(names, [&](const std::string& name) { return store.FindProject(name) < 0; });
  }
  if (!all && names.empty()) return {};
  Result<std::vector<int32_t>> projects = corpus::ProjectsOf(store, config.split, names);
  if (!projects.ok()) return projects.error();
  for (int32_t source : store.SourcesOf(config.split)) {
    const corpus::Source& row = store.sources()[static_cast<size_t>(source)];
    if (!std::binary_search(projects->begin(), projects->end(), row.project)) continue;
    if (row.sites == 0) continue;
    const double position = static_cast<double>(row.id.high) * 0x1.0p-64;
    if (position < config.partition_low || position >= config.partition_high) continue;
    visit(source, row);
  }
  return {};
}

Result<ShareTable> Drawer::Parts::MakeTable(const corpus::Store& store, int share) const {
  ShareTable table;
  int64_t sum = 0;
  Status visited = ForEachSource(store, [&](int32_t source, const corpus::Source& row) {
    if (num_shares() > 1 && store.ShareOf(row.project) != share) return;
    sum += corpus::DrawWeight(row.sites);
    table.sources.push_back(source);
    table.weight_end.push_back(sum);
  });
  if (!visited.ok()) return visited.error();
  return table;
}

Result<std::shared_ptr<const ShareTable>> Drawer::Parts::TableOf(const corpus::Store& store,
                                                                 int share) const {
  std::lock_guard lock(table_mutex);
  if (const auto* known = tables.Find(share)) return *known;
  Result<ShareTable> table = MakeTable(store, share);
  if (!table.ok()) return table.error();
  if (config.draw_by == SessionConfig::DrawBy::kSymbol && !table->sources.empty()) {
    Result<SymbolFeeder> made = SymbolFeeder::Create(store, data->metainfo, table->sources);
    if (!made.ok()) return made.error();
    table->feeder.emplace(*std::move(made));
  }
  const uint64_t weight = table->sources.size();
  return tables.Put(share, std::make_shared<const ShareTable>(*std::move(table)), weight);
}

// As the catalogue has them. Where a session restricts its sources, by the sources that are left:
// all parts are read once.
Result<std::vector<int64_t>> Drawer::Parts::WeighShares() const {
  std::vector<int64_t> weights(static_cast<size_t>(num_shares()));
  auto weigh = [&](const corpus::Store& store) {
    return ForEachSource(store, [&](int32_t, const corpus::Source& row) {
      weights[static_cast<size_t>(store.ShareOf(row.project))] += corpus::DrawWeight(row.sites);
    });
  };
  if (data->parts == nullptr) {
    if (Status weighed = weigh(*data->store); !weighed.ok()) return weighed.error();
    return weights;
  }
  if (!IsRestricted()) {
    const std::vector<corpus::ShareWeights>& shares = data->parts->catalogue().shares;
    for (size_t share = 0; share < weights.size(); ++share) {
      weights[share] = shares[share][static_cast<size_t>(config.split)];
    }
    return weights;
  }
  if (const std::vector<int> missing = data->parts->missing(); !missing.empty()) {
    return Error{
        "a session of some packages, or of a partition, needs all parts of the corpus to weigh "
        "them; " +
        corpus::PrintParts(missing) + " of " + std::to_string(num_parts()) +
        (missing.size() == 1 ? " is" : " are") + " not here"};
  }
  for (int part = 0; part < num_parts(); ++part) {
    Result<PartsInHand::Pin> pin = data->parts->Get(part);
    if (!pin.ok()) return pin.error();
    if (Status weighed = weigh(*pin->in_hand().store); !weighed.ok()) return weighed.error();
  }
  return weights;
}

Status Drawer::Parts::FindShares() {
  const Error none{"the " + std::string(corpus::Name(config.split)) +
                   " split has no source with an attribute in this partition"};
  if (num_shares() == 1) {
    Result<std::shared_ptr<const ShareTable>> table = TableOf(*data->store, 0);
    if (!table.ok()) return table.error();
    return (*table)->sources.empty() ? Status(none) : Status();
  }
  Result<std::vector<int64_t>> weights = WeighShares();
  if (!weights.ok()) return weights.error();
  int64_t sum = 0;
  for (int64_t weight : *weights) share_end.push_back(sum += weight);
  return sum == 0 ? Status(none) : Status();
}

int Drawer::Parts::ShareOf(int64_t round) const {
  if (share_end.empty()) return 0;
  Random random(config.seed, kShareStream + static_cast<uint64_t>(config.split),
                static_cast<uint64_t>(round));
  const auto weight = static_cast<int64_t>(random.Below(static_cast<uint64_t>(share_end.back())));
  const auto share = std::upper_bound(share_end.begin(), share_end.end(), weight);
  return static_cast<int>(share - share_end.begin());
}

Result<DrawnRound> Drawer::Parts::DrawFrom(const StoreInHand& in, int64_t round) const {
  const int share = ShareOf(round);
  Result<std::shared_ptr<const ShareTable>> table = TableOf(*in.store, share);
  if (!table.ok()) return table.error();
  if ((*table)->sources.empty()) {
    return Error{"share " + std::to_string(share) + " has not the sources that it should have"};
  }
  DrawnRound drawn = draw::DrawRound({*data, config, cut_identity, in, **table}, round);
  if (!drawn.missing.empty() && num_shares() > 1) {
    drawn.missing += " (share " + std::to_string(share) + " of " + std::to_string(num_shares()) +
                     "; a small corpus needs none)";
  }
  return drawn;
}

Result<DrawnRound> Drawer::Parts::Draw(int64_t round) const {
  if (data->parts == nullptr) return DrawFrom(Whole(), round);
  Result<PartsInHand::Pin> pin = data->parts->Get(corpus::PartOfShare(ShareOf(round), num_parts()));
  if (!pin.ok()) return pin.error();
  return DrawFrom(pin->in_hand(), round);
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
                                               const SessionConfig& config, int num_threads) {
  auto parts = std::make_unique<Parts>(std::move(data), config, num_threads);
  if (const std::string& id = parts->data->metainfo.dataset_id; id != parts->dataset_id()) {
    return Error{"the metainfo is of dataset " + id + ", the corpus is " + parts->dataset_id() +
                 "; run traindata again"};
  }
  if (Status found = parts->FindShares(); !found.ok()) return found.error();
  return std::unique_ptr<Drawer>(new Drawer(std::move(parts)));
}

Result<std::shared_ptr<const Drawer::Round>> Drawer::DrawRound(int64_t round) const {
  const int64_t first = round * samples_per_round();
  const std::string name =
      "draws " + std::to_string(first) + " to " + std::to_string(first + samples_per_round() - 1);
  Result<DrawnRound> drawn = parts_->Draw(round);
  if (!drawn.ok()) return drawn.error().Context(name);
  parts_->Remember(drawn->counts);
  if (!drawn->missing.empty()) return Error{name + ": " + drawn->missing};
  return std::make_shared<const Round>(std::move(drawn->samples));
}

int Drawer::num_shares() const { return parts_->num_shares(); }

int Drawer::PartOfRound(int64_t round) const {
  return parts_->data->parts == nullptr
             ? 0
             : corpus::PartOfShare(parts_->ShareOf(round), parts_->num_parts());
}

bool Drawer::HasRound(int64_t round) const {
  return parts_->data->parts == nullptr || parts_->data->parts->Has(PartOfRound(round));
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
