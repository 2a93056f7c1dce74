// Sums, not means, are kept: they can be added up over steps and workers and cut at any step, and a
// mean is taken only for the point that is drawn. A damaged note of them reads as an empty window.
#include "learn/train/window.h"

#include <algorithm>
#include <string>

#include "collect/pack/sample.h"

namespace fastnode::learn {
namespace {

double SecondsOf(const Window& window) {
  const auto time = std::chrono::steady_clock::now() - window.start;
  return std::max(std::chrono::duration<double>(time).count(), 1e-9);
}

void AddScalars(const std::string& group, const std::string& suffix, const TaskMetrics& metrics,
                Scalars& scalars) {
  if (metrics.sites == 0) return;
  scalars.emplace_back(group + "/loss" + suffix, metrics.MeanLoss());
  scalars.emplace_back(group + "/accuracy" + suffix, metrics.Accuracy());
  scalars.emplace_back(group + "/accuracy5" + suffix, metrics.Accuracy5());
  scalars.emplace_back(group + "/mrr" + suffix, metrics.Mrr());
}

}  // namespace

void Window::Add(const StepReport& step, int64_t num_sites, double waited) {
  ++steps;
  sites += num_sites;
  wait_seconds += waited;
  gradient_norm += step.gradient_norm;
  for (int t = 0; t < pack::kNumTasks; ++t) metrics.tasks[t].Add(step.metrics.tasks[t]);
}

double Window::SitesPerSecond() const { return static_cast<double>(sites) / SecondsOf(*this); }

double Window::WaitShare() const { return wait_seconds / SecondsOf(*this); }

Scalars PointOf(const Window& window, double learning_rate) {
  Scalars scalars;
  AddScalars("train", window.metrics, scalars);
  scalars.emplace_back("learning_rate", learning_rate);
  scalars.emplace_back("gradient_norm", window.gradient_norm / static_cast<double>(window.steps));
  scalars.emplace_back("sites_per_second", window.SitesPerSecond());
  scalars.emplace_back("wait_share", window.WaitShare());
  return scalars;
}

void AddScalars(const std::string& group, const Metrics& metrics, Scalars& scalars) {
  AddScalars(group, "", metrics.All(), scalars);
  for (int t = 0; t < pack::kNumTasks; ++t) {
    std::string name(pack::Name(static_cast<pack::Task>(t)));
    AddScalars(group, "_" + name, metrics.tasks[t], scalars);
  }
}

Json ToJson(const Window& window) {
  if (window.steps == 0) return nullptr;
  Json tasks = Json::array();
  for (const TaskMetrics& task : window.metrics.tasks) {
    tasks.push_back(
        {task.sites, task.labelled, task.first, task.first5, task.reciprocal_ranks, task.loss});
  }
  return {{"steps", window.steps}, {"gradient_norm", window.gradient_norm}, {"tasks", tasks}};
}

Window WindowFrom(const Json& json) {
  Window window;
  if (!json.is_object() || !json.contains("tasks") || !json["tasks"].is_array() ||
      json["tasks"].size() != pack::kNumTasks) {
    return window;
  }
  const auto is_sums = [](const Json& task) {
    return task.is_array() && task.size() == 6 &&
           std::all_of(task.begin(), task.end(), [](const Json& sum) { return sum.is_number(); });
  };
  const Json& tasks = json["tasks"];
  if (!std::all_of(tasks.begin(), tasks.end(), is_sums) || !json.contains("steps") ||
      !json["steps"].is_number() || !json.contains("gradient_norm") ||
      !json["gradient_norm"].is_number()) {
    return window;
  }
  window.steps = json["steps"].get<int64_t>();
  window.gradient_norm = json["gradient_norm"].get<double>();
  for (size_t t = 0; t < tasks.size(); ++t) {
    window.metrics.tasks[t] = {.sites = tasks[t][0].get<int64_t>(),
                               .labelled = tasks[t][1].get<int64_t>(),
                               .first = tasks[t][2].get<int64_t>(),
                               .first5 = tasks[t][3].get<int64_t>(),
                               .reciprocal_ranks = tasks[t][4].get<double>(),
                               .loss = tasks[t][5].get<double>()};
  }
  return window;
}

}  // namespace fastnode::learn
