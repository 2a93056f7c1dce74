// One thread has what is wanted read, one project after the other; all others look at what is kept,
// and hold the lock no longer than that takes. So who asks waits only if it says so (Await).
#include "predict/project_memory.h"

#include <algorithm>
#include <utility>

namespace fastnode::predict {

using Clock = std::chrono::steady_clock;

ReadProject ProjectReader(const types::Library& library, EditorCache* cache) {
  return [&library, cache](const std::string& root, ProjectUsage::Shared before,
                           const ReadProgress& progress) {
    return ProjectUsage::Read(root, library, {cache, std::move(before), progress});
  };
}

ProjectMemory::ProjectMemory(ReadProject read, Options options)
    : read_(std::move(read)), options_(std::move(options)), thread_([this] { Work(); }) {}

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
  return Of(Touch(root), path);
}

Result<KnownProject> ProjectMemory::Await(const Question& question, const Budget& budget) {
  if (question.root.empty()) return KnownProject();
  std::unique_lock lock(mutex_);
  const Kept& asked = Touch(question.root);
  if (asked.error.has_value()) Want(question.root);  // it may be there by now
  auto is_read = [&] { return !IsWanted(question.root); };
  if (!budget.deadline) {
    changed_.wait(lock, is_read);
  } else if (asked.usage == nullptr) {
    const auto now = Clock::now();
    changed_.wait_until(lock, now + (*budget.deadline - now) / 2, is_read);
  }
  Kept* kept = Find(question.root);
  if (kept != nullptr && kept->error.has_value() && !IsWanted(question.root)) {
    return Error(*kept->error).Context("root");
  }
  KnownProject known = kept == nullptr ? KnownProject() : Of(*kept, question.path);
  known.late = known.table == nullptr;
  return known;
}

void ProjectMemory::Refresh(const std::string& root) {
  std::lock_guard lock(mutex_);
  if (Find(root) != nullptr) Want(root);
}

ProjectMemory::Kept* ProjectMemory::Find(const std::string& root) {
  const auto found =
      std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) { return kept.root == root; });
  return found == kept_.end() ? nullptr : &*found;
}

ProjectMemory::Kept& ProjectMemory::Touch(const std::string& root) {
  const auto found =
      std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) { return kept.root == root; });
  const auto now = Clock::now();
  if (found == kept_.end()) {
    kept_.push_front({.root = root, .looked_at = now});
    if (kept_.size() > kMaxKept) kept_.pop_back();
    Want(root);
    return kept_.front();
  }
  kept_.splice(kept_.begin(), kept_, found);
  Kept& kept = kept_.front();
  if (options_.look_again && now - kept.looked_at >= *options_.look_again) {
    kept.looked_at = now;
    Want(root);
  }
  return kept;
}

void ProjectMemory::Want(const std::string& root) {
  if (std::find(wanted_.begin(), wanted_.end(), root) != wanted_.end()) return;
  wanted_.push_back(root);
  changed_.notify_all();
}

bool ProjectMemory::IsWanted(const std::string& root) const {
  return reading_ == root || std::find(wanted_.begin(), wanted_.end(), root) != wanted_.end();
}

KnownProject ProjectMemory::Of(Kept& kept, const std::string& path) {
  if (kept.usage == nullptr) return {};
  auto part = kept.parts.find(path);
  if (part == kept.parts.end()) {
    if (kept.parts.size() >= kMaxParts) kept.parts.clear();
    part =
        kept.parts.emplace(path, Kept::Part{kept.usage->PartOf(path), kept.usage->NumberOf(path)})
            .first;
  }
  // The table lives as long as what holds it.
  return {std::shared_ptr<const corpus::UsageTable>(kept.usage, &kept.usage->table()),
          part->second.usage,
          std::shared_ptr<const context::Index>(kept.usage, &kept.usage->index()),
          kept.usage->exports(), part->second.number};
}

void ProjectMemory::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !wanted_.empty(); });
    if (stopping_) return;
    const std::string root = reading_ = std::move(wanted_.front());
    wanted_.pop_front();
    const Kept* known = Find(root);
    ProjectUsage::Shared before = known == nullptr ? nullptr : known->usage;
    lock.unlock();
    auto progress = [&](size_t files, size_t of) {
      if (options_.tell) options_.tell(root, files, of);
      return !stopping_;
    };
    Result<ProjectUsage::Shared> read = read_(root, before, progress);
    if (options_.tell) options_.tell(root, 1, 1);
    lock.lock();
    reading_.clear();
    if (Kept* kept = Find(root); kept != nullptr) {
      kept->usage = read.ok() ? *read : nullptr;
      kept->error = read.ok() ? std::nullopt : std::optional(read.error());
      kept->looked_at = Clock::now();
      if (kept->usage != before) kept->parts.clear();
    }
    changed_.notify_all();
    // What cannot be read is soon tried.
    if (!read.ok()) continue;
    changed_.wait_for(lock, options_.rest, [this, &root] {
      return stopping_ || (!wanted_.empty() && wanted_.front() != root);
    });
  }
}

}  // namespace fastnode::predict
