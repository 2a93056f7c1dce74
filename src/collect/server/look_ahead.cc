// A draw is a promise that all who ask for it share. It is kept as long as somebody may want it,
// and a thread that comes to a forgotten one skips it (it holds a weak pointer). Draws ahead are
// only begun for a client that asks in order. Since draw k depends on k alone, none of this shows
// in the bytes.
#include "collect/server/look_ahead.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <string>
#include <utility>
#include <vector>

namespace fastnode::server {
namespace {

constexpr int64_t kAhead = 3;  // rounds drawn beyond those asked for, one after the other

}  // namespace

struct LookAhead::Draw {
  using Drawn = Result<std::shared_ptr<const draw::Drawer::Round>>;
  Draw() : done(promise.get_future()) {}
  std::promise<Drawn> promise;
  std::shared_future<Drawn> done;
};

LookAhead::LookAhead(std::shared_ptr<const draw::Drawer> drawer, Workers* workers)
    : drawer_(std::move(drawer)), workers_(workers) {}

std::shared_ptr<LookAhead::Draw> LookAhead::Begin(int64_t round) {
  auto draw = std::make_shared<Draw>();
  workers_->Run([drawer = drawer_, weak = std::weak_ptr(draw), round] {
    std::shared_ptr<Draw> wanted = weak.lock();
    if (wanted == nullptr) return;  // forgotten: nobody waits for it
    wanted->promise.set_value(drawer->DrawRound(round));
  });
  return draw;
}

Result<LookAhead::Samples> LookAhead::Get(int64_t begin, int64_t count, int64_t end) {
  const int64_t length = drawer_->samples_per_round();
  const int64_t first = begin / length, last = (begin + count - 1) / length;
  std::vector<std::shared_ptr<Draw>> wanted;
  {
    std::lock_guard lock(mutex_);
    // Clients that share a session ask in any order. Then it is not worth drawing ahead.
    int64_t after = last + 1;
    if (begin == next_) after = std::clamp((end - 1) / length + 1, after, after + kAhead);
    next_ = begin + count;
    std::erase_if(draws_, [&](const auto& d) { return d.first < first || d.first >= after; });
    for (int64_t round = first; round < after; ++round) {
      std::shared_ptr<Draw>& draw = draws_[round];
      if (draw == nullptr) draw = Begin(round);
      if (round <= last) wanted.push_back(draw);
    }
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(kMaxWaitSeconds);
  Samples samples;
  int64_t k = begin;
  for (const std::shared_ptr<Draw>& draw : wanted) {
    if (draw->done.wait_until(deadline) != std::future_status::ready) {
      return Error{"the samples were not drawn within " + std::to_string(kMaxWaitSeconds) + " s"};
    }
    const Draw::Drawn& round = draw->done.get();
    if (!round.ok()) return round.error();
    for (; k < begin + count && k / length == first + (&draw - wanted.data()); ++k) {
      samples.emplace_back(*round, &(**round)[static_cast<size_t>(k % length)]);
    }
  }
  return samples;
}

}  // namespace fastnode::server
