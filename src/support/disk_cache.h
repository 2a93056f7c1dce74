// What was made before, on disk, so that it need not be made again: tables of bytes by key in an
// LMDB environment that several processes of one machine may share (support/machine_lock.h). It may
// be deleted whenever nobody has it open; what another build of the program made in it is
// forgotten.
//
// A value is lost rather than wrong: before each stands the XXH3 of its bytes, and one that was
// damaged (the machine died while it was written) counts as not there. Thread-safe.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/lmdb.h"
#include "support/machine_lock.h"
#include "support/result.h"

namespace fastnode {

class DiskCache {
 public:
  using Table = int;  // place in the list given to Open

  // Makes the folder if it lacks. Over nine tenths of `max_bytes` everything in it is forgotten;
  // once it is full nothing is added. `build`: what may use it. Errors: the folder cannot be
  // written, or is no place to share: callers do without, and say so.
  static Result<std::unique_ptr<DiskCache>> Open(const std::string& folder,
                                                 std::vector<Lmdb::TableSpec> tables,
                                                 uint64_t max_bytes, const std::string& build);
  ~DiskCache();  // writes what waits

  std::optional<std::string> Find(Table table, const std::string& key) const;
  // Written with others, once they are some megabytes; found at once.
  void Keep(Table table, std::string key, const std::string& value);
  bool full() const { return full_; }

  // Commits what waits. Errors: the disk is full, or the cache.
  Status Flush();

  uint64_t used_bytes() const { return environment_.used_bytes(); }

 private:
  using Rows = std::map<std::pair<Table, std::string>, std::string>;
  DiskCache(MachineLock machine, Lmdb environment);
  Status Write(const Rows& rows);

  const MachineLock machine_;
  const Lmdb environment_;
  mutable std::mutex mutex_;  // of what waits
  std::mutex writing_;        // one writer a process; taken without mutex_
  Rows waiting_, being_written_;
  size_t waiting_bytes_ = 0;
  std::atomic<bool> full_ = false;
};

}  // namespace fastnode
