// Tells the client about work that takes long, in the protocol's way: the server asks for a token,
// and once the client has agreed, sends begin, report and end ($/progress). Work that is soon done
// is not mentioned.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

#include "support/json.h"

namespace fastnode::serve {

// Thread-safe. One thing at a time.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kPatience{400};  // before anything is told
  static constexpr std::chrono::milliseconds kPause{250};     // between two reports

  explicit Progress(std::function<void(const Json&)> send) : send_(std::move(send)) {}

  void Enable() { enabled_ = true; }  // before the first Tell, if the client can show progress

  // The client has answered a request, perhaps our request for a token.
  void Answered(const Json& id, bool agreed);

  // `done` of `of` parts of the work `title` are done. All of them: it has ended.
  void Tell(const std::string& title, size_t done, size_t of, Clock::time_point now = Clock::now());

 private:
  enum class State { kIdle, kBegun, kAsked, kAgreed, kShown };
  void Send(Json value);  // the value of a $/progress

  const std::function<void(const Json&)> send_;
  std::mutex mutex_;
  bool enabled_ = false;
  State state_ = State::kIdle;
  int number_ = 0;  // of the token
  Clock::time_point last_{};
};

}  // namespace fastnode::serve
