// What was made before, on disk, so that it need not be made again: tables of bytes by key in one
// file (cache_file.h), which several processes of one machine may share (machine_lock.h). It may be
// deleted at any time; what another build of the program made in it is forgotten.
//
// A value is lost rather than wrong, and no damage to the file harms the process. A damaged file is
// put aside and begun anew, which is said once on standard error. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "support/cache_file.h"
#include "support/file_lock.h"
#include "support/machine_lock.h"
#include "support/result.h"

namespace fastnode {

class DiskCache {
 public:
  using Table = uint8_t;  // keys of one table are not those of another

  // Makes the folder if it is missing. What is over nine tenths of `max_bytes` is forgotten as a
  // whole; once it is full nothing is added. `build`: what may use it. Errors: the folder cannot be
  // written, or is no place to share: callers do without, and say so.
  static Result<std::unique_ptr<DiskCache>> Open(const std::string& folder, uint64_t max_bytes,
                                                 const std::string& build);
  ~DiskCache();  // writes what waits

  std::optional<std::string> Find(Table table, const std::string& key) const;
  // Written with others, once they are some megabytes, by a thread of the cache's own; found at
  // once. Waits only for a disk that is slower than what is kept.
  void Keep(Table table, const std::string& key, std::string value);
  bool full() const { return full_; }

  // Writes what waits. Errors: the disk is full, or the cache; another process holds the lock for
  // long. What waited is lost then.
  Status Flush();

  uint64_t used_bytes() const { return File()->used_bytes(); }

 private:
  using Rows = std::map<std::string, std::string>;
  DiskCache(MachineLock machine, std::string folder, uint64_t max_bytes, uint64_t build)
      : machine_(std::move(machine)),
        folder_(std::move(folder)),
        max_bytes_(max_bytes),
        build_(build) {}
  std::shared_ptr<const CacheFile> File() const;
  std::string path() const { return folder_ + "/cache.bin"; }
  Status OpenFile(bool is_damaged, const FileLock& lock) const;
  bool FindDamaged(const std::string& key, std::string& value) const;
  void SayDamaged() const;
  Status Write(const Rows& rows);
  void WriteWhenEnough(const std::stop_token& stop);

  const MachineLock machine_;
  const std::string folder_;
  const uint64_t max_bytes_, build_;
  mutable std::mutex mutex_;    // of what waits, and of file_
  mutable std::mutex writing_;  // one writer a process; taken without mutex_
  mutable std::shared_ptr<CacheFile> file_;
  mutable std::atomic<bool> said_damaged_ = false;
  Rows waiting_, being_written_;
  size_t waiting_bytes_ = 0;
  std::condition_variable_any is_enough_, is_taken_;  // of what waits
  mutable std::atomic<bool> full_ = false;
  std::jthread writer_;  // begun by the first that is enough
};

}  // namespace fastnode
