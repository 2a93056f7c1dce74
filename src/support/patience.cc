#include "support/patience.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>
#include <utility>

#include "support/seconds_since.h"

namespace fastnode {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kGlance{50};  // how often we look whether to stop
constexpr double kFirstWord = 1, kSecondWord = 5;

void Say(const std::string& line) {
  // A line of progress that is redrawn in place (support/progress.h) makes way.
  std::fprintf(stderr, "%s%s\n", ::isatty(STDERR_FILENO) == 1 ? "\r\x1b[K" : "", line.c_str());
}

}  // namespace

Patience::Patience(double seconds, std::function<bool()> stopped, Pauses pauses)
    : seconds_(seconds), stopped_(std::move(stopped)), pauses_(pauses) {}

Patience::Patience(double seconds, std::function<bool()> stopped)
    : Patience(seconds, std::move(stopped), Pauses()) {}

double Patience::waited() const { return SecondsSince(start_); }

bool Patience::Wait(const std::string& what) {
  if (!waiting_) {
    waiting_ = true;
    spoken_ = false;
    start_ = Clock::now();
    speak_at_ = kFirstWord;
    pause_ = pauses_.first;
  }
  const double left = seconds_ - waited();
  if (left <= 0) return false;
  if (waited() >= speak_at_) {
    Say(what + "; " + std::to_string(static_cast<long>(left)) + " s left");
    spoken_ = true;
    speak_at_ = std::max(kSecondWord, 2 * waited());
  }
  // The last look is at the very end.
  const auto end = std::min(
      Clock::now() + pause_,
      start_ + std::chrono::duration_cast<milliseconds>(std::chrono::duration<double>(seconds_)));
  pause_ = std::min(2 * pause_, pauses_.longest);
  while (Clock::now() < end) {
    if (stopped_ && stopped_()) return false;
    std::this_thread::sleep_until(std::min(end, Clock::now() + kGlance));
  }
  return !(stopped_ && stopped_());
}

void Patience::Over(const std::string& what) {
  if (waiting_ && spoken_)
    Say(what + " after " + std::to_string(static_cast<long>(waited())) + " s");
  waiting_ = false;
}

}  // namespace fastnode
