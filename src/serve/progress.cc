// A small state machine. Work begins in silence (kBegun); if it lasts, a token is asked for
// (kAsked); only a client that agreed (kAgreed) is shown anything. So quick work never flickers,
// and a client that does not answer is left alone. progress_test.cc walks through the states.
#include "serve/progress.h"

#include <utility>

namespace fastnode::serve {
namespace {

std::string TokenOf(int number) { return "fastnode/progress/" + std::to_string(number); }

}  // namespace

void Progress::Answered(const Json& id, bool agreed) {
  std::lock_guard lock(mutex_);
  if (state_ == State::kAsked && id == TokenOf(number_) && agreed) state_ = State::kAgreed;
}

void Progress::Send(Json value) {
  send_({{"jsonrpc", "2.0"},
         {"method", "$/progress"},
         {"params", {{"token", TokenOf(number_)}, {"value", std::move(value)}}}});
}

void Progress::Tell(const std::string& title, size_t done, size_t of, Clock::time_point now) {
  std::lock_guard lock(mutex_);
  if (!enabled_) return;
  if (done >= of) {
    if (state_ == State::kShown) Send({{"kind", "end"}});
    state_ = State::kIdle;
    return;
  }
  const std::string message = std::to_string(done) + "/" + std::to_string(of) + " files";
  const size_t percentage = 100 * done / of;
  switch (state_) {
    case State::kIdle:
      state_ = State::kBegun;
      last_ = now;
      return;
    case State::kBegun:
      if (now - last_ < kPatience) return;
      ++number_;
      state_ = State::kAsked;
      return send_({{"jsonrpc", "2.0"},
                    {"id", TokenOf(number_)},
                    {"method", "window/workDoneProgress/create"},
                    {"params", {{"token", TokenOf(number_)}}}});
    case State::kAsked:
      return;
    case State::kAgreed:
      Send({{"kind", "begin"}, {"title", title}, {"message", message}, {"percentage", percentage}});
      state_ = State::kShown;
      last_ = now;
      return;
    case State::kShown:
      if (now - last_ < kPause) return;
      last_ = now;
      Send({{"kind", "report"}, {"message", message}, {"percentage", percentage}});
  }
}

}  // namespace fastnode::serve
