#include "predict/project_memory.h"

#include <algorithm>

namespace fastnode::predict {

ProjectMemory::ProjectMemory(ReadProject read, TellProgress tell)
    : read_(std::move(read)), tell_(std::move(tell)), thread_([this] { Read(); }) {}

ProjectMemory::~ProjectMemory() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

KnownProject ProjectMemory::Get(const std::string& root, const std::string& path) {
  if (root.empty()) return {};
  std::lock_guard lock(mutex_);
  auto found =
      std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) { return kept.root == root; });
  if (found == kept_.end()) {
    kept_.push_front({root, nullptr, {}});
    if (kept_.size() > kMaxKept) kept_.pop_back();
    wanted_.push_back(root);
    changed_.notify_all();
    return {};
  }
  kept_.splice(kept_.begin(), kept_, found);
  Kept& kept = kept_.front();
  if (kept.usage == nullptr) return {};
  auto part = kept.parts.find(path);
  if (part == kept.parts.end()) {
    if (kept.parts.size() >= kMaxParts) kept.parts.clear();
    part = kept.parts.emplace(path, kept.usage->PartOf(path)).first;
  }
  // The table lives as long as what holds it.
  return {std::shared_ptr<const corpus::UsageTable>(kept.usage, &kept.usage->table()),
          part->second};
}

void ProjectMemory::Refresh(const std::string& root) {
  std::lock_guard lock(mutex_);
  const bool known =
      std::any_of(kept_.begin(), kept_.end(), [&](const Kept& kept) { return kept.root == root; });
  if (!known || std::find(wanted_.begin(), wanted_.end(), root) != wanted_.end()) return;
  wanted_.push_back(root);
  changed_.notify_all();
}

void ProjectMemory::Read() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !wanted_.empty(); });
    if (stopping_) return;
    const std::string root = std::move(wanted_.front());
    wanted_.pop_front();
    lock.unlock();
    auto progress = [&](size_t files, size_t of) {
      if (tell_) tell_(root, files, of);
      return !stopping_;
    };
    Result<ProjectUsage> usage = read_(root, progress);
    if (tell_) tell_(root, 1, 1);
    std::shared_ptr<const ProjectUsage> made;
    if (usage.ok()) made = std::make_shared<const ProjectUsage>(*std::move(usage));
    lock.lock();
    for (Kept& kept : kept_) {
      if (kept.root != root) continue;
      kept.usage = made;
      kept.parts.clear();
    }
    changed_.wait_for(lock, kRest, [this, &root] {
      return stopping_ || (!wanted_.empty() && wanted_.front() != root);
    });
  }
}

}  // namespace fastnode::predict
