// A draw deals the tasks of its sites first, by largest remainder, then takes sources at random and
// fills from each as many as it may give. What a source cannot fill goes back to the end of the
// queue. If the queue does not empty, what is left is dealt to the tasks that the sample has got
// (docs/decisions/0005-a-draw-ends-in-a-sample.md). session_test.cc holds draw k to be the same
// whatever was drawn before it, and on any number of threads.
#include "collect/draw/session.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <numeric>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "collect/draw/apportion.h"
#include "collect/draw/source_cache.h"
#include "collect/draw/source_in_hand.h"
#include "collect/draw/symbol_feeder.h"
#include "collect/pack/tasks/tasks.h"
#include "support/random.h"

namespace fastnode::draw {
namespace {

// Streams of the session's seed, one for each split, so that no split repeats the draws of another.
constexpr uint64_t kDrawStream = 0x64726177;  // "draw"

// A draw gives up after this many sources for each one that it would need if all went well...
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
  Places(const std::vector<TaskMask>& masks, Random& random) : masks_(masks), order_(masks.size()) {
    std::iota(order_.begin(), order_.end(), 0);
    random.Shuffle(order_);
  }

  // The first place left where the task can be asked, or -1.
  int32_t Take(pack::Task task) {
    auto place = std::find_if(order_.begin(), order_.end(), [&](int32_t at) {
      return (masks_[static_cast<size_t>(at)] & MaskOf(task)) != 0;
    });
    if (place == order_.end()) return -1;
    int32_t taken = *place;
    order_.erase(place);
    return taken;
  }

 private:
  const std::vector<TaskMask>& masks_;
  std::vector<int32_t> order_;
};

// Deals what is left to the tasks that the sample has got sites of, in turn. False: it has none.
bool DealAgain(const pack::PackedSample& sample, Tasks& tasks, DrawCounts& drawn) {
  const std::set<pack::Task> found(sample.tasks().begin(), sample.tasks().end());
  if (found.empty()) return false;
  auto next = found.begin();
  for (pack::Task& task : tasks) {
    ++drawn.replaced["no place left: " + std::string(pack::Name(task))];
    task = *next;
    if (++next == found.end()) next = found.begin();
  }
  return true;
}

}  // namespace

struct Drawer::Parts {
  std::shared_ptr<const DrawData> data;
  SessionConfig config;
  uint64_t cut_identity;
  std::vector<int32_t> sources;        // of the split, with sites
  std::vector<int64_t> weight_end;     // running sum of their weights
  std::optional<SymbolFeeder> feeder;  // of draws by symbol
  mutable SourceCache cache;
  mutable std::mutex mutex;
  mutable DrawCounts counts;

  Parts(std::shared_ptr<const DrawData> shared, const SessionConfig& configuration)
      : data(std::move(shared)),
        config(configuration),
        cut_identity(CutIdentity(*data, config)),
        cache(*data->store, data->places) {}

  Status FindSources();
  int32_t PickSource(Random& random) const;
  void DrawFrom(int32_t source, Random& random, Tasks& tasks, pack::PackedSample& sample,
                DrawCounts& drawn) const;
  void DrawBySymbol(Random& random, Tasks& tasks, pack::PackedSample& sample,
                    DrawCounts& drawn) const;
  bool Take(SourceInHand& from, pack::Task task, int32_t at, pack::PackedSample& sample,
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
    const double position = static_cast<double>(row.id.high) * 0x1.0p-64;
    if (position < config.partition_low || position >= config.partition_high) continue;
    sum += std::min<int64_t>(row.sites, config.sites_per_source);
    sources.push_back(source);
    weight_end.push_back(sum);
  }
  if (sources.empty()) {
    return Error{"the " + std::string(corpus::Name(config.split)) +
                 " split has no source with an attribute in this partition"};
  }
  if (config.draw_by == SessionConfig::DrawBy::kSource) return {};
  Result<SymbolFeeder> made = SymbolFeeder::Create(store, data->metainfo, sources);
  if (!made.ok()) return made.error();
  feeder.emplace(*std::move(made));
  return {};
}

int32_t Drawer::Parts::PickSource(Random& random) const {
  auto weight = static_cast<int64_t>(random.Below(static_cast<uint64_t>(weight_end.back())));
  auto place = std::upper_bound(weight_end.begin(), weight_end.end(), weight);
  return sources[static_cast<size_t>(place - weight_end.begin())];
}

