// A model's folder, replaced as a whole: readers see all of the old files or all of the new ones.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "learn/model/config.h"
#include "learn/model/weights.h"
#include "support/result.h"

namespace fastnode::learn {

inline constexpr char kConfigFile[] = "config.json";
inline constexpr char kWeightsFile[] = "model.safetensors";

using FolderFiles = std::map<std::string, std::string>;  // name -> bytes

// The two files every model has, each with its own checksum. The weights may be quantised.
FolderFiles ModelFiles(const ModelConfig& config, const Weights& weights);

struct Model {
  ModelConfig config;
  Weights weights;  // f32, whatever their precision in the file; verified against the config
};
// Errors name the file and what to do.
Result<Model> ReadModel(const std::string& folder);
// From the bytes of its two files. Errors name the files in `folder`.
Result<Model> DecodeModel(std::string_view config, std::string_view weights,
                          const std::string& folder);

// Writes a folder beside `path` and exchanges the two in one step. What was at `path` is removed
// afterwards. Refuses to replace a folder that is not empty and has none of these files.
Status ReplaceFolder(const std::string& path, const FolderFiles& files);

}  // namespace fastnode::learn
