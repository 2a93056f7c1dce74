// The work is done by threads of our own, and the caller waits for it no longer than it may. A task
// owns its request, because it may go on after the caller has left. in_time_test.cc holds the
// model's answer back with a gate.
#include "serve/in_time.h"

#include <future>
#include <utility>

#include "analyze/ast/parse.h"
#include "serve/quick_answer.h"

namespace fastnode::serve {

using Clock = std::chrono::steady_clock;

struct InTime::Task {
  predict::Request request;  // a copy: the caller may be gone
  Clock::time_point by;
  std::promise<Result<predict::Answer>> promise = {};
};

InTime::InTime(predict::Complete complete, Options options)
    : complete_(std::move(complete)), options_(options) {
  if (options_.limit.count() == 0) return;
  for (int i = 0; i < options_.num_workers; ++i) workers_.emplace_back([this] { Work(); });
}

InTime::~InTime() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting_.clear();
  }
  added_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void InTime::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    added_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    const std::shared_ptr<Task> task = std::move(waiting_.front());
    waiting_.pop_front();
    if (Clock::now() > task->by) continue;  // answered already
    lock.unlock();
    task->promise.set_value(Remembering(task->request));
    lock.lock();
  }
}

Result<predict::Answer> InTime::Remembering(predict::Request request) {
  const Memories::Held memory(memories_, request.question.path);
  request.given.memory = memory.get();
  return complete_(request);
}

Result<predict::Answer> InTime::Complete(const predict::Request& request) {
  Result<predict::Answer> answer = Error{ast::kTooMuchWork};
  if (options_.limit.count() == 0) {
    answer = Remembering(request);
  } else {
    auto task = std::make_shared<Task>(
        Task{request, request.budget.deadline.value_or(Clock::now() + options_.limit)});
    task->request.budget.deadline = task->by;
    std::future<Result<predict::Answer>> done = task->promise.get_future();
    {
      std::lock_guard lock(mutex_);
      waiting_.push_back(task);
    }
    added_.notify_one();
    if (done.wait_until(task->by) == std::future_status::ready) answer = done.get();
  }
  if (answer.ok() || answer.error().message != ast::kTooMuchWork) return answer;
  predict::Answer quick = QuickAnswer(request.question.text, request.question.cursor,
                                      static_cast<size_t>(options_.max_completions));
  quick.late = true;
  return quick;
}

}  // namespace fastnode::serve
