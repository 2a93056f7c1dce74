// A draw is a promise that all who ask for it share. It is kept as long as somebody may want it,
// and a thread that comes to a forgotten one skips it (it holds a weak pointer). Draws ahead are
// only begun for a client that asks in order. Since draw k depends on k alone, none of this shows
// in the bytes.
#include "collect/server/look_ahead.h"

#include <chrono>
#include <future>
#include <string>
#include <utility>
#include <vector>

namespace fastnode::server {
namespace {

constexpr int64_t kAhead = 6;  // samples drawn beyond those asked for, one after the other

}  // namespace

struct LookAhead::Draw {
  using Drawn = Result<std::shared_ptr<const pack::PackedSample>>;
  Draw() : done(promise.get_future()) {}
  std::promise<Drawn> promise;
  std::shared_future<Drawn> done;
};

LookAhead::LookAhead(std::shared_ptr<const draw::Drawer> drawer, Workers* workers)
    : drawer_(std::move(drawer)), workers_(workers) {}

std::shared_ptr<LookAhead::Draw> LookAhead::Begin(int64_t k) {
  auto draw = std::make_shared<Draw>();
  workers_->Run([drawer = drawer_, weak = std::weak_ptr(draw), k] {
    std::shared_ptr<Draw> wanted = weak.lock();
    if (wanted == nullptr) return;  // forgotten: nobody waits for it
    Result<pack::PackedSample> sample = drawer->DrawPacked(k);
    if (!sample.ok()) return wanted->promise.set_value(sample.error());
    wanted->promise.set_value(std::make_shared<const pack::PackedSample>(*std::move(sample)));
  });
  return draw;
}

Result<LookAhead::Samples> LookAhead::Get(int64_t begin, int64_t count) {
  std::vector<std::shared_ptr<Draw>> wanted;
  {
    std::lock_guard lock(mutex_);
    // Clients that share a session ask in any order. Then it is not worth drawing ahead.
    const int64_t end = begin + count + (begin == next_ ? kAhead : 0);
    next_ = begin + count;
    std::erase_if(draws_, [&](const auto& d) { return d.first < begin || d.first >= end; });
    for (int64_t k = begin; k < end; ++k) {
      std::shared_ptr<Draw>& draw = draws_[k];
      if (draw == nullptr) draw = Begin(k);
      if (k < begin + count) wanted.push_back(draw);
    }
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(kMaxWaitSeconds);
  Samples samples;
  for (const std::shared_ptr<Draw>& draw : wanted) {
    if (draw->done.wait_until(deadline) != std::future_status::ready) {
      return Error{"the samples were not drawn within " + std::to_string(kMaxWaitSeconds) + " s"};
    }
    const Draw::Drawn& sample = draw->done.get();
    if (!sample.ok()) return sample.error();
    samples.push_back(*sample);
  }
  return samples;
}

}  // namespace fastnode::server
