// One thread works, another watches the deadlines. A job is claimed under the lock before it is
// answered, so it is answered once, whether work, deadline or cancellation comes first. Work that
// is late goes on if nobody waits: what it learns serves the next question. jobs_test.cc holds it.
#include "serve/jobs.h"

#include <algorithm>
#include <utility>

namespace fastnode::serve {

Jobs::Jobs(std::function<void(const Json&)> answer)
    : answer_(std::move(answer)), worker_([this] { Work(); }), watcher_([this] { Watch(); }) {}

Jobs::~Jobs() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  worker_.join();
  watcher_.join();
}

bool Jobs::Add(Job job) {
  {
    std::lock_guard lock(mutex_);
    if (waiting_.size() >= kMaxWaiting) return false;
    waiting_.push_back(std::make_shared<Entry>(Entry{std::move(job)}));
  }
  changed_.notify_all();
  return true;
}

void Jobs::Cancel(const Json& id, const Json& reply) {
  {
    std::lock_guard lock(mutex_);
    Shared found = at_work_ != nullptr && at_work_->job.id == id ? at_work_ : nullptr;
    for (const Shared& entry : waiting_) {
      if (entry->job.id == id) found = entry;
    }
    if (found == nullptr || found->answered) return;
    found->answered = true;
    std::erase(waiting_, found);
  }
  answer_(reply);
}

bool Jobs::Claim(Entry& entry) {
  std::lock_guard lock(mutex_);
  return !std::exchange(entry.answered, true);
}

void Jobs::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    at_work_ = std::move(waiting_.front());
    waiting_.pop_front();
    // It was answered as late already. What it would find is only of use if nobody is waiting.
    const bool in_vain = at_work_->answered && !waiting_.empty();
    lock.unlock();
    changed_.notify_all();
    if (!in_vain) {
      const Json reply = at_work_->job.work();
      if (Claim(*at_work_)) answer_(reply);
    }
    lock.lock();
    at_work_ = nullptr;
    changed_.notify_all();
  }
}

void Jobs::Watch() {
  std::unique_lock lock(mutex_);
  while (!stopping_ || at_work_ != nullptr || !waiting_.empty()) {
    Shared next = nullptr;
    auto consider = [&](const Shared& entry) {
      const bool counts = entry != nullptr && !entry->answered && entry->job.late != nullptr;
      if (counts && (next == nullptr || entry->job.deadline < next->job.deadline)) next = entry;
    };
    consider(at_work_);
    for (const Shared& entry : waiting_) consider(entry);
    if (next == nullptr) {
      changed_.wait(lock);
    } else if (Clock::now() < next->job.deadline) {
      changed_.wait_until(lock, next->job.deadline);
    } else {
      next->answered = true;
      lock.unlock();
      answer_(next->job.late());
      lock.lock();
    }
  }
}

}  // namespace fastnode::serve
