// Sums over the steps since the last point of the training curve. They are kept in the checkpoint,
// so that a killed run makes the points that it would have made.
#pragma once

#include <chrono>
#include <cstdint>

#include "learn/model/metrics.h"
#include "learn/train/event_writer.h"
#include "learn/train/trainer.h"
#include "support/json.h"

namespace fastnode::learn {

struct Window {
  Metrics metrics;
  double gradient_norm = 0;
  int64_t steps = 0;
  // Of this process alone, because they are divided by its time.
  int64_t sites = 0;
  double wait_seconds = 0;
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

  void Add(const StepReport& step, int64_t num_sites, double waited);
  double SitesPerSecond() const;
  double WaitShare() const;  // of its time, waiting for samples
};

// The point of the curve that the window stands for.
Scalars PointOf(const Window& window, double learning_rate);

// group/loss for all tasks, group/loss_attribute for one, and so on.
void AddScalars(const std::string& group, const Metrics& metrics, Scalars& scalars);

Json ToJson(const Window& window);    // null if it has no steps
Window WindowFrom(const Json& json);  // an empty one from anything else

}  // namespace fastnode::learn
