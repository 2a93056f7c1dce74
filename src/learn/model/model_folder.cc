// A folder is replaced by renameat2 with RENAME_EXCHANGE: one system call, so a reader who opens
// files by path sees the old model or the new one, and a kill leaves one of the two.
// model_folder_test.cc holds it.
#include "learn/model/model_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "learn/model/parameters.h"
#include "learn/model/quantised_rows.h"
#include "support/file.h"
#include "support/sealed.h"

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

Error Unusable(const std::string& path, const Error& error) {
  return Error{path + " " + error.message +
               "; copy the model from its source again, or train it again"};
}

}  // namespace

FolderFiles ModelFiles(const ModelConfig& config, const Weights& weights) {
  return {{kConfigFile, PrintSealed(ToJson(config), 2)},
          {kWeightsFile, EncodeSafetensors(weights, {{"format", "fastnode model 1"}})}};
}

Result<Model> DecodeModel(std::string_view config_text, std::string_view weights_bytes,
                          const std::string& folder) {
  const std::string config_path = folder + "/" + kConfigFile;
  const std::string weights_path = folder + "/" + kWeightsFile;
  Result<Json> json = ParseSealed(config_text);
  if (!json.ok()) return Unusable(config_path, json.error());
  Result<ModelConfig> config = ModelConfigFromJson(*json);
  if (!config.ok()) return config.error().Context(config_path);
  Result<Weights> stored = DecodeSafetensors(weights_bytes);
  if (!stored.ok()) return Unusable(weights_path, stored.error());
  Result<Weights> weights = Dequantise(std::move(*stored));
  if (!weights.ok()) return weights.error().Context(weights_path);
  std::string wrong = VerifyWeights(*config, *weights);
  if (!wrong.empty()) return Error{weights_path + ": " + wrong};
  return Model{*config, *std::move(weights)};
}

Result<Model> ReadModel(const std::string& folder) {
  Result<MappedFile> config = MappedFile::Open(folder + "/" + kConfigFile);
  if (!config.ok()) return config.error();
  Result<MappedFile> weights = MappedFile::Open(folder + "/" + kWeightsFile);
  if (!weights.ok()) return weights.error();
  return DecodeModel(config->bytes(), weights->bytes(), folder);
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
  if (!made.ok()) return made.error();
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
