// A candidate's rank is the number of candidates with a higher logit, or an equal one and an
// earlier place, so ranks do not depend on a sort. A temperature per task is found by
// golden-section search; it changes no rank.
#include "learn/model/metrics.h"

#include <algorithm>
#include <cmath>

#include "collect/pack/tasks/attribute.h"

namespace fastnode::learn {
namespace {

// Minus the logarithm of the truth's softmax.
double CrossEntropy(const float* logits, int32_t count, int32_t label, float temperature) {
  const float largest = *std::max_element(logits, logits + count);
  double sum = 0;
  for (int32_t j = 0; j < count; ++j) sum += std::exp((logits[j] - largest) / temperature);
  return std::log(sum) - (logits[label] - largest) / temperature;
}

int32_t Rank(const float* logits, int32_t count, int32_t label) {
  int32_t rank = 0;
  for (int32_t j = 0; j < count; ++j) {
    rank += logits[j] > logits[label] || (logits[j] == logits[label] && j < label);
  }
  return rank;
}

double MeanLoss(const std::vector<ScoredSample>& scored, int task, double log_temperature) {
  Metrics metrics;
  Temperatures temperatures = Unscaled();
  temperatures[task] = static_cast<float>(std::exp(log_temperature));
  for (const ScoredSample& one : scored) AddSites(*one.sample, one.logits, temperatures, metrics);
  return metrics.tasks[task].MeanLoss();
}

bool IsAttribute(const pack::Sample& sample, int32_t site) {
  return sample.site_tasks[static_cast<size_t>(site)] ==
         static_cast<uint8_t>(pack::Task::kAttribute);
}

Json ToJson(const TaskMetrics& metrics) {
  return {{"sites", metrics.sites},           {"coverage", metrics.Coverage()},
          {"loss", metrics.MeanLoss()},       {"accuracy", metrics.Accuracy()},
          {"accuracy5", metrics.Accuracy5()}, {"mrr", metrics.Mrr()}};
}

}  // namespace

void TaskMetrics::Add(const TaskMetrics& other) {
  sites += other.sites;
  labelled += other.labelled;
  first += other.first;
  first5 += other.first5;
  reciprocal_ranks += other.reciprocal_ranks;
  loss += other.loss;
}

TaskMetrics Metrics::All() const {
  TaskMetrics all;
  for (const TaskMetrics& task : tasks) all.Add(task);
  return all;
}

BaseSlice SliceOf(const pack::Sample& sample, int32_t site) {
  if (!IsAttribute(sample, site)) return BaseSlice::kOther;
  const uint8_t* features =
      sample.site_features.data() + static_cast<size_t>(site) * pack::kNumSiteFeatures;
  if (features[pack::attribute::kBaseSelf] != 0) return BaseSlice::kSelf;
  return features[pack::attribute::kTypeModule] != 0 ? BaseSlice::kModule : BaseSlice::kOther;
}

std::vector<BaseSlice> SlicesOf(const pack::Sample& sample) {
  std::vector<BaseSlice> slices;
  for (int32_t site = 0; site < sample.num_sites(); ++site) slices.push_back(SliceOf(sample, site));
  return slices;
}

void AddSites(const pack::Sample& sample, const std::vector<float>& logits,
              const Temperatures& temperatures, Metrics& metrics) {
  AddSites(sample, logits, temperatures, SlicesOf(sample), metrics);
}

void AddSites(const pack::Sample& sample, const std::vector<float>& logits,
              const Temperatures& temperatures, const std::vector<BaseSlice>& slices,
              Metrics& metrics) {
  CHECK(logits.size() == static_cast<size_t>(sample.num_candidates()));
  for (int32_t site = 0; site < sample.num_sites(); ++site) {
    TaskMetrics one{.sites = 1};
    const int32_t label = sample.labels[site], begin = sample.candidate_begin[site];
    if (label >= 0) {
      const int32_t count = sample.candidate_begin[site + 1] - begin;
      const int32_t rank = Rank(logits.data() + begin, count, label);
      one = {.sites = 1,
             .labelled = 1,
             .first = rank == 0,
             .first5 = rank < 5,
             .reciprocal_ranks = 1.0 / (rank + 1),
             .loss = CrossEntropy(logits.data() + begin, count, label,
                                  temperatures[sample.site_tasks[site]])};
    }
    metrics.tasks[sample.site_tasks[site]].Add(one);
    if (IsAttribute(sample, site)) {
      metrics.attributes[static_cast<size_t>(slices[static_cast<size_t>(site)])].Add(one);
    }
  }
}

namespace {

// What was trained by its own likelihood is off by a tenth or so. Without this, a task of a few
// dozen sites that are all right by luck would be called certain.
constexpr double kDeviation = 0.1;  // of log T, before anything is seen

// Golden-section search: the loss has one minimum in 1 / T (it is convex there), so it has one in
// log T.
float FitTemperature(const std::vector<ScoredSample>& scored, int task, int64_t sites) {
  auto cost = [&](double log_temperature) {
    const double before = log_temperature * log_temperature / (2 * kDeviation * kDeviation);
    return MeanLoss(scored, task, log_temperature) + before / static_cast<double>(sites);
  };
  constexpr double kGolden = 0.6180339887498949;
  constexpr int kRounds = 30;  // 4.16 * golden^30 = 2e-6
  double low = -std::log(8.0), high = std::log(8.0);
  for (int round = 0; round < kRounds; ++round) {
    const double left = high - kGolden * (high - low), right = low + kGolden * (high - low);
    const bool lower_left = cost(left) < cost(right);
    (lower_left ? high : low) = lower_left ? right : left;
  }
  return static_cast<float>(std::exp((low + high) / 2));
}

}  // namespace

Temperatures FitTemperatures(const std::vector<ScoredSample>& scored) {
  Metrics metrics;
  for (const ScoredSample& one : scored) AddSites(*one.sample, one.logits, Unscaled(), metrics);
  Temperatures temperatures = Unscaled();
  for (int task = 0; task < pack::kNumTasks; ++task) {
    const int64_t sites = metrics.tasks[task].labelled;
    if (sites > 0) temperatures[task] = FitTemperature(scored, task, sites);
  }
  return temperatures;
}

Json ToJson(const Metrics& metrics) {
  Json json;
  for (int t = 0; t < pack::kNumTasks; ++t) {
    json[std::string(pack::Name(static_cast<pack::Task>(t)))] = ToJson(metrics.tasks[t]);
  }
  constexpr const char* kSlices[] = {"attribute of self", "attribute of module",
                                     "attribute of other"};
  for (int s = 0; s < kNumBaseSlices; ++s) json[kSlices[s]] = ToJson(metrics.attributes[s]);
  json["all"] = ToJson(metrics.All());
  return json;
}

}  // namespace fastnode::learn
