#include "support/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

namespace fastnode {

namespace {

constexpr std::chrono::milliseconds kLongestHeld{60'000}, kLook{20};

}  // namespace

Result<FileLock> FileLock::TakeWithin(const std::string& path, std::chrono::milliseconds longest) {
  int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return Error{path + ": " + std::strerror(errno)};
  FileLock lock(fd);
  const auto until = std::chrono::steady_clock::now() + longest;
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return Error{path + ": " + std::strerror(errno)};
    if (std::chrono::steady_clock::now() >= until) {
      return Error{path + ": another process is at work there"};
    }
    std::this_thread::sleep_for(kLook);
  }
  return lock;
}

Result<FileLock> FileLock::Take(const std::string& path) { return TakeWithin(path, {}); }
Result<FileLock> FileLock::WaitFor(const std::string& path) {
  return TakeWithin(path, kLongestHeld);
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace fastnode
