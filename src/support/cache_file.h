// The file of a disk cache (docs/formats/cache.md): a table of places by the hash of a key, then
// values, one after the other. Read and written with pread and pwrite alone: it is never mapped, so
// no byte in it and no change of its size can end a process. A place and a value are believed only
// if their checksums are right.
//
// Processes of one machine may have it open together. A writer holds the lock of the folder; a
// reader needs none: a value is on the disk before its place is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/result.h"

namespace fastnode {

class CacheFile {
 public:
  // A new empty file of this path, in the place of what is there; the one who calls holds the lock.
  // A sixteenth of `max_bytes` is the table, which takes up disk only as it fills.
  static Result<CacheFile> Make(const std::string& path, uint64_t max_bytes, uint64_t build);

  // Errors: it cannot be read. A file that is no cache file is none of them: see header_is_whole().
  static Result<CacheFile> Open(const std::string& path);

  CacheFile(CacheFile&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), buckets_(other.buckets_), build_(other.build_) {}
  CacheFile& operator=(CacheFile&&) = delete;
  ~CacheFile();

  bool header_is_whole() const { return buckets_ > 0; }
  uint64_t build() const { return build_; }
  bool IsAt(const std::string& path) const;  // not replaced meanwhile
  uint64_t size() const;
  uint64_t used_bytes() const;  // on the disk

  enum class Found { kNo, kYes, kDamaged };
  Found Find(std::string_view key, std::string& value) const;

  // Adds to what is there; of two with one key the later is found. A place that is taken by others,
  // if so many keys fall together, is theirs no longer. The one who calls holds the lock. Errors:
  // the disk is full, the file would be larger than `max_bytes` or has been cut off.
  using Row = std::pair<std::string_view, std::string_view>;  // key, value
  Status Append(const std::vector<Row>& rows, uint64_t max_bytes);

 private:
  CacheFile(int fd, uint64_t buckets, uint64_t build) : fd_(fd), buckets_(buckets), build_(build) {}
  uint64_t values_begin() const;

  int fd_;
  uint64_t buckets_, build_;
};

}  // namespace fastnode
