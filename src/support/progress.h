// Progress of long work, on stderr: a bar redrawn in place on a terminal, else a plain line now and
// then. Rate and time left are shown in both. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace fastnode {

class Progress {
 public:
  // `total` of 0: unknown. `unit` is what is counted: "files", "steps". `quiet`: of what takes no
  // longer nothing is printed.
  Progress(std::string title, uint64_t total, std::string unit,
           std::chrono::milliseconds quiet = std::chrono::milliseconds(0));
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Add(uint64_t count = 1, const std::string& note = "");
  void Finish();

 private:
  using Clock = std::chrono::steady_clock;
  void Print(bool last);

  const std::string title_;
  const uint64_t total_;
  const std::string unit_;
  const std::chrono::milliseconds quiet_;
  const bool terminal_;
  const Clock::time_point start_;
  std::mutex mutex_;
  uint64_t done_ = 0;
  std::string note_;
  Clock::time_point printed_;
  bool finished_ = false;
};

}  // namespace fastnode
