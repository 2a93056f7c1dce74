#include "serve/projects.h"

#include <algorithm>

namespace fastnode::serve {

Projects::Projects(ReadProject read) : read_(std::move(read)), thread_([this] { Read(); }) {}

Projects::~Projects() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

predict::KnownProject Projects::Get(const std::string& root, const std::string& path) {
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

void Projects::Read() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !wanted_.empty(); });
    if (stopping_) return;
    const std::string root = std::move(wanted_.front());
    wanted_.pop_front();
    lock.unlock();
    Result<predict::ProjectUsage> usage = read_(root);
    std::shared_ptr<const predict::ProjectUsage> made;
    if (usage.ok()) made = std::make_shared<const predict::ProjectUsage>(*std::move(usage));
    lock.lock();
    for (Kept& kept : kept_) {
      if (kept.root == root) kept.usage = made;
    }
  }
}

}  // namespace fastnode::serve
