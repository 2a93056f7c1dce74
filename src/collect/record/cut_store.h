// Cuts on disk (docs/formats/cuts.md): an LMDB environment that several processes of one machine
// may share. It is a cache: it may be deleted whenever nobody has it open.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "collect/draw/cut_cache.h"
#include "support/lmdb.h"
#include "support/result.h"

namespace fastnode::record {

class CutStore : public draw::CutCache {
 public:
  static constexpr uint64_t kDefaultMaxBytes = uint64_t{8} << 30;

  // Makes the folder if it lacks. Over nine tenths of `max_bytes` everything in it is forgotten;
  // once it is full nothing is added. Errors: the folder cannot be written.
  static Result<std::unique_ptr<CutStore>> Open(const std::string& folder,
                                                uint64_t max_bytes = kDefaultMaxBytes);
  ~CutStore() override;  // writes what waits

  std::optional<draw::SitesOfSource> FindSites(const ContentId& source) const override;
  std::optional<draw::RememberedCut> FindCut(uint64_t identity, const Place& place) const override;
  void KeepSites(const ContentId& source, const draw::SitesOfSource& sites) override;
  void KeepCut(uint64_t identity, const Place& place, const draw::RememberedCut& cut) override;

  // Commits what waits. Errors: the disk is full, or the store; they are told once by the next
  // `Flush` and else only stop the adding.
  Status Flush();

  struct Counts {
    int64_t found = 0, made = 0;
    uint64_t bytes = 0;  // of the file
  };
  Counts counts() const;

 private:
  explicit CutStore(Lmdb environment, uint64_t max_bytes);
  std::optional<std::string> Find(int table, const std::string& key) const;
  void Keep(int table, std::string key, std::string value);
  Status Write(const std::map<std::pair<int, std::string>, std::string>& rows);

  const Lmdb environment_;
  const uint64_t max_bytes_;
  mutable std::mutex mutex_;  // of what waits
  std::mutex writing_;        // one writer a process; taken without mutex_
  std::map<std::pair<int, std::string>, std::string> waiting_, being_written_;
  size_t waiting_bytes_ = 0;
  std::atomic<bool> full_ = false;
  mutable std::atomic<int64_t> found_ = 0;
  std::atomic<int64_t> made_ = 0;
};

}  // namespace fastnode::record
