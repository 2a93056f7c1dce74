#include "collect/server/look_ahead.h"

#include <chrono>
#include <utility>
#include <vector>

#include "collect/record/encode.h"
#include "support/tfrecord.h"

namespace fastnode::server {
namespace {

constexpr int64_t kAhead = 6;  // samples drawn beyond those asked for

}  // namespace

LookAhead::LookAhead(std::shared_ptr<const draw::Drawer> drawer, Workers* workers)
    : drawer_(std::move(drawer)),
      workers_(workers),
      closed_(std::make_shared<std::atomic<bool>>(false)) {}

LookAhead::~LookAhead() { *closed_ = true; }

void LookAhead::Begin(int64_t k) {
  auto promise = std::make_shared<std::promise<Drawn>>();
  draws_.emplace(k, promise->get_future().share());
  workers_->Run([drawer = drawer_, closed = closed_, promise, k] {
    if (*closed) return;
    Result<pack::Sample> sample = drawer->Draw(k);
    promise->set_value(std::make_shared<const Result<std::string>>(
        sample.ok() ? Result<std::string>(record::Encode(*sample))
                    : Result<std::string>(sample.error())));
  });
}

Result<std::string> LookAhead::Get(int64_t begin, int64_t count) {
  std::vector<std::shared_future<Drawn>> wanted;
  {
    std::lock_guard lock(mutex_);
    const int64_t end = begin + count + kAhead;
    std::erase_if(draws_, [&](const auto& d) { return d.first < begin || d.first >= end; });
    for (int64_t k = begin; k < end; ++k) {
      if (!draws_.contains(k)) Begin(k);
      if (k < begin + count) wanted.push_back(draws_.at(k));
    }
  }
  auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(kMaxWaitSeconds);
  std::string records;
  for (const std::shared_future<Drawn>& draw : wanted) {
    if (draw.wait_until(deadline) != std::future_status::ready) {
      return Error{"the samples were not drawn within " + std::to_string(kMaxWaitSeconds) + " s"};
    }
    const Result<std::string>& sample = *draw.get();
    if (!sample.ok()) return sample.error();
    AppendRecord(*sample, records);
  }
  return records;
}

}  // namespace fastnode::server
