// Texts of files as an editor has them, saved or not: where one is open, it stands for what is on
// disk.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace fastnode::types {

// Thread-safe.
class OpenTexts {
 public:
  using Text = std::shared_ptr<const std::string>;
  struct Open {
    Text text;
    int64_t version = 0;  // another for each text
  };

  void Set(const std::string& path, Text text);
  void Remove(const std::string& path);  // the file on disk counts again
  std::optional<Open> Find(const std::string& path) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Open> texts_;
  int64_t last_version_ = 0;
};

}  // namespace fastnode::types
