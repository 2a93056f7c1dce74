// SIGINT, SIGTERM and SIGHUP as a wish to end in order, for commands that have something to keep.
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

}  // namespace fastnode
