#include "collect/draw/session.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <numeric>
#include <utility>
#include <vector>

#include "collect/draw/apportion.h"
#include "collect/draw/source_cache.h"
#include "collect/draw/source_in_hand.h"
#include "support/random.h"

namespace fastnode::draw {
namespace {

// Streams of the session's seed, one a split, so that no split's draws repeat another's.
constexpr uint64_t kDrawStream = 0x64726177;  // "draw"

// A draw gives up after this many sources for each that it would need if all went well...
constexpr int kMaxSourcesFactor = 6;
constexpr int kMoreSources = 32;
// ...and leaves a source after this many attempts for each site it was to give.
constexpr size_t kMaxAttemptsFactor = 4;

using Tasks = std::deque<pack::Task>;

Tasks DealTasks(const SessionConfig& config, Random& random) {
  std::vector<int> shares =
      Apportion(config.sites_per_sample, {config.proportions.begin(), config.proportions.end()});
  std::vector<pack::Task> tasks;
  for (size_t task = 0; task < shares.size(); ++task) {
    tasks.insert(tasks.end(), static_cast<size_t>(shares[task]), static_cast<pack::Task>(task));
  }
  random.Shuffle(tasks);
  return {tasks.begin(), tasks.end()};
}

// The places of one source in random order; each is taken once.
class Places {
 public:
  Places(const std::vector<uint8_t>& masks, Random& random) : masks_(masks), order_(masks.size()) {
    std::iota(order_.begin(), order_.end(), 0);
    random.Shuffle(order_);
  }

  // The first place left where the task can be asked, or -1.
  int32_t Take(pack::Task task) {
    auto place = std::find_if(order_.begin(), order_.end(), [&](int32_t at) {
      return masks_[static_cast<size_t>(at)] >> static_cast<int>(task) & 1;
    });
    if (place == order_.end()) return -1;
    int32_t taken = *place;
    order_.erase(place);
    return taken;
  }

 private:
  const std::vector<uint8_t>& masks_;
  std::vector<int32_t> order_;
};

}  // namespace

struct Drawer::Parts {
  std::shared_ptr<const DrawData> data;
  SessionConfig config;
  uint64_t cut_identity;
  std::vector<int32_t> sources;     // of the split, with sites
  std::vector<int64_t> weight_end;  // running sum of their weights
  mutable SourceCache cache;
  mutable std::mutex mutex;
  mutable DrawCounts counts;

  Parts(std::shared_ptr<const DrawData> shared, const SessionConfig& configuration)
      : data(std::move(shared)),
        config(configuration),
        cut_identity(CutIdentity(*data, config.cut)),
        cache(*data->store, data->places) {}

  Status FindSources();
  int32_t PickSource(Random& random) const;
  void DrawFrom(int32_t source, Random& random, Tasks& tasks, pack::Sample& sample,
                DrawCounts& drawn) const;
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
    sum += std::min<int64_t>(row.sites, config.sites_per_source);
    sources.push_back(source);
    weight_end.push_back(sum);
  }
  if (sources.empty()) {
    return Error{"the " + std::string(corpus::Name(config.split)) +
                 " split has no source with an attribute"};
  }
  return {};
}

int32_t Drawer::Parts::PickSource(Random& random) const {
  auto weight = static_cast<int64_t>(random.Below(static_cast<uint64_t>(weight_end.back())));
  auto place = std::upper_bound(weight_end.begin(), weight_end.end(), weight);
  return sources[static_cast<size_t>(place - weight_end.begin())];
}

// Fills the first tasks from one source; those it cannot fill go to the end of the queue.
void Drawer::Parts::DrawFrom(int32_t source, Random& random, Tasks& tasks, pack::Sample& sample,
                             DrawCounts& drawn) const {
  SourceInHand from(*data, config.cut, cut_identity, &cache, source);
  Result<SitesOfSource> sites = from.Sites();
  if (!sites.ok()) {
    ++drawn.replaced[sites.error().message];
    return;
  }
  size_t wanted = std::min(tasks.size(), static_cast<size_t>(config.sites_per_source));
  Tasks mine(tasks.begin(), tasks.begin() + static_cast<ptrdiff_t>(wanted));
  tasks.erase(tasks.begin(), tasks.begin() + static_cast<ptrdiff_t>(wanted));
  // Attribute uses and places of arguments, each in an order of their own.
  Places uses(sites->uses, random);
  Places places(sites->places, random);
  Tasks unfilled;
  size_t attempts = wanted * kMaxAttemptsFactor;
  for (; !mine.empty(); mine.pop_front()) {
    const pack::Task task = mine.front();
    Places& order = pack::IsOfCall(task) ? places : uses;
    bool filled = false;
    while (!filled && attempts > 0) {
      int32_t at = order.Take(task);
      if (at < 0) break;
      --attempts;
      Result<pack::Sample> cut = from.Cut(task, at);
      if (!cut.ok()) {
        ++drawn.replaced[cut.error().message];
      } else if (cut->labels[0] < 0 && !config.keep_unlabelled) {
        ++drawn.replaced["truth not among the candidates: " + std::string(pack::Name(task))];
      } else {
        pack::Append(*cut, sample);
        filled = true;
      }
    }
    if (!filled) unfilled.push_back(task);
  }
  tasks.insert(tasks.end(), unfilled.begin(), unfilled.end());
}

void Drawer::Parts::Remember(const DrawCounts& drawn) const {
  std::lock_guard lock(mutex);
  counts.samples += drawn.samples;
  counts.sites += drawn.sites;
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

Result<pack::Sample> Drawer::Draw(int64_t k) const {
  const SessionConfig& config = parts_->config;
  Random random(config.seed, kDrawStream + static_cast<uint64_t>(config.split),
                static_cast<uint64_t>(k));
  Tasks tasks = DealTasks(config, random);
  pack::Sample sample = pack::MakeSample();
  DrawCounts drawn;
  int max_sources =
      kMoreSources + kMaxSourcesFactor * (config.sites_per_sample / config.sites_per_source + 1);
  for (int tried = 0; tried < max_sources && !tasks.empty(); ++tried) {
    parts_->DrawFrom(parts_->PickSource(random), random, tasks, sample, drawn);
  }
  if (tasks.empty()) {
    drawn.samples = 1;
    drawn.sites = sample.num_sites();
  } else {
    ++drawn.failed["too few usable sites"];
  }
  parts_->Remember(drawn);
  if (tasks.empty()) return sample;
  return Error{"draw " + std::to_string(k) + ": " + std::to_string(tasks.size()) + " of " +
               std::to_string(config.sites_per_sample) + " sites lack after " +
               std::to_string(max_sources) + " sources, of task " +
               std::string(pack::Name(tasks.front())) +
               "; if the corpus has none, set its proportion to 0"};
}

DrawCounts Drawer::counts() const {
  std::lock_guard lock(parts_->mutex);
  return parts_->counts;
}

const SessionConfig& Drawer::config() const { return parts_->config; }

}  // namespace fastnode::draw
