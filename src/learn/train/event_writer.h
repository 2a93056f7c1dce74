// Scalars and texts for TensorBoard: an event file of its own for each run, in TFRecord framing.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/result.h"

namespace fastnode::learn {

using Scalars = std::vector<std::pair<std::string, float>>;  // tag, value

// One thread only.
class EventWriter {
 public:
  // Makes `folder` and in it a new file events.out.tfevents.SECONDS.HOST.PID; older ones stay.
  // An empty folder name: writes nothing.
  static Result<EventWriter> Open(const std::string& folder);

  // One record with all scalars of a step, flushed.
  Status Write(int64_t step, const Scalars& scalars);

  // A text (Markdown) for the page of texts.
  Status WriteText(int64_t step, const std::string& tag, const std::string& text);

  const std::string& path() const { return path_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
};

struct EventStep {
  int64_t step;
  Scalars scalars;
  std::vector<std::pair<std::string, std::string>> texts;  // tag, text
};

// Reads an event file back, its version record left out. Errors: framing, checksums, contents.
Result<std::vector<EventStep>> DecodeEvents(std::string_view bytes);

}  // namespace fastnode::learn
