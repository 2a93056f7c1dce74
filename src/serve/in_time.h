// Completions in time. The caller gets the model's answer if it is there by the limit, else one
// from the words of the text (quick_answer.h), which is marked as late. What was begun goes on for
// a while (predict::kPatience) and is then thrown away. What was analysed for one question is kept
// for the next about the same path.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "predict/json_lines.h"
#include "serve/memories.h"

namespace fastnode::serve {

// Thread-safe. Callers only wait for their own answers, as long as fewer than `num_workers` are
// late.
class InTime {
 public:
  struct Options {
    std::chrono::milliseconds limit{2000};  // 0: none, the caller's own thread does the work
    int32_t max_completions = 20;           // in an answer from the words of the text
    int num_workers = 1;
  };

  InTime(predict::Complete complete, Options options);
  ~InTime();  // waits for what was begun

  // By the request's deadline, else within the limit. Errors: those of `complete`, except analysis
  // that was given up.
  Result<predict::Answer> Complete(const predict::Request& request);

 private:
  struct Task;
  void Work();
  Result<predict::Answer> Remembering(predict::Request request);

  const predict::Complete complete_;
  const Options options_;
  Memories memories_;
  std::mutex mutex_;
  std::condition_variable added_;
  std::deque<std::shared_ptr<Task>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace fastnode::serve
