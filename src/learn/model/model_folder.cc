#include "learn/model/model_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "support/file.h"

namespace fastnode::learn {
namespace {

namespace fs = std::filesystem;

bool IsOurs(const fs::path& folder, const FolderFiles& files) {
  std::error_code error;
  if (fs::is_empty(folder, error)) return true;
  return std::any_of(files.begin(), files.end(), [&](const auto& file) {
    std::error_code ignored;
    return fs::is_regular_file(folder / file.first, ignored);
  });
}

}  // namespace

FolderFiles ModelFiles(const ModelConfig& config, const Weights& weights) {
  return {{kConfigFile, PrintJson(ToJson(config), 2) + "\n"},
          {kWeightsFile, EncodeSafetensors(weights, {{"format", "fastnode model 1"}})}};
}

Status ReplaceFolder(const std::string& path, const FolderFiles& files) {
  const std::string target = fs::path(path + "/").parent_path().string();
  const std::string fresh = target + ".tmp." + std::to_string(::getpid());
  std::error_code error;
  const bool exists = fs::exists(target, error);
  if (exists && (!fs::is_directory(target, error) || !IsOurs(target, files))) {
    return Error{target + ": holds something else; name another folder"};
  }
  fs::remove_all(fresh, error);
  Status made = MakeFolders(fresh);
  if (!made.ok()) return made;
  for (const auto& [name, bytes] : files) {
    Status written = WriteFileAtomic(fresh + "/" + name, bytes);
    if (written.ok()) continue;
    fs::remove_all(fresh, error);
    return written;
  }
  unsigned flags = exists ? RENAME_EXCHANGE : 0;
  if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, target.c_str(), flags) != 0) {
    Error failed{target + ": " + std::strerror(errno)};
    fs::remove_all(fresh, error);
    return failed;
  }
  if (exists) fs::remove_all(fresh, error);
  return {};
}

}  // namespace fastnode::learn
