// Rows wait in memory until they are worth one write, which holds the folder's lock and is made by
// a thread of its own, as it waits for the disk; reading needs no lock. What looks damaged may be a
// write that is under way, so it is looked at again under the lock before the file is put aside.
#include "support/disk_cache.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "support/file.h"
#include "support/hash.h"

namespace fastnode {
namespace {

// Every write waits for the disk once; at this size that is not felt. More may wait while a write
// is under way.
constexpr size_t kWaitingBytes = 8u << 20, kMostWaitingBytes = 3 * kWaitingBytes;
// Others hold the lock while they write as much.
constexpr std::chrono::seconds kLongestWait{10};

Result<FileLock> TakeLock(const std::string& folder) {
  const auto until = std::chrono::steady_clock::now() + kLongestWait;
  while (true) {
    Result<FileLock> lock = FileLock::Take(folder + "/lock");
    if (lock.ok() || std::chrono::steady_clock::now() > until) return lock;
    if (!PathExists(folder)) return lock;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

std::string KeyIn(DiskCache::Table table, const std::string& key) {
  return std::string(1, static_cast<char>(table)) + key;
}

}  // namespace

Result<std::unique_ptr<DiskCache>> DiskCache::Open(const std::string& folder, uint64_t max_bytes,
                                                   const std::string& build) {
  if (Status made = MakeFolders(folder); !made.ok()) return made.error();
  Result<MachineLock> machine = MachineLock::Take(folder);
  if (!machine.ok()) return machine.error();
  std::unique_ptr<DiskCache> cache(
      new DiskCache(*std::move(machine), folder, max_bytes, Hash64(build)));
  Result<FileLock> lock = TakeLock(folder);
  if (!lock.ok()) return lock.error();
  if (Status opened = cache->OpenFile(false, *lock); !opened.ok()) return opened.error();
  return cache;
}

DiskCache::~DiskCache() {
  writer_ = {};
  (void)Flush();
}

std::shared_ptr<const CacheFile> DiskCache::File() const {
  std::lock_guard lock(mutex_);
  return file_;
}

// The file that is there, if it can be used; else a new one. `is_damaged`: what is open is.
Status DiskCache::OpenFile(bool is_damaged, const FileLock&) const {
  std::unique_ptr<CacheFile> usable;
  if (PathExists(path())) {
    Result<CacheFile> there = CacheFile::Open(path());
    if (!there.ok()) return there.error();
    if (!there->header_is_whole() || (is_damaged && File()->IsAt(path()))) {
      std::error_code error;
      std::filesystem::rename(path(), path() + ".damaged", error);
      SayDamaged();
    } else if (there->build() == build_ && there->size() <= max_bytes_ / 10 * 9) {
      usable = std::make_unique<CacheFile>(*std::move(there));
    }
  }
  if (usable == nullptr) {
    Result<CacheFile> made = CacheFile::Make(path(), max_bytes_, build_);
    if (!made.ok()) return made.error();
    usable = std::make_unique<CacheFile>(*std::move(made));
  }
  std::lock_guard lock(mutex_);
  file_ = std::move(usable);
  return {};
}

void DiskCache::SayDamaged() const {
  if (said_damaged_.exchange(true)) return;
  std::fprintf(stderr, "the cache %s was damaged: it is %s.damaged now, and a new one is begun\n",
               path().c_str(), path().c_str());
}

// What looked damaged, looked at again while nobody writes. If it is, the file is put aside.
bool DiskCache::FindDamaged(const std::string& key, std::string& value) const {
  std::lock_guard writing(writing_);
  Result<FileLock> lock = TakeLock(folder_);
  if (!lock.ok()) return false;
  const CacheFile::Found again = File()->Find(key, value);
  if (again == CacheFile::Found::kDamaged && !OpenFile(true, *lock).ok()) full_ = true;
  return again == CacheFile::Found::kYes;
}

std::optional<std::string> DiskCache::Find(Table table, const std::string& key) const {
  const std::string whole_key = KeyIn(table, key);
  {
    std::lock_guard lock(mutex_);
    for (const Rows* rows : {&waiting_, &being_written_}) {
      auto found = rows->find(whole_key);
      if (found != rows->end()) return found->second;
    }
  }
  std::string value;
  const CacheFile::Found found = File()->Find(whole_key, value);
  if (found == CacheFile::Found::kYes) return value;
  if (found == CacheFile::Found::kDamaged && FindDamaged(whole_key, value)) return value;
  return std::nullopt;
}

void DiskCache::Keep(Table table, const std::string& key, std::string value) {
  if (full_) return;
  std::unique_lock lock(mutex_);
  is_taken_.wait(lock, [this] { return waiting_bytes_ < kMostWaitingBytes || full_; });
  waiting_bytes_ += key.size() + value.size();
  waiting_[KeyIn(table, key)] = std::move(value);
  if (waiting_bytes_ <= kWaitingBytes) return;
  if (!writer_.joinable()) {
    writer_ = std::jthread([this](const std::stop_token& stop) { WriteWhenEnough(stop); });
  }
  is_enough_.notify_one();
}

void DiskCache::WriteWhenEnough(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (is_enough_.wait(lock, stop, [this] { return waiting_bytes_ > kWaitingBytes; })) {
    lock.unlock();
    if (!Flush().ok()) full_ = true;
    lock.lock();
    is_taken_.notify_all();
  }
}

Status DiskCache::Write(const Rows& rows) {
  Result<FileLock> lock = TakeLock(folder_);
  if (!lock.ok()) return lock.error();
  if (!PathExists(path())) {  // somebody has deleted it
    if (Status opened = OpenFile(false, *lock); !opened.ok()) return opened.error();
  }
  std::vector<CacheFile::Row> views(rows.begin(), rows.end());
  std::shared_ptr<CacheFile> file;
  {
    std::lock_guard guard(mutex_);
    file = file_;
  }
  return file->Append(views, max_bytes_);
}

Status DiskCache::Flush() {
  std::lock_guard writing(writing_);
  {
    std::lock_guard lock(mutex_);
    being_written_.swap(waiting_);
    waiting_bytes_ = 0;
  }
  is_taken_.notify_all();
  Status written = being_written_.empty() ? Status() : Write(being_written_);
  std::lock_guard lock(mutex_);
  being_written_.clear();
  return written;
}

}  // namespace fastnode
