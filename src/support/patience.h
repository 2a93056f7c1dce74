// Waiting for what others bring or mend: up to a limit, with a word on stderr now and then, and no
// longer than until it is told to stop. Waits of less than a second are not spoken of.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace fastnode {

class Patience {
 public:
  struct Pauses {  // each twice the one before
    std::chrono::milliseconds first{50}, longest{50};
  };

  // `seconds`: of waiting in all, from the first Wait on. `stopped` is asked all the time; it may
  // be empty.
  Patience(double seconds, std::function<bool()> stopped, Pauses pauses);
  Patience(double seconds, std::function<bool()> stopped);

  // Pauses; `what` is waited for, and how that is told: "waiting for X, which Y brings". False: the
  // time is over, or we were stopped.
  bool Wait(const std::string& what);

  // What was waited for came: says so if the waiting was spoken of ("X is back" -> "X is back after
  // 12 s"). The next Wait begins anew.
  void Over(const std::string& what);

 private:
  using Clock = std::chrono::steady_clock;
  double waited() const;

  const double seconds_;
  const std::function<bool()> stopped_;
  const Pauses pauses_;
  bool waiting_ = false, spoken_ = false;
  Clock::time_point start_;
  double speak_at_ = 0;
  std::chrono::milliseconds pause_{0};
};

}  // namespace fastnode
