#include "analyze/types/imports/open_texts.h"

#include <utility>

namespace fastnode::types {

void OpenTexts::Set(const std::string& path, Text text) {
  std::lock_guard lock(mutex_);
  texts_[path] = {std::move(text), ++last_version_};
}

void OpenTexts::Remove(const std::string& path) {
  std::lock_guard lock(mutex_);
  texts_.erase(path);
}

std::optional<OpenTexts::Open> OpenTexts::Find(const std::string& path) const {
  std::lock_guard lock(mutex_);
  const auto found = texts_.find(path);
  if (found == texts_.end()) return std::nullopt;
  return found->second;
}

}  // namespace fastnode::types
