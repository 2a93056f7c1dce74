// Cuts on disk (docs/formats/cuts.md), shared by processes of one machine (support/machine_lock.h).
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "collect/draw/cut_cache.h"
#include "support/disk_cache.h"
#include "support/result.h"

namespace fastnode::record {

class CutStore : public draw::CutCache {
 public:
  static constexpr uint64_t kDefaultMaxBytes = uint64_t{8} << 30;

  // Makes the folder if it is missing. A store of more than nine tenths of `max_bytes` is emptied
  // first; once it is full, nothing is added. Errors: the folder cannot be written, or cannot be
  // shared safely.
  static Result<std::unique_ptr<CutStore>> Open(const std::string& folder,
                                                uint64_t max_bytes = kDefaultMaxBytes);

  std::optional<draw::SitesOfSource> FindSites(const ContentId& source) const override;
  std::optional<draw::RememberedCut> FindCut(uint64_t identity, const Place& place) const override;
  void KeepSites(const ContentId& source, const draw::SitesOfSource& sites) override;
  void KeepCut(uint64_t identity, const Place& place, const draw::RememberedCut& cut) override;

  // Commits what is waiting. Errors: the disk or the store is full.
  Status Flush() { return cache_->Flush(); }

  struct Counts {
    int64_t found = 0, made = 0;
    uint64_t bytes = 0;  // of the file
  };
  Counts counts() const;

 private:
  explicit CutStore(std::unique_ptr<DiskCache> cache);

  const std::unique_ptr<DiskCache> cache_;
  mutable std::atomic<int64_t> found_ = 0;
  std::atomic<int64_t> made_ = 0;
};

}  // namespace fastnode::record
