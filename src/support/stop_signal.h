// Signals as a wish to end in order: for commands that have something to keep when they end
// (StopOnSignals), and for servers, which wait for nothing else (StopWait).
//
// Who ends a tree of processes often tells each of them several times: make and its scripts pass on
// what they get, `timeout` and batch systems tell everybody. What comes within kSameWishSeconds of
// the first is the same wish. What comes later is a person's second, and ends the process at once.
#pragma once

#include <atomic>

namespace fastnode {

inline constexpr int kSameWishSeconds = 3;

// Set by the first signal. It lives as long as the program.
const std::atomic<bool>& StopRequested();

// From now on a first signal sets StopRequested and says `notice` (a line, with its line feed) on
// stderr; before, it ended the process. A SIGHUP that who started us ignores (nohup) stays ignored.
void StopOnSignals(const char* notice);

// The exit status of a process that a signal ended, as a shell has it: 130 after SIGINT, 143 after
// SIGTERM. 0: no signal has come.
int StopStatus();

// SIGINT and SIGTERM for a server. Made before any other thread starts: threads inherit that they
// do not see them.
class StopWait {
 public:
  StopWait();
  // Returns at the first that came since. From then on they end the process at once.
  void Wait();
};

}  // namespace fastnode
