// Scalars, histograms, texts and hyper-parameters for TensorBoard: one event file per run, in
// TFRecord framing. The files that a folder already has are dealt with in event_folder.h.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "support/json.h"
#include "support/result.h"

namespace fastnode::learn {

using Scalars = std::vector<std::pair<std::string, float>>;  // tag, value

// How many values lie where: buckets of equal width from the smallest value to the largest.
struct Histogram {
  std::string tag;
  struct Bucket {
    double left, right, count;
  };
  std::vector<Bucket> buckets;  // none, if there are no values
};
Histogram HistogramOf(std::string tag, std::span<const float> values);

// One thread only.
class EventWriter {
 public:
  // Makes `folder` and a new file events.out.tfevents.SECONDS.HOST.PID in it. Its name sorts after
  // those that are there, because TensorBoard reads files in that order. An empty folder name:
  // nothing is written.
  static Result<EventWriter> Open(const std::string& folder);

  // One record with all scalars and histograms of a step, flushed.
  Status Write(int64_t step, const Scalars& scalars, const std::vector<Histogram>& histograms = {});

  // A text (Markdown) for TensorBoard's page of texts.
  Status WriteText(int64_t step, const std::string& tag, const std::string& text);

  // What TensorBoard's page of hyper-parameters compares runs by: numbers, texts and truth values
  // by name. Others are left out.
  Status WriteHyperparameters(int64_t step, const Json& settings);

  // Tells programs that plot the files while they grow to forget `step` and what came after it.
  Status WriteRestart(int64_t step);

  // Names points that the folder has already, which Write then leaves out.
  void LeaveOut(int64_t step, std::set<std::string> tags);

  // After this, what was written survives a power failure.
  Status Sync();

  const std::string& path() const { return path_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  int64_t there_step_ = -1;
  std::set<std::string> there_tags_;
};

struct EventStep {
  int64_t step;
  double wall_time;  // seconds since 1970
  Scalars scalars;
  std::vector<std::pair<std::string, std::string>> texts;  // tag, text
};

// The event files of a folder, oldest first; none if there is no folder.
std::vector<std::string> EventFiles(const std::string& folder);

// Reads an event file back, without the records that only organise it. Errors: framing, checksums,
// contents.
Result<std::vector<EventStep>> DecodeEvents(std::string_view bytes);

}  // namespace fastnode::learn
