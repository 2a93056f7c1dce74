// A round deals the tasks of its samples first, each sample's by largest remainder, and shuffles
// them all. Then it takes sources at random and fills from each as many as it may give. What a
// source cannot fill goes back to the end of the queue. If the queue does not empty, what is left
// is dealt to the tasks that the round has got (docs/decisions/0005-a-draw-ends-in-a-sample.md).
//
// Reading a source costs as much as cutting some ten sites, and the sites of one source tell much
// the same: many sites of each source that is read, and few of them in each sample, is what a
// shuffle buffer does for a data set on disk (docs/decisions/0034-draws-in-rounds.md).
#include "collect/draw/round.h"

#include <algorithm>
#include <deque>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "collect/draw/apportion.h"
#include "collect/draw/source_in_hand.h"
#include "collect/pack/source_types.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::draw {
namespace {

// Streams of the session's seed, one for each split, so that no split repeats the draws of another.
constexpr uint64_t kDrawStream = 0x64726177;  // "draw"

// A round gives up after this many sources for each one that it would need if all went well...
constexpr int kMaxSourcesFactor = 6;
constexpr int kMoreSources = 32;
// ...and leaves a source after this many attempts for each site it was to give.
constexpr size_t kMaxAttemptsFactor = 4;

// A site that is still to be found.
struct Want {
  size_t sample;  // of the round
  pack::Task task;
};
using Wants = std::deque<Want>;

Wants DealTasks(const SessionConfig& config, Random& random) {
  const std::vector<int> shares =
      Apportion(config.sites_per_sample, {config.proportions.begin(), config.proportions.end()});
  std::vector<Want> wants;
  for (size_t sample = 0; sample < static_cast<size_t>(config.samples_per_round); ++sample) {
    for (size_t task = 0; task < shares.size(); ++task) {
      wants.insert(wants.end(), static_cast<size_t>(shares[task]),
                   {sample, static_cast<pack::Task>(task)});
    }
  }
  random.Shuffle(wants);
  return {wants.begin(), wants.end()};
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

class Filler {
 public:
  Filler(const RoundSources& from, int64_t round)
      : from_(from),
        config_(from.config),
        random_(config_.seed, kDrawStream + static_cast<uint64_t>(config_.split),
                static_cast<uint64_t>(round)),
        wants_(DealTasks(config_, random_)) {
    drawn_.samples.resize(static_cast<size_t>(config_.samples_per_round));
  }

  DrawnRound Fill() {
    FillFromSources();
    // A few files may have no place at all for a task.
    if (!wants_.empty() && DealAgain()) FillFromSources();
    if (Status damage = from_.in.store->Damage(); !damage.ok()) {
      // Another source in its place would make another sample.
      ++drawn_.counts.failed["unreadable source"];
      drawn_.missing = damage.error().message + "; the store is damaged: make it again";
    } else if (wants_.empty()) {
      drawn_.counts.samples = config_.samples_per_round;
      for (const pack::PackedSample& sample : drawn_.samples) {
        drawn_.counts.sites += sample.num_sites();
      }
    } else {
      ++drawn_.counts.failed["too few usable sites"];
      drawn_.missing = "could not find " + std::to_string(wants_.size()) + " of " +
                       std::to_string(config_.sites_per_sample * config_.samples_per_round) +
                       " sites in " + std::to_string(MaxSources()) +
                       " sources; what is missing is of task " +
                       std::string(pack::Name(wants_.front().task)) +
                       ", and if the corpus has none, set its proportion to 0";
    }
    return std::move(drawn_);
  }

 private:
  int MaxSources() const {
    const int sites = config_.sites_per_sample * config_.samples_per_round;
    const int sources = kMoreSources + kMaxSourcesFactor * (sites / config_.sites_per_source + 1);
    return !from_.table.feeder.has_value() ? sources : sources * config_.sites_per_source;
  }

  void FillFromSources() {
    const int max_sources = MaxSources();
    for (int tried = 0; tried < max_sources && !wants_.empty(); ++tried) {
      if (from_.table.feeder.has_value()) {
        FillBySymbol();
      } else {
        FillFrom(PickSource());
      }
    }
  }

  // Deals what is left to the tasks that the round has got sites of, in turn. False: it has none.
  bool DealAgain() {
    std::set<pack::Task> found;
    for (const pack::PackedSample& sample : drawn_.samples) {
      found.insert(sample.tasks().begin(), sample.tasks().end());
    }
    if (found.empty()) return false;
    auto next = found.begin();
    for (Want& want : wants_) {
      ++drawn_.counts.replaced["no place left: " + std::string(pack::Name(want.task))];
      want.task = *next;
      if (++next == found.end()) next = found.begin();
    }
    return true;
  }

  int32_t PickSource() {
    const auto weight =
        static_cast<int64_t>(random_.Below(static_cast<uint64_t>(from_.table.weight_end.back())));
    auto place =
        std::upper_bound(from_.table.weight_end.begin(), from_.table.weight_end.end(), weight);
    return from_.table.sources[static_cast<size_t>(place - from_.table.weight_end.begin())];
  }

  SourceInHand Open(int32_t source) {
    return {from_.data, config_, from_.cut_identity, from_.in, source, types_};
  }

  // Fills the first wants from one source; those it cannot fill go to the end of the queue.
  void FillFrom(int32_t source) {
    SourceInHand in_hand = Open(source);
    Result<SitesOfSource> sites = in_hand.Sites();
    if (!sites.ok()) {
      ++drawn_.counts.replaced[sites.error().message];
      return;
    }
    const size_t wanted = std::min(wants_.size(), static_cast<size_t>(config_.sites_per_source));
    Wants mine(wants_.begin(), wants_.begin() + static_cast<ptrdiff_t>(wanted));
    wants_.erase(wants_.begin(), wants_.begin() + static_cast<ptrdiff_t>(wanted));
    // Each list of places in an order of its own.
    std::vector<Places> orders;
    for (const std::vector<TaskMask>& masks : sites->masks) orders.emplace_back(masks, random_);
    size_t attempts = wanted * kMaxAttemptsFactor;
    for (const Want& want : mine) {
      Places& order = orders[static_cast<size_t>(pack::RowOf(want.task).places)];
      bool filled = false;
      while (!filled && attempts > 0) {
        const int32_t at = order.Take(want.task);
        if (at < 0) break;
        --attempts;
        filled = Take(in_hand, want, at);
      }
      if (!filled) wants_.push_back(want);
    }
  }

  // Fills the first want, or moves it to the end of the queue.
  void FillBySymbol() {
    const Want want = wants_.front();
    wants_.pop_front();
    const bool has_symbols = pack::RowOf(want.task).places != pack::PlaceList::kReads;
    if (!(has_symbols ? TakeBySymbol(want) : TakeAnywhere(want))) wants_.push_back(want);
  }

  // What is asked of no symbol: of any source.
  bool TakeAnywhere(const Want& want) {
    SourceInHand in_hand = Open(PickSource());
    Result<SitesOfSource> sites = in_hand.Sites();
    if (!sites.ok()) {
      ++drawn_.counts.replaced[sites.error().message];
      return false;
    }
    const int32_t at = Places(sites->Of(want.task), random_).Take(want.task);
    return at >= 0 && Take(in_hand, want, at);
  }

  bool TakeBySymbol(const Want& want) {
    const pack::Task task = want.task;
    SymbolFeeder::Draw draw = from_.table.feeder->Next(task, random_);
    if (draw.source < 0) {
      ++drawn_.counts.replaced["no symbol: " + std::string(pack::Name(task))];
      return false;
    }
    SourceInHand in_hand = Open(draw.source);
    Result<SitesOfSource> sites = in_hand.Sites();
    Result<std::vector<int32_t>> places = from_.table.feeder->PlacesOf(*from_.in.store, draw, task);
    if (!sites.ok() || !places.ok()) {
      ++drawn_.counts.replaced[sites.ok() ? places.error().message : sites.error().message];
      return false;
    }
    const std::vector<TaskMask>& masks = sites->Of(task);
    std::erase_if(*places, [&](int32_t at) {
      return static_cast<size_t>(at) >= masks.size() ||
             (masks[static_cast<size_t>(at)] & MaskOf(task)) == 0;
    });
    if (places->empty()) {
      ++drawn_.counts.replaced["no such place with this symbol: " + std::string(pack::Name(task))];
      return false;
    }
    return Take(in_hand, want, (*places)[random_.Below(places->size())]);
  }

  // Cuts one place into its sample. False: it cannot be used; counted by reason.
  bool Take(SourceInHand& in_hand, const Want& want, int32_t at) {
    Result<std::string> cut = in_hand.Cut(want.task, at);
    if (!cut.ok()) {
      ++drawn_.counts.replaced[cut.error().message];
      return false;
    }
    if (pack::HeadOf(*cut).label < 0 && !config_.keep_unlabelled) {
      ++drawn_.counts
            .replaced["truth not among the candidates: " + std::string(pack::Name(want.task))];
      return false;
    }
    drawn_.samples[want.sample].Add(*cut);
    return true;
  }

  const RoundSources& from_;
  const SessionConfig& config_;
  Random random_;
  Wants wants_;
  std::optional<pack::SourceTypes> types_;  // for all sources
  DrawnRound drawn_;
};

}  // namespace

DrawnRound DrawRound(const RoundSources& sources, int64_t round) {
  pack::PhaseClock clock;
  DrawnRound drawn = Filler(sources, round).Fill();
  drawn.counts.times = clock.Read();
  return drawn;
}

}  // namespace fastnode::draw
