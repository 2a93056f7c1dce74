// How good scores are, task by task, and the temperature that turns them into probabilities.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "collect/pack/sample.h"
#include "learn/model/config.h"
#include "support/json.h"

namespace fastnode::learn {

// Sums over sites. A site whose truth is not among its candidates is a miss, and does not enter the
// loss.
struct TaskMetrics {
  int64_t sites = 0;
  int64_t labelled = 0;
  int64_t first = 0;  // truth in the first place
  int64_t first5 = 0;
  double reciprocal_ranks = 0;
  double loss = 0;

  double Accuracy() const { return Share(static_cast<double>(first), sites); }
  double Accuracy5() const { return Share(static_cast<double>(first5), sites); }
  double Mrr() const { return Share(reciprocal_ranks, sites); }
  double MeanLoss() const { return Share(loss, labelled); }
  double Coverage() const { return Share(static_cast<double>(labelled), sites); }

  void Add(const TaskMetrics& other);

 private:
  static double Share(double sum, int64_t count) {
    return count > 0 ? sum / static_cast<double>(count) : 0.0;
  }
};

// What stands before an attribute: self or cls, a module, or anything else. Sites of other tasks
// are kOther.
enum class BaseSlice : uint8_t { kSelf, kModule, kOther };
inline constexpr int kNumBaseSlices = 3;
BaseSlice SliceOf(const pack::Sample& sample, int32_t site);
std::vector<BaseSlice> SlicesOf(const pack::Sample& sample);  // [S]

struct Metrics {
  std::array<TaskMetrics, pack::kNumTasks> tasks;
  std::array<TaskMetrics, kNumBaseSlices> attributes;  // the attribute task's, by base

  TaskMetrics All() const;

  template <typename Visitor>
  void ForEach(const Visitor& visit) {
    for (TaskMetrics& task : tasks) visit(task);
    for (TaskMetrics& slice : attributes) visit(slice);
  }
};

// Candidates rank by falling logit, equal ones by their order. `temperatures` divide the logits in
// the loss. `slices`: those of the sites; without it, SlicesOf(sample).
void AddSites(const pack::Sample& sample, const std::vector<float>& logits,
              const Temperatures& temperatures, Metrics& metrics);
void AddSites(const pack::Sample& sample, const std::vector<float>& logits,
              const Temperatures& temperatures, const std::vector<BaseSlice>& slices,
              Metrics& metrics);

struct ScoredSample {
  const pack::Sample* sample;
  std::vector<float> logits;
};

// By task: the temperature in [1/8, 8] that is likeliest, given that most are close to 1; 1 if no
// site of the task has a label.
Temperatures FitTemperatures(const std::vector<ScoredSample>& scored);

Json ToJson(const Metrics& metrics);  // by task, "attribute of self" and so on, and "all"

}  // namespace fastnode::learn
