// Draws of one session, by rounds (collect/draw/session.h). Each round is made once for all who
// wait for it. For a client that asks in order, the next ones are made before they are asked for.
// Only the last request's rounds and the next few are kept, so a session's memory is bounded; what
// was forgotten is drawn again. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "collect/draw/session.h"
#include "support/result.h"
#include "support/workers.h"

namespace fastnode::server {

class LookAhead {
 public:
  // `workers` must outlive it and every draw that it began. Draws that no thread has begun when it
  // ends are never made.
  LookAhead(std::shared_ptr<const draw::Drawer> drawer, Workers* workers);

  // Each keeps its round.
  using Samples = std::vector<std::shared_ptr<const pack::PackedSample>>;

  // Samples [begin, begin + count). No round from `end` on is drawn before it is asked for. Errors:
  // a draw that cannot be made, or that takes longer than kMaxWaitSeconds.
  Result<Samples> Get(int64_t begin, int64_t count, int64_t end = INT64_MAX);

  const draw::Drawer& drawer() const { return *drawer_; }

  static constexpr int kMaxWaitSeconds = 50;

 private:
  struct Draw;
  std::shared_ptr<Draw> Begin(int64_t round);

  const std::shared_ptr<const draw::Drawer> drawer_;
  Workers* const workers_;
  std::mutex mutex_;
  std::map<int64_t, std::shared_ptr<Draw>> draws_;  // by round
  int64_t next_ = 0;                                // after those asked for last
};

}  // namespace fastnode::server
