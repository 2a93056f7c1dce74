#include "support/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

namespace fastnode {
namespace {

Error SystemError(const std::string& path) { return Error{path + ": " + std::strerror(errno)}; }

Status WriteAll(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return SystemError(path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

Status SyncFolderOf(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError(folder);
  ::fsync(fd);
  ::close(fd);
  return {};
}

}  // namespace

Result<std::string> ReadFile(const std::string& path, uint64_t max_bytes) {
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return SystemError(path);
  struct stat info;
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(fd);
    return Error{path + ": not a regular file"};
  }
  if (static_cast<uint64_t>(info.st_size) > max_bytes) {
    ::close(fd);
    return Error{path + ": larger than " + std::to_string(max_bytes) + " bytes"};
  }
  std::string bytes(static_cast<size_t>(info.st_size), '\0');
  size_t filled = 0;
  while (filled < bytes.size()) {
    ssize_t got = ::read(fd, bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      Error error = SystemError(path);
      ::close(fd);
      return error;
    }
    if (got == 0) break;  // The file shrank while we read it.
    filled += static_cast<size_t>(got);
  }
  ::close(fd);
  bytes.resize(filled);
  return bytes;
}

Status WriteFileAtomic(const std::string& path, std::string_view bytes) {
  return WriteFileAtomic(path, std::span(&bytes, 1));
}

Status WriteFileAtomic(const std::string& path, std::span<const std::string_view> pieces) {
  // Nobody else's name: other hosts and containers have processes of the same number.
  std::string temporary;
  int fd = -1;
  do {
    temporary = path + ".tmp." + std::to_string(std::random_device()());
    fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  } while (fd < 0 && errno == EEXIST);
  if (fd < 0) return SystemError(temporary);
  Status written;
  for (size_t i = 0; i < pieces.size() && written.ok(); ++i) {
    written = WriteAll(fd, pieces[i], temporary);
  }
  if (written.ok() && ::fsync(fd) != 0) written = SystemError(temporary);
  if (::close(fd) != 0 && written.ok()) written = SystemError(temporary);
  if (written.ok() && ::rename(temporary.c_str(), path.c_str()) != 0) written = SystemError(path);
  if (!written.ok()) {
    ::unlink(temporary.c_str());
    return written;
  }
  return SyncFolderOf(path);
}

Status RemoveFile(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return SystemError(path);
  return SyncFolderOf(path);
}

Status MakeFolders(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return Error{path + ": " + error.message()};
  return {};
}

bool PathExists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

Result<std::vector<std::string>> ListFiles(const std::string& folder, std::string_view suffix) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::is_directory(folder, error)) return Error{folder + ": not a folder"};
  std::vector<std::string> paths;
  std::vector<fs::path> folders = {folder};
  while (!folders.empty()) {
    const fs::path current = std::move(folders.back());
    folders.pop_back();
    auto options = fs::directory_options::skip_permission_denied;
    fs::directory_iterator walk(current, options, error);
    for (; !error && walk != fs::directory_iterator(); walk.increment(error)) {
      std::error_code gone;  // not found, then
      const fs::file_status status = walk->symlink_status(gone);
      if (fs::is_directory(status)) folders.push_back(walk->path());
      if (!fs::is_regular_file(status)) continue;
      std::string path = walk->path().string();
      if (path.ends_with(suffix)) {
        paths.push_back(fs::path(path).lexically_relative(folder).string());
      }
    }
    // Others work in the folder while it is walked: what has vanished by now is not in it.
    const bool vanished = current != folder && (error == std::errc::no_such_file_or_directory ||
                                                error == std::errc::not_a_directory);
    if (error && !vanished) return Error{current.string() + ": " + error.message()};
    error.clear();
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<MappedFile> MappedFile::Open(const std::string& path) {
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return SystemError(path);
  struct stat info;
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(fd);
    return Error{path + ": not a regular file"};
  }
  size_t size = static_cast<size_t>(info.st_size);
  if (size == 0) {
    ::close(fd);
    return MappedFile(nullptr, 0);
  }
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  int map_errno = errno;
  ::close(fd);
  errno = map_errno;
  if (data == MAP_FAILED) return SystemError(path);
  return MappedFile(static_cast<const char*>(data), size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace fastnode
