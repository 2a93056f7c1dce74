// Answers remembered, and the bounds within which they are looked for.
//
// A question is about a node of a file. One that comes back to itself (`x = x.next()` in a loop) is
// answered "unknown" there. So is one that is asked too deep, or when the steps are used up: a step
// is a question that had to be answered. Whatever depends on an answer that was cut short so is not
// remembered, because asked from elsewhere it may come out better; only the answer to the question
// from outside is. Held by memo_test.cc.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

enum class Question : uint8_t {
  kValue,       // of an expression
  kTarget,      // what a binding gives its target
  kReturn,      // what a call of a function gives
  kAnnotation,  // what a value is that is declared so
  kParameter,   // what calls pass for a parameter
  kGrowth,      // an empty container, with what is put into it elsewhere
};

class Memo {
 public:
  // `num_nodes`: of the file at hand, for which all questions together have steps in proportion.
  explicit Memo(int64_t num_nodes)
      : max_total_steps_(kMinTotalSteps + kTotalStepsANode * num_nodes) {}

  // Before a question from outside: it has all its steps.
  void Begin() {
    steps_ = 0;
    caller_steps_left_ = kMaxStepsAQuestion;
  }

  // The answer, remembered or computed.
  template <typename Compute>
  TypeId Ask(Question question, int32_t file, ast::NodeId node, const Compute& compute) {
    const uint64_t key = static_cast<uint64_t>(question) << 60 | static_cast<uint64_t>(file) << 32 |
                         static_cast<uint32_t>(node);
    auto found = answers_.find(key);
    if (found != answers_.end()) return found->second;
    if (IsOutOfBounds(key)) return CutShort(kUnknownType);
    const bool outer_cut_short = cut_short_;
    cut_short_ = false;
    asking_.push_back(key);
    TypeId answer = compute();
    asking_.pop_back();
    if (!cut_short_ || asking_.empty()) answers_.emplace(key, answer);
    cut_short_ = !asking_.empty() && (cut_short_ || outer_cut_short);
    return answer;
  }

  // For answers that had to stop early: they are returned as they are, and not remembered.
  TypeId CutShort(TypeId answer) {
    cut_short_ = true;
    return answer;
  }

  // While a container is looked at together with what is put into it, which may be containers.
  class Growing {
   public:
    explicit Growing(Memo& memo) : memo_(memo) { ++memo_.growth_depth_; }
    ~Growing() { --memo_.growth_depth_; }
    Growing(const Growing&) = delete;
    Growing& operator=(const Growing&) = delete;
    bool is_too_deep() const { return memo_.growth_depth_ > kMaxGrowthDepth; }

   private:
    Memo& memo_;
  };

  // Looking for callers has an allowance of its own: it must not use up what the question has.
  bool may_look_for_callers() const {
    return caller_depth_ < kMaxCallerDepth && caller_steps_left_ > 0;
  }
  class CallerSearch {
   public:
    explicit CallerSearch(Memo& memo);
    ~CallerSearch();
    CallerSearch(const CallerSearch&) = delete;
    CallerSearch& operator=(const CallerSearch&) = delete;
    // Not inside of another search.
    bool is_outermost() const { return memo_.caller_depth_ == 1; }

   private:
    Memo& memo_;
    const int steps_before_, limit_before_;
  };

 private:
  static constexpr size_t kMaxDepth = 100;
  static constexpr int kMaxStepsAQuestion = 6000;
  static constexpr int64_t kMinTotalSteps = 60000, kTotalStepsANode = 20;
  static constexpr int kMaxCallerSteps = 1500;
  static constexpr int kMaxCallerDepth = 3;  // of parameters that come from parameters
  static constexpr int kMaxGrowthDepth = 3;

  // Counts a step.
  bool IsOutOfBounds(uint64_t key) {
    bool spent = ++steps_ > step_limit_ || ++total_steps_ > max_total_steps_;
    return spent || std::find(asking_.begin(), asking_.end(), key) != asking_.end() ||
           asking_.size() >= kMaxDepth;
  }

  const int64_t max_total_steps_;
  std::unordered_map<uint64_t, TypeId> answers_;
  std::vector<uint64_t> asking_;  // questions being answered, outermost first
  bool cut_short_ = false;        // something that the innermost depends on
  int steps_ = 0;                 // of this question from outside
  int step_limit_ = kMaxStepsAQuestion;
  int64_t total_steps_ = 0;
  int caller_steps_left_ = kMaxStepsAQuestion;  // of this question
  int caller_depth_ = 0, growth_depth_ = 0;
};

}  // namespace fastnode::types
