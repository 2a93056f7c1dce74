// A lock that one process at a time can hold, on a file; the system gives it back when the process
// ends, however it ends.
#pragma once

#include <chrono>
#include <string>

#include "support/result.h"

namespace fastnode {

class FileLock {
 public:
  // Makes the file if it is missing. Does not wait: an error if another process holds the lock.
  static Result<FileLock> Take(const std::string& path);
  // Waits for it, a minute at most.
  static Result<FileLock> WaitFor(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  static Result<FileLock> TakeWithin(const std::string& path, std::chrono::milliseconds longest);
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace fastnode
