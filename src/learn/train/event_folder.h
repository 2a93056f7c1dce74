// A training's curve in TensorBoard's folder, whole whatever was killed.
//
//   FOLDER           events from the first step on
//   FOLDER_continue  events of all steps that were added to it later (--continue)
//
// Each event file says which training it belongs to. A training that starts again empties both
// folders: what is in them belongs to the training that it replaces. One that goes on from a
// checkpoint cuts off what comes after the checkpoint's step, because those steps will be made
// again, and goes on in a new file. What is kept is not touched. A file is cut by shortening it in
// one system call, so a process that is killed in the middle loses nothing, and the next start does
// the rest.
#pragma once

#include <cstdint>
#include <string>

#include "learn/train/event_writer.h"
#include "support/result.h"

namespace fastnode::learn {

struct EventFolder {
  std::string folder;    // FOLDER; empty: nothing is written
  std::string training;  // tells this training from others
  int64_t step = 0;      // made so far
  enum class Start { kAnew, kGoOn, kContinue } start = Start::kAnew;

  std::string Target() const;  // where the events go: FOLDER, or FOLDER_continue
};

// Another training's events are removed from Target, with a word on stderr unless this one starts
// again. Elsewhere they are left alone. Errors name the file.
Result<EventWriter> OpenEvents(const EventFolder& events);

}  // namespace fastnode::learn
