#include "release/install.h"

#include <filesystem>
#include <memory>
#include <system_error>

#include "release/registry.h"
#include "release/upload.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/manifest.h"
#include "support/object_store.h"

namespace fastnode::release {
namespace {

namespace fs = std::filesystem;

// The object of that hash, or why not.
Result<std::string> GetObject(ObjectStore& store, const std::string& sha256) {
  Result<std::string> bytes = store.Get(ObjectKey(sha256));
  if (!bytes.ok()) return bytes.error();
  if (Sha256Hex(*bytes) != sha256) {
    return Error{store.Location(ObjectKey(sha256)) + " is damaged: publish the release again"};
  }
  return bytes;
}

Status Bring(ObjectStore& store, const Manifest& manifest, const std::string& manifest_bytes,
             const std::string& folder) {
  for (const ManifestFile& file : manifest.files) {
    Result<std::string> bytes = GetObject(store, file.sha256);
    if (!bytes.ok()) return bytes.error().Context(file.name);
    const std::string path = folder + "/" + file.name;
    Status made = MakeFolders(fs::path(path).parent_path().string());
    if (made.ok()) made = WriteFileAtomic(path, *bytes);
    if (!made.ok()) return made;
  }
  Status written = WriteFileAtomic(folder + "/" + kManifestName, manifest_bytes);
  if (!written.ok()) return written;
  Result<Manifest> whole = VerifyManifest(folder);
  return whole.ok() ? Status() : whole.error();
}

}  // namespace

Result<InstallOutcome> Install(const InstallOptions& options) {
  if (options.name.empty() || options.name.find('/') != std::string::npos ||
      options.name.find_first_not_of('.') == std::string::npos) {
    return Error{"'" + options.name + "' is no name of a release"};
  }
  Result<std::unique_ptr<ObjectStore>> store = OpenStore(options.from);
  if (!store.ok()) return store.error();
  Result<std::string> manifest_bytes = options.version.empty()
                                           ? (*store)->Get(PointerKey(options.name))
                                           : GetObject(**store, options.version);
  if (!manifest_bytes.ok()) {
    return manifest_bytes.error().Context("no release '" + options.name + "' there");
  }
  Result<Manifest> manifest = DecodeManifest(*manifest_bytes);
  if (!manifest.ok()) return manifest.error().Context("manifest of " + options.name);
  if (manifest->info.name != options.name) {
    return Error{"the manifest is of '" + manifest->info.name + "', not of '" + options.name + "'"};
  }
  InstallOutcome outcome;
  outcome.folder = options.to + "/" + options.name + "/" + VersionOf(*manifest_bytes);
  Result<std::string> there = ReadFile(outcome.folder + "/" + kManifestName);
  if (there.ok() && *there == *manifest_bytes && VerifyManifest(outcome.folder).ok()) {
    outcome.present = true;
    return outcome;
  }
  const std::string unfinished = outcome.folder + ".tmp";
  std::error_code error;
  fs::remove_all(unfinished, error);
  Status brought = MakeFolders(unfinished);
  if (brought.ok()) brought = Bring(**store, *manifest, *manifest_bytes, unfinished);
  if (!brought.ok()) {
    fs::remove_all(unfinished, error);
    return brought.error();
  }
  fs::remove_all(outcome.folder, error);  // a damaged one
  fs::rename(unfinished, outcome.folder, error);
  if (error) return Error{outcome.folder + ": " + error.message()};
  return outcome;
}

}  // namespace fastnode::release
