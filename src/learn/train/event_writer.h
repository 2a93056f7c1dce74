// Scalars and texts for TensorBoard: an event file of its own for each run, in TFRecord framing.
// What stands in a folder of them already is the matter of event_folder.h.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/result.h"

namespace fastnode::learn {

using Scalars = std::vector<std::pair<std::string, float>>;  // tag, value

// One thread only.
class EventWriter {
 public:
  // Makes `folder` and in it a new file events.out.tfevents.SECONDS.HOST.PID, whose name sorts
  // behind those that are there: TensorBoard reads them in that order. An empty folder name: writes
  // nothing.
  static Result<EventWriter> Open(const std::string& folder);

  // One record with all scalars of a step, flushed.
  Status Write(int64_t step, const Scalars& scalars);

  // A text (Markdown) for the page of texts.
  Status WriteText(int64_t step, const std::string& tag, const std::string& text);

  // Whoever plots these files while they grow forgets what it read of `step` and later ones.
  Status WriteRestart(int64_t step);

  // Points that the folder has already, and that Write leaves out.
  void LeaveOut(int64_t step, std::set<std::string> tags);

  // What was written so far outlasts a power failure.
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

// The event files of a folder, in the order of their making; none if there is no folder.
std::vector<std::string> EventFiles(const std::string& folder);

// Reads an event file back, the records that only organise it left out. Errors: framing, checksums,
// contents.
Result<std::vector<EventStep>> DecodeEvents(std::string_view bytes);

}  // namespace fastnode::learn
