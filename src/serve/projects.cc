#include "serve/projects.h"

namespace fastnode::serve {

Projects::Projects(predict::ReadProject read)
    : read_(std::move(read)), thread_([this] { Read(); }) {}

Projects::~Projects() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Projects::Table Projects::Get(const std::string& root, const std::string& except) {
  if (root.empty()) return nullptr;
  const Key key(root, except);
  std::lock_guard lock(mutex_);
  for (auto it = kept_.begin(); it != kept_.end(); ++it) {
    if (it->first != key) continue;
    kept_.splice(kept_.begin(), kept_, it);
    return kept_.front().second;
  }
  kept_.emplace_front(key, nullptr);
  if (kept_.size() > kMaxKept) kept_.pop_back();
  wanted_.push_back(key);
  changed_.notify_all();
  return nullptr;
}

void Projects::Read() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !wanted_.empty(); });
    if (stopping_) return;
    const Key key = std::move(wanted_.front());
    wanted_.pop_front();
    lock.unlock();
    Result<corpus::UsageTable> table = read_(key.first, key.second);
    Table made;
    if (table.ok()) made = std::make_shared<const corpus::UsageTable>(*std::move(table));
    lock.lock();
    for (auto& [kept_key, kept] : kept_) {
      if (kept_key == key) kept = made;
    }
  }
}

}  // namespace fastnode::serve
