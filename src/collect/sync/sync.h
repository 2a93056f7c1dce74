// Brings the shards of a session to where they are trained on, while they are made: what `fastnode
// sync` does. All state is on disk, in the folder: which shards are there, and how far their reader
// is (collect/record/shard_folder.h). So any party may be killed and started again.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "support/result.h"

namespace fastnode::sync {

struct SyncOptions {
  std::vector<std::string> from;  // places, see OpenPlace
  std::string to;                 // folder; train/ and validation/ are made in it
  int64_t samples = 0;            // training samples [0, samples) are wanted
  int64_t validation_samples = 16;
  int64_t ahead_files = 64;  // of training samples, from the reader's shard on
  uint64_t ahead_bytes = uint64_t{2} << 30;
  bool keep =
      false;  // keep used shards, and end when all are there; else it ends when all are used
  double poll_seconds = 5;
  double wait_seconds = 3600;               // for a wanted shard, from whichever place
  const std::atomic<bool>* stop = nullptr;  // set from outside: ends it
};

struct SyncReport {
  int64_t brought = 0, used = 0, damaged = 0;
  uint64_t bytes = 0;
  bool complete = false;  // false: it was stopped
};

// Prints what was brought and used on stdout, one line per shard, and on stderr what was refused
// and which places fail. A place that fails is asked again, with pauses that double up to a minute.
// Errors: no such place; another process brings samples to the folder; another session's folder; a
// full disk; nothing wanted came for `wait_seconds`, which names each place and what is wrong with
// it.
Result<SyncReport> Sync(const SyncOptions& options);

}  // namespace fastnode::sync
