// The manifest of a release folder: what it is called, what it was made from, and each file's size
// and SHA-256. It is written last: a folder without a manifest is not a release.
//
//   {"format": 1, "name", "created_from": {"dataset_id", "config_hash", "code_version"},
//    "files": [{"name", "bytes", "sha256"}]}                  files sorted by name
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace fastnode::release {

inline constexpr char kManifestName[] = "manifest.json";

struct ManifestInfo {
  std::string name;  // of the model: letters, digits, '.', '_' and '-'
  std::string dataset_id;
  std::string config_hash;
  std::string code_version;
};

struct ManifestFile {
  std::string name;  // relative to the folder, '/' between parts
  uint64_t bytes = 0;
  std::string sha256;
};

struct Manifest {
  ManifestInfo info;
  std::vector<ManifestFile> files;
};

std::string EncodeManifest(const Manifest& manifest);  // stable
// Errors name the field; names that would leave the folder are refused.
Result<Manifest> DecodeManifest(std::string_view json);

// Reads every file of the folder but the manifest. Errors: no file there, a name that is none.
Result<Manifest> MakeManifest(const std::string& folder, const ManifestInfo& info);

// Makes the folder's manifest and writes it.
Status WriteManifest(const std::string& folder, const ManifestInfo& info);

// The manifest of a folder whose files are exactly those it names, byte for byte. Errors name the
// file and what is wrong with it: missing, not in the manifest, other bytes.
Result<Manifest> VerifyManifest(const std::string& folder);

}  // namespace fastnode::release
