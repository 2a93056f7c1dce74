// DealRoles. A hash of the name proposes each role, so that a role depends on no other project.
// Sizes then correct what chance does when there are few projects.
#include "collect/corpus/roles.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>

#include "collect/corpus/add.h"
#include "support/hash.h"

namespace fastnode::corpus {
namespace {

// A split held out by chance may have one fifth of all sites. A split that got none takes the
// candidate nearest to one tenth.
constexpr int64_t kMostOfAll = 5;
constexpr int64_t kWantedOfAll = 10;

class Dealer {
 public:
  explicit Dealer(const std::vector<RoleCandidate>& candidates)
      : candidates_(candidates), roles_(candidates.size(), Split::kTrain) {
    for (const RoleCandidate& candidate : candidates) total_ += candidate.sites;
  }

  std::vector<Split> Deal() {
    std::vector<size_t> undecided;
    for (size_t i = 0; i < candidates_.size(); ++i) {
      const RoleCandidate& candidate = candidates_[i];
      if (candidate.listed.has_value()) {
        Give(i, *candidate.listed);
      } else if (candidate.sites > 0 && candidate.before.has_value()) {
        Give(i, *candidate.before);
      } else if (candidate.sites > 0) {
        undecided.push_back(i);
      }
    }
    std::sort(undecided.begin(), undecided.end(),
              [&](size_t a, size_t b) { return Order(a) < Order(b); });
    for (size_t i : undecided) {
      Split split = SplitByHash(candidates_[i].name);
      const bool fits = (Sites(split) + candidates_[i].sites) * kMostOfAll <= total_;
      Give(i, fits ? split : Split::kTrain);
    }
    for (Split split : {Split::kTrain, Split::kTest, Split::kValidation}) Fill(split);
    return std::move(roles_);
  }

 private:
  int64_t& Sites(Split split) { return sites_[static_cast<size_t>(split)]; }
  int& Count(Split split) { return counts_[static_cast<size_t>(split)]; }
  std::tuple<uint64_t, std::string> Order(size_t i) const {
    return {Hash64(candidates_[i].name), candidates_[i].name};
  }

  void Give(size_t i, Split split) {
    roles_[i] = split;
    Sites(split) += candidates_[i].sites;
    Count(split) += candidates_[i].sites > 0;
  }

  // From a split that has more than one.
  void Fill(Split split) {
    if (Count(split) > 0) return;
    auto distance = [&](size_t i) {
      return std::abs(candidates_[i].sites * kWantedOfAll - total_);
    };
    std::optional<size_t> best;
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (candidates_[i].listed.has_value() || candidates_[i].sites == 0) continue;
      if (Count(roles_[i]) < 2) continue;
      if (!best || std::tuple(distance(i), Order(i)) < std::tuple(distance(*best), Order(*best))) {
        best = i;
      }
    }
    if (!best) return;
    Sites(roles_[*best]) -= candidates_[*best].sites;
    --Count(roles_[*best]);
    Give(*best, split);
  }

  const std::vector<RoleCandidate>& candidates_;
  std::vector<Split> roles_;
  int64_t total_ = 0;
  std::array<int64_t, kNumSplits> sites_{};
  std::array<int, kNumSplits> counts_{};  // of candidates with sites
};

}  // namespace

std::vector<Split> DealRoles(const std::vector<RoleCandidate>& candidates) {
  return Dealer(candidates).Deal();
}

}  // namespace fastnode::corpus
