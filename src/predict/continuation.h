// How a text may go on, piece by piece: the beam search of whole calls (a piece is an argument) and
// of whole expressions (a name, called or not).
//
// At each step the best few that are open are expanded, and what they become is open again, or
// finished. A probability is the product of those of the pieces, so it only falls: what is open and
// worth less than all that will be shown cannot overtake it, and is dropped.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "predict/asked/budget.h"
#include "support/result.h"

namespace fastnode::predict {

struct Continuation {
  std::string shown;  // what is offered
  std::string text;   // the same, as it is analysed
  double log_probability = 0;
};

template <typename Real>
double LogOf(Real probability) {
  return std::log(std::max(probability, Real{1e-12}));
}

inline constexpr double kNever = -1e9;  // the logarithm of what cannot be

// `Open`: a Continuation, and what its next pieces depend on. One thread.
template <typename Open>
class ContinuationSearch {
 public:
  struct Limits {
    int32_t beam;             // open ones that are expanded at each step
    int32_t max_steps;        // what is still open then is given up
    int32_t max_completions;  // finished ones that are kept
    std::optional<TimePoint> deadline;
  };

  explicit ContinuationSearch(const Limits& limits) : limits_(limits) {}

  void GoOn(Open one) { open_.push_back(std::move(one)); }
  void Finish(Continuation one) { finished_.push_back(std::move(one)); }

  // Less than one in a hundred is not worth the work, unless there is little else to offer: a call
  // of many arguments is made of many decisions, and none of them is certain.
  bool IsWorth(double log_probability) const {
    constexpr double kHundredth = -4.6, kTwoHundredth = -5.3;
    const bool has_enough = finished_.size() >= static_cast<size_t>(limits_.max_completions);
    return log_probability > (has_enough ? kHundredth : kTwoHundredth);
  }
  // Whether nothing that becomes of it is worth looking at.
  bool IsHopeless(double log_probability) {
    return !IsWorth(log_probability) || IsOvertaken(log_probability);
  }
  bool IsLate() const {
    return limits_.deadline && std::chrono::steady_clock::now() > *limits_.deadline;
  }

  // expand(open) -> Status calls GoOn and Finish. The finished ones, best first.
  template <typename Expand>
  Result<std::vector<Continuation>> Run(const Expand& expand) {
    for (int32_t step = 0; step < limits_.max_steps && !open_.empty(); ++step) {
      KeepBest(limits_.beam, open_);
      const std::vector<Open> now = std::exchange(open_, {});
      for (const Open& one : now) {
        if (IsOvertaken(one.log_probability)) continue;
        if (IsLate()) {
          open_.clear();
          break;
        }
        if (Status expanded = expand(one); !expanded.ok()) return expanded.error();
      }
    }
    KeepBest(limits_.max_completions, finished_);
    return std::move(finished_);
  }

 private:
  template <typename T>
  static void KeepBest(int32_t count, std::vector<T>& list) {
    std::sort(list.begin(), list.end(), [](const Continuation& a, const Continuation& b) {
      return a.log_probability != b.log_probability ? a.log_probability > b.log_probability
                                                    : a.shown < b.shown;
    });
    if (list.size() > static_cast<size_t>(count)) list.resize(static_cast<size_t>(count));
  }

  bool IsOvertaken(double log_probability) {
    KeepBest(limits_.max_completions, finished_);
    return finished_.size() == static_cast<size_t>(limits_.max_completions) &&
           finished_.back().log_probability >= log_probability;
  }

  const Limits limits_;
  std::vector<Open> open_;
  std::vector<Continuation> finished_;
};

}  // namespace fastnode::predict