// Fills the first tasks from one source; those it cannot fill go to the end of the queue.
void Drawer::Parts::DrawFrom(int32_t source, Random& random, Tasks& tasks,
                             pack::PackedSample& sample, DrawCounts& drawn) const {
  SourceInHand from(*data, config, cut_identity, &cache, source);
  Result<SitesOfSource> sites = from.Sites();
  if (!sites.ok()) {
    ++drawn.replaced[sites.error().message];
    return;
  }
  size_t wanted = std::min(tasks.size(), static_cast<size_t>(config.sites_per_source));
  Tasks mine(tasks.begin(), tasks.begin() + static_cast<ptrdiff_t>(wanted));
  tasks.erase(tasks.begin(), tasks.begin() + static_cast<ptrdiff_t>(wanted));
  // Each list of places in an order of its own.
  std::vector<Places> orders;
  for (const std::vector<TaskMask>& masks : sites->masks) orders.emplace_back(masks, random);
  Tasks unfilled;
  size_t attempts = wanted * kMaxAttemptsFactor;
  for (; !mine.empty(); mine.pop_front()) {
    const pack::Task task = mine.front();
    Places& order = orders[static_cast<size_t>(pack::RowOf(task).places)];
    bool filled = false;
    while (!filled && attempts > 0) {
      int32_t at = order.Take(task);
      if (at < 0) break;
      --attempts;
      filled = Take(from, task, at, sample, drawn);
    }
    if (!filled) unfilled.push_back(task);
  }
  tasks.insert(tasks.end(), unfilled.begin(), unfilled.end());
}

// Cuts one place into the sample. False: it cannot be used; counted by reason.
bool Drawer::Parts::Take(SourceInHand& from, pack::Task task, int32_t at,
                         pack::PackedSample& sample, DrawCounts& drawn) const {
  Result<std::string> cut = from.Cut(task, at);
  if (!cut.ok()) {
    ++drawn.replaced[cut.error().message];
    return false;
  }
  if (pack::HeadOf(*cut).label < 0 && !config.keep_unlabelled) {
    ++drawn.replaced["truth not among the candidates: " + std::string(pack::Name(task))];
    return false;
  }
  sample.Add(*cut);
  return true;
}

// Fills the first task, or moves it to the end of the queue.
void Drawer::Parts::DrawBySymbol(Random& random, Tasks& tasks, pack::PackedSample& sample,
                                 DrawCounts& drawn) const {
  const pack::Task task = tasks.front();
  tasks.pop_front();
  SymbolFeeder::Draw draw = feeder->Next(task, random);
  if (draw.source < 0) {
    ++drawn.replaced["no symbol: " + std::string(pack::Name(task))];
    tasks.push_back(task);
    return;
  }
  SourceInHand from(*data, config, cut_identity, &cache, draw.source);
  Result<SitesOfSource> sites = from.Sites();
  Result<std::vector<int32_t>> places = feeder->PlacesOf(draw, task);
  if (!sites.ok() || !places.ok()) {
    ++drawn.replaced[sites.ok() ? places.error().message : sites.error().message];
    tasks.push_back(task);
    return;
  }
  const std::vector<TaskMask>& masks = sites->Of(task);
  std::erase_if(*places, [&](int32_t at) {
    return static_cast<size_t>(at) >= masks.size() ||
           (masks[static_cast<size_t>(at)] & MaskOf(task)) == 0;
  });
  if (places->empty()) {
    ++drawn.replaced["no such place with this symbol: " + std::string(pack::Name(task))];
    tasks.push_back(task);
    return;
  }
  const int32_t at = (*places)[random.Below(places->size())];
  if (!Take(from, task, at, sample, drawn)) tasks.push_back(task);
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

Result<pack::PackedSample> Drawer::DrawPacked(int64_t k) const {
  pack::PhaseClock clock;
  const SessionConfig& config = parts_->config;
  Random random(config.seed, kDrawStream + static_cast<uint64_t>(config.split),
                static_cast<uint64_t>(k));
  Tasks tasks = DealTasks(config, random);
  pack::PackedSample sample;
  DrawCounts drawn;
  int max_sources =
      kMoreSources + kMaxSourcesFactor * (config.sites_per_sample / config.sites_per_source + 1);
  if (parts_->feeder.has_value()) max_sources *= config.sites_per_source;
  auto fill = [&] {
    for (int tried = 0; tried < max_sources && !tasks.empty(); ++tried) {
      if (parts_->feeder.has_value()) {
        parts_->DrawBySymbol(random, tasks, sample, drawn);
      } else {
        parts_->DrawFrom(parts_->PickSource(random), random, tasks, sample, drawn);
      }
    }
  };
  fill();
  // A few files may have no place at all for a task.
  if (!tasks.empty() && DealAgain(sample, tasks, drawn)) fill();
  if (tasks.empty()) {
    drawn.samples = 1;
    drawn.sites = sample.num_sites();
  } else {
    ++drawn.failed["too few usable sites"];
  }
  drawn.times = clock.Read();
  parts_->Remember(drawn);
  if (tasks.empty()) return sample;
  return Error{"draw " + std::to_string(k) + ": found only " + std::to_string(sample.num_sites()) +
               " of " + std::to_string(config.sites_per_sample) + " sites in " +
               std::to_string(max_sources) + " sources; what is missing is of task " +
               std::string(pack::Name(tasks.front())) +
               ", and if the corpus has none, set its proportion to 0"};
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
