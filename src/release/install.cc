// Objects are named by their hash, so every byte is checked when it arrives and the manifest again
// when all are there. A version is brought under a name that nobody reads, one process at a time,
// and then renamed. release_test.cc installs many at once.
#include "release/install.h"

#include <filesystem>
#include <memory>
#include <system_error>

#include "release/copy_release.h"
#include "release/published.h"
#include "release/registry.h"
#include "release/upload.h"
#include "support/file.h"
#include "support/file_lock.h"
#include "support/hash.h"
#include "support/manifest.h"
#include "support/object_store.h"

namespace fastnode::release {
namespace {

namespace fs = std::filesystem;

// The object with that hash. Error: it is missing or damaged.
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
    if (!made.ok()) return made.error();
  }
  Status written = WriteFileAtomic(folder + "/" + kManifestName, manifest_bytes);
  if (!written.ok()) return written.error();
  Result<Manifest> whole = VerifyManifest(folder);
  return whole.ok() ? Status() : whole.error();
}

Status CheckName(const std::string& name) {
  if (!name.empty() && name.find('/') == std::string::npos &&
      name.find_first_not_of('.') != std::string::npos) {
    return {};
  }
  return Error{"'" + name + "' is not the name of a release"};
}

}  // namespace

Result<std::string> PrintInstallable(const std::string& from, const std::string& name) {
  Status named = CheckName(name);
  if (!named.ok()) return named.error();
  Result<std::unique_ptr<ObjectStore>> store = OpenStore(from);
  if (!store.ok()) return store.error();
  Result<std::vector<PublishedVersion>> versions = ListPublished(**store, name);
  if (!versions.ok()) return versions.error();
  return PrintPublished(*versions);
}

Result<InstallOutcome> Install(const InstallOptions& options) {
  Status named = CheckName(options.name);
  if (!named.ok()) return named.error();
  Result<std::unique_ptr<ObjectStore>> store = OpenStore(options.from);
  if (!store.ok()) return store.error();
  Result<PublishedVersion> published = FindPublished(**store, options.name, options.version);
  if (!published.ok()) return published.error();
  const std::string& manifest_bytes = published->manifest_bytes;
  InstallOutcome outcome;
  outcome.version = VersionOf(manifest_bytes);
  outcome.folder = options.to + "/" + options.name + "/" + outcome.version;
  auto is_there = [&] {
    Result<std::string> there = ReadFile(outcome.folder + "/" + kManifestName);
    outcome.present = there.ok() && *there == manifest_bytes && VerifyManifest(outcome.folder).ok();
    return outcome.present;
  };
  if (is_there()) return outcome;
  Status made = MakeFolders(options.to);
  if (!made.ok()) return made.error();
  Result<FileLock> lock = FileLock::WaitFor(options.to + kModelsLock);
  if (!lock.ok()) return lock.error();
  if (is_there()) return outcome;  // another process brought it meanwhile
  const std::string unfinished = outcome.folder + ".tmp";
  std::error_code error;
  fs::remove_all(unfinished, error);
  Status brought = MakeFolders(unfinished);
  if (brought.ok()) brought = Bring(**store, published->manifest, manifest_bytes, unfinished);
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
