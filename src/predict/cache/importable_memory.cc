#include "predict/cache/importable_memory.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

namespace fastnode::predict {
namespace {

using Clock = std::chrono::steady_clock;

// What was installed since is looked for so often.
constexpr std::chrono::seconds kLookAgain{10};

int64_t StampOf(const std::string& folder) {
  struct stat info;
  if (folder.empty() || ::stat(folder.c_str(), &info) != 0) return 0;
  return static_cast<int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec;
}

}  // namespace

ImportableMemory::ImportableMemory(Read read, std::vector<std::string> always)
    : read_(std::move(read)), always_(std::move(always)), thread_([this] { Work(); }) {}

ImportableMemory::~ImportableMemory() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void ImportableMemory::Want(const std::string& folder) {
  if (std::find(wanted_.begin(), wanted_.end(), folder) != wanted_.end()) return;
  wanted_.push_back(folder);
  changed_.notify_all();
}

Importables ImportableMemory::Get(const std::vector<std::string>& folders,
                                  std::optional<TimePoint> until) {
  std::vector<std::string> all = {""};
  all.insert(all.end(), always_.begin(), always_.end());
  for (const std::string& folder : folders) {
    if (std::find(all.begin(), all.end(), folder) == all.end()) all.push_back(folder);
  }
  std::unique_lock lock(mutex_);
  const auto now = Clock::now();
  for (const std::string& folder : all) {
    const auto [place, is_new] = kept_.try_emplace(folder);
    Kept& kept = place->second;
    if (is_new) {
      kept.looked_at = now;
      Want(folder);
    } else if (kept.is_read && now - kept.looked_at >= kLookAgain) {
      kept.looked_at = now;
      if (StampOf(folder) != kept.stamp) Want(folder);
    }
  }
  auto is_read = [&] {
    return stopping_ || std::all_of(all.begin(), all.end(),
                                    [&](const auto& folder) { return kept_[folder].is_read; });
  };
  if (until) {
    changed_.wait_until(lock, *until, is_read);
  } else {
    changed_.wait(lock, is_read);
  }
  Importables found;
  found.late = !is_read();
  for (const std::string& folder : all) {
    if (kept_[folder].index != nullptr) found.list.push_back(kept_[folder].index);
  }
  return found;
}

void ImportableMemory::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !wanted_.empty(); });
    if (stopping_) return;
    const std::string folder = wanted_.front();
    lock.unlock();
    const int64_t stamp = StampOf(folder);
    Importable index = read_ ? read_(folder, [this] { return !stopping_.load(); }) : nullptr;
    lock.lock();
    wanted_.pop_front();
    Kept& kept = kept_[folder];
    kept.index = std::move(index);
    kept.is_read = true;
    kept.stamp = stamp;
    changed_.notify_all();
  }
}

}  // namespace fastnode::predict
