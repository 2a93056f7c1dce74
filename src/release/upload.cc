#include "release/upload.h"

#include <filesystem>
#include <string_view>

#include "release/manifest.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/json.h"

namespace fastnode::release {
namespace {

constexpr std::string_view kFileScheme = "file://";
constexpr std::string_view kS3Scheme = "s3://";

Result<std::string> FolderOf(std::string_view to) {
  if (to.starts_with(kS3Scheme)) {
    return Error{std::string(to) + ": object stores: not built yet; use file:///folder"};
  }
  if (!to.starts_with(kFileScheme) || to.substr(kFileScheme.size(), 1) != "/") {
    return Error{"'" + std::string(to) + "' is no destination; use file:///folder"};
  }
  return std::string(to.substr(kFileScheme.size()));
}

// The value at a path of keys, null where there is none.
const Json& At(const Json& json, std::initializer_list<const char*> keys) {
  static const Json kNull;
  const Json* at = &json;
  for (const char* key : keys) {
    if (!at->is_object() || !at->contains(key)) return kNull;
    at = &(*at)[key];
  }
  return *at;
}

Status CheckVerdict(const std::string& path, const std::string& manifest_bytes) {
  Result<std::string> text = ReadFile(path);
  if (!text.ok()) return text.error().Context("no verdict (run 'make validate_attribute')");
  Result<Json> json = ParseJson(*text);
  if (!json.ok()) return json.error().Context(path);
  if (At(*json, {"release", "manifest_sha256"}) != Sha256Hex(manifest_bytes)) {
    return Error{path + ": the verdict is on another release; run 'make validate_attribute'"};
  }
  if (At(*json, {"split"}) != "test") return Error{path + ": the verdict is not on the test split"};
  if (At(*json, {"verdict", "passed"}) == true) return {};
  std::string failed;
  for (const Json& gate : At(*json, {"verdict", "gates"})) {
    const Json& name = At(gate, {"name"});
    if (At(gate, {"passed"}) != true && name.is_string()) failed += "; " + name.get<std::string>();
  }
  return Error{path + ": the release did not pass its validation" + failed};
}

Status PutObject(const std::string& folder, const std::string& sha256, const std::string& bytes,
                 UploadOutcome& outcome) {
  if (Sha256Hex(bytes) != sha256) return Error{"object " + sha256 + " changed while it was read"};
  const std::string path = folder + "/objects/" + sha256;
  if (PathExists(path)) {
    // An object is what its name says, or it is damaged and put anew.
    Result<std::string> present = ReadFile(path);
    if (present.ok() && *present == bytes) {
      ++outcome.objects_present;
      return {};
    }
  }
  ++outcome.objects_copied;
  outcome.bytes_copied += bytes.size();
  return WriteFileAtomic(path, bytes);
}

}  // namespace

Result<UploadOutcome> Upload(const UploadOptions& options) {
  Result<std::string> folder = FolderOf(options.to);
  if (!folder.ok()) return folder.error();
  Result<Manifest> manifest = VerifyManifest(options.release);
  if (!manifest.ok()) return manifest.error();
  Result<std::string> manifest_bytes = ReadFile(options.release + "/" + kManifestName);
  if (!manifest_bytes.ok()) return manifest_bytes.error();
  Status verdict = CheckVerdict(options.validation, *manifest_bytes);
  if (!verdict.ok()) return verdict.error();

  UploadOutcome outcome;
  const std::string release = *folder + "/" + manifest->info.name;
  for (const std::string& made : {*folder + "/objects", release}) {
    Status status = MakeFolders(made);
    if (!status.ok()) return status.error();
  }
  for (const ManifestFile& file : manifest->files) {
    Result<std::string> bytes = ReadFile(options.release + "/" + file.name);
    if (!bytes.ok()) return bytes.error();
    Status status = PutObject(*folder, file.sha256, *bytes, outcome);
    if (!status.ok()) return status.error().Context(file.name);
  }
  Status put = PutObject(*folder, Sha256Hex(*manifest_bytes), *manifest_bytes, outcome);
  if (!put.ok()) return put.error();
  outcome.location = release + "/" + kManifestName;
  Status published = WriteFileAtomic(outcome.location, *manifest_bytes);
  if (!published.ok()) return published.error();
  return outcome;
}

}  // namespace fastnode::release
