// A version is named by the hash of its manifest, so whatever the store returns can be checked
// against its name. The pointer is read in the same way, and a version that is only known by its
// full hash is found among the objects.
#include "release/published.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "release/registry.h"
#include "release/upload.h"
#include "support/hash.h"

namespace fastnode::release {
namespace {

constexpr size_t kSha256Digits = 64;

Error Damaged(ObjectStore& store, const std::string& key) {
  return Error{store.Location(key) + " is damaged: publish the release again"};
}

Result<PublishedVersion> MakePublished(const std::string& name, std::string bytes) {
  Result<Manifest> manifest = DecodeManifest(bytes);
  if (!manifest.ok()) return manifest.error().Context("manifest of " + name);
  if (manifest->info.name != name) {
    return Error{"the manifest names '" + manifest->info.name + "', not '" + name + "'"};
  }
  PublishedVersion version{Sha256Hex(bytes), "", *std::move(manifest)};
  version.manifest_bytes = std::move(bytes);
  return version;
}

Result<PublishedVersion> Current(ObjectStore& store, const std::string& name) {
  Result<std::string> bytes = store.Get(PointerKey(name));
  if (!bytes.ok()) return bytes.error().Context("no release '" + name + "' there");
  Result<PublishedVersion> version = MakePublished(name, *std::move(bytes));
  if (version.ok()) version->current = true;
  return version;
}

// By its whole SHA-256, which is how older releases can be reached.
Result<PublishedVersion> ByHash(ObjectStore& store, const std::string& name,
                                const std::string& sha256) {
  Result<std::string> bytes = store.Get(ObjectKey(sha256));
  if (!bytes.ok()) return bytes.error().Context("no version " + sha256 + " there");
  if (Sha256Hex(*bytes) != sha256) return Damaged(store, ObjectKey(sha256));
  return MakePublished(name, *std::move(bytes));
}

}  // namespace

std::string PointerKey(const std::string& name) { return name + "/" + kManifestName; }
std::string VersionKey(const std::string& name, const std::string& manifest_sha256) {
  return name + "/versions/" + manifest_sha256;
}

Result<std::vector<PublishedVersion>> ListPublished(ObjectStore& store, const std::string& name) {
  Result<PublishedVersion> current = Current(store, name);
  if (!current.ok()) return current.error();
  Result<std::vector<std::string>> listed = store.List(VersionKey(name, ""));
  if (!listed.ok()) return listed.error();
  std::vector<PublishedVersion> versions;
  for (const std::string& sha256 : *listed) {
    if (sha256.size() != kSha256Digits || sha256 == current->manifest_sha256) continue;
    Result<std::string> bytes = store.Get(VersionKey(name, sha256));
    if (!bytes.ok()) return bytes.error();
    Result<PublishedVersion> version = MakePublished(name, *std::move(bytes));
    if (!version.ok()) return version.error();
    if (version->manifest_sha256 != sha256) return Damaged(store, VersionKey(name, sha256));
    versions.push_back(*std::move(version));
  }
  versions.push_back(*std::move(current));
  std::sort(versions.begin(), versions.end(),
            [](const auto& a, const auto& b) { return a.manifest_sha256 < b.manifest_sha256; });
  return versions;
}

Result<PublishedVersion> FindPublished(ObjectStore& store, const std::string& name,
                                       const std::string& version) {
  if (version.empty()) return Current(store, name);
  if (version.size() == kSha256Digits) return ByHash(store, name, version);
  Result<std::vector<PublishedVersion>> versions = ListPublished(store, name);
  if (!versions.ok()) return versions.error();
  std::vector<PublishedVersion> fitting;
  std::string there;
  for (PublishedVersion& one : *versions) {
    there += " " + VersionOf(one.manifest_bytes);
    if (one.manifest_sha256.starts_with(version)) fitting.push_back(std::move(one));
  }
  if (fitting.size() == 1) return std::move(fitting.front());
  return Error{(fitting.empty() ? "no version" : "several versions") + std::string(" of '") + name +
               "' there " + (fitting.empty() ? "begins" : "begin") + " with " + version +
               "; there are:" + there};
}

std::string PrintPublished(const std::vector<PublishedVersion>& versions) {
  std::string text;
  for (const PublishedVersion& version : versions) {
    uint64_t bytes = 0;
    for (const ManifestFile& file : version.manifest.files) bytes += file.bytes;
    const ManifestInfo& info = version.manifest.info;
    text += fmt::format("{} {} {} {:6.1f} MB  dataset {:.12}  code {}\n", info.name,
                        VersionOf(version.manifest_bytes), version.current ? "*" : " ",
                        static_cast<double>(bytes) / 1e6, info.dataset_id, info.code_version);
  }
  return text;
}

}  // namespace fastnode::release
