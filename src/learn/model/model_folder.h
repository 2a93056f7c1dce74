// A model's folder, replaced as a whole: readers see all of the old files or all of the new ones.
#pragma once

#include <map>
#include <string>

#include "learn/model/config.h"
#include "learn/model/weights.h"
#include "support/result.h"

namespace fastnode::learn {

inline constexpr char kConfigFile[] = "config.json";
inline constexpr char kWeightsFile[] = "model.safetensors";

using FolderFiles = std::map<std::string, std::string>;  // name -> bytes

// The two files every model has. The weights may be quantised.
FolderFiles ModelFiles(const ModelConfig& config, const Weights& weights);

// Writes a folder beside `path` and exchanges the two in one step; what stood at `path` is removed
// afterwards. Refuses to replace a folder that holds none of the files' names and is not empty.
Status ReplaceFolder(const std::string& path, const FolderFiles& files);

}  // namespace fastnode::learn
