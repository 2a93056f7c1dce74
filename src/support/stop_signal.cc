#include "support/stop_signal.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>

namespace fastnode {
namespace {

std::atomic<bool> stop{false};
std::atomic<int> first_signal{0};
std::atomic<int64_t> first_ns{0};
std::atomic<const char*> said{""};
static_assert(std::atomic<int64_t>::is_always_lock_free);  // or a signal handler could not set it

// Calls only what POSIX allows in a handler.
void Hear(int signal) {
  struct timespec now;
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const int64_t now_ns = int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
  int64_t none = 0;
  if (first_ns.compare_exchange_strong(none, now_ns)) {
    first_signal.store(signal);
    stop.store(true);
    const char* notice = said.load();
    (void)!::write(STDERR_FILENO, notice, std::strlen(notice));
  } else if (now_ns - none >= int64_t{kSameWishSeconds} * 1'000'000'000) {
    ::signal(signal, SIG_DFL);
    ::raise(signal);  // takes effect when we return
  }
}

}  // namespace

const std::atomic<bool>& StopRequested() { return stop; }

void StopOnSignals(const char* notice) {
  said.store(notice);
  struct sigaction action = {};
  action.sa_handler = Hear;
  action.sa_flags = SA_RESTART;
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before;
    ::sigaction(signal, nullptr, &before);
    if (signal != SIGHUP || before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);
  }
}

namespace {

sigset_t ServerSignals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGINT);
  ::sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

StopWait::StopWait() {
  const sigset_t signals = ServerSignals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void StopWait::Wait() {
  const sigset_t signals = ServerSignals();
  int signal = 0;
  ::sigwait(&signals, &signal);
  ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

int StopStatus() { return first_signal.load() == 0 ? 0 : 128 + first_signal.load(); }

}  // namespace fastnode
