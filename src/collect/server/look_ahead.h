// Draws of one session, made by a few threads before they are asked for. Only the next few are
// kept, so a session's memory is bounded; what was forgotten is drawn again. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "collect/draw/session.h"
#include "support/result.h"
#include "support/workers.h"

namespace fastnode::server {

class LookAhead {
 public:
  // `workers` must outlive it and every draw it began.
  LookAhead(std::shared_ptr<const draw::Drawer> drawer, Workers* workers);
  ~LookAhead();  // what waits for a thread is not drawn any more

  // Samples [begin, begin + count) as framed records (docs/formats/sample.md), and begins with
  // those after them. Errors: a draw that cannot be made, or that takes longer than
  // kMaxWaitSeconds.
  Result<std::string> Get(int64_t begin, int64_t count);

  const draw::Drawer& drawer() const { return *drawer_; }

  static constexpr int kMaxWaitSeconds = 50;

 private:
  using Drawn = std::shared_ptr<const Result<std::string>>;
  void Begin(int64_t k);  // with mutex_ held

  const std::shared_ptr<const draw::Drawer> drawer_;
  Workers* const workers_;
  const std::shared_ptr<std::atomic<bool>> closed_;
  std::mutex mutex_;
  std::map<int64_t, std::shared_future<Drawn>> draws_;
};

}  // namespace fastnode::server
