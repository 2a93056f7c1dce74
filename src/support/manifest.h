// The manifest of a release folder: what it is called, what it was made from, and each file's size
// and hashes. It is written last: a folder without a manifest is not a release.
//
//   {"format": 2, "name", "created_from": {"dataset_id", "config_hash", "code_version", "model"},
//    "files": [{"name", "bytes", "sha256", "xxh3"}],        files sorted by name
//    "checksum"}                                            its own, support/sealed.h
//
// SHA-256 is for what travels: whoever publishes, installs or bundles a release reads every byte.
// XXH3 is for who loads it, in a millisecond (support/release_folder.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace fastnode {

inline constexpr char kManifestName[] = "manifest.json";

struct ManifestInfo {
  std::string name;  // of the model: letters, digits, '.', '_' and '-'
  std::string dataset_id;
  std::string config_hash;
  std::string code_version;
  std::string model = "";  // Sha256OfFolder of the trained model; "" in manifests of before
};

struct ManifestFile {
  std::string name;  // relative to the folder, '/' between parts
  uint64_t bytes = 0;
  std::string sha256;
  std::string xxh3;  // 128 bits
  bool operator==(const ManifestFile&) const = default;
};

struct Manifest {
  ManifestInfo info;
  std::vector<ManifestFile> files;
};

std::string EncodeManifest(const Manifest& manifest);  // stable
// Errors name the field; names that would leave the folder are refused, and so is a manifest that
// does not have its own checksum.
Result<Manifest> DecodeManifest(std::string_view json);

// Reads every file of the folder but the manifest and hidden ones (".git/..."), which are no part
// of a release. Errors: no file there, a name that is none.
Result<Manifest> MakeManifest(const std::string& folder, const ManifestInfo& info);

// Makes the folder's manifest and writes it.
Status WriteManifest(const std::string& folder, const ManifestInfo& info);

// After one file was written anew: the manifest names it as it is now. Errors: another file is not
// what `before` says, so that no damage gets a hash of its own.
Status RenewManifest(const std::string& folder, const Manifest& before, const std::string& file);

// The manifest of a folder whose files, hidden ones apart, are exactly those it names, byte for
// byte. Errors name the
// file and what is wrong with it: missing, not in the manifest, other bytes.
Result<Manifest> VerifyManifest(const std::string& folder);

}  // namespace fastnode
