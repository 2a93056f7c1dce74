#include "support/scratch.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace fastnode {
namespace {

Error NoRoom(const std::string& folder, uint64_t bytes, int error) {
  return Error{folder + ": no room for " + std::to_string((bytes >> 20) + 1) +
               " MB that are needed for a while: " + std::strerror(error)};
}

void Advise(std::string_view mapped, int advice) {
  if (mapped.empty()) return;
  const auto page = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<uintptr_t>(mapped.data()) / page * page;
  const auto end = reinterpret_cast<uintptr_t>(mapped.data()) + mapped.size();
  ::madvise(reinterpret_cast<void*>(begin), end - begin, advice);
}

}  // namespace

Result<ScratchFile> ScratchFile::Make(const std::string& folder) {
  // A process that is killed between these two lines leaves an empty file.
  const std::string path = folder + "/scratch.tmp";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return Error{path + ": " + std::strerror(errno)};
  ::unlink(path.c_str());
  return ScratchFile(folder, fd);
}

ScratchFile::ScratchFile(ScratchFile&& other) noexcept
    : folder_(std::move(other.folder_)), fd_(std::exchange(other.fd_, -1)), size_(other.size_) {}

ScratchFile& ScratchFile::operator=(ScratchFile&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(fd_, other.fd_);
  std::swap(size_, other.size_);
  return *this;
}

ScratchFile::~ScratchFile() {
  if (fd_ >= 0) ::close(fd_);
}

Status ScratchFile::Append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return NoRoom(folder_, size_ + bytes.size(), put < 0 ? errno : ENOSPC);
    size_ += static_cast<uint64_t>(put);
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return {};
}

Status ScratchFile::ReadAt(uint64_t offset, char* bytes, size_t size) const {
  while (size > 0) {
    const ssize_t got = ::pread(fd_, bytes, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Error{folder_ + ": what was put away cannot be read again"};
    bytes += got;
    offset += static_cast<uint64_t>(got);
    size -= static_cast<size_t>(got);
  }
  return {};
}

Result<ScratchBytes> ScratchBytes::Make(const Scratch& scratch, uint64_t size) {
  if (size == 0) return ScratchBytes(nullptr, 0);
  constexpr int kAccess = PROT_READ | PROT_WRITE;
  void* data = nullptr;
  if (size <= scratch.memory_bytes) {
    data = ::mmap(nullptr, size, kAccess, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  } else {
    Result<ScratchFile> file = ScratchFile::Make(scratch.folder);
    if (!file.ok()) return file.error();
    // All of it now: a disk that is full later would end the process.
    const int error = ::posix_fallocate(file->fd_, 0, static_cast<off_t>(size));
    if (error != 0) return NoRoom(scratch.folder, size, error);
    data = ::mmap(nullptr, size, kAccess, MAP_SHARED, file->fd_, 0);
  }
  if (data == MAP_FAILED) return NoRoom(scratch.folder, size, errno);
  return ScratchBytes(static_cast<char*>(data), size);
}

ScratchBytes::ScratchBytes(ScratchBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

ScratchBytes& ScratchBytes::operator=(ScratchBytes&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

ScratchBytes::~ScratchBytes() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

void LetGo(std::string_view mapped) { Advise(mapped, MADV_DONTNEED); }

void ReadHereAndThere(std::string_view mapped) {
  Advise(mapped, MADV_DONTNEED);
  Advise(mapped, MADV_RANDOM);
}

}  // namespace fastnode
