// Content first, names last. Objects are keyed by their hash, so an upload that is repeated or
// interrupted copies only what is missing, and the name is set to the new manifest in one write
// after everything that it names is there. Readers never see half a release.
#include "release/upload.h"

#include <memory>
#include <string_view>

#include "release/published.h"
#include "release/registry.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/json_fields.h"
#include "support/manifest.h"
#include "support/object_store.h"

namespace fastnode::release {
namespace {

Status CheckVerdict(const std::string& path, const std::string& manifest_bytes) {
  Result<std::string> text = ReadFile(path);
  if (!text.ok()) return text.error().Context("no verdict (run 'make validate_attribute')");
  Result<Json> json = ParseJson(*text);
  if (!json.ok()) return json.error().Context(path);
  std::string sha256, split, failed;
  bool passed = false;
  JsonFields fields(*json, path);
  fields.AllowUnknown();
  fields.ReadObject("release",
                    [&](JsonFields& release) { release.ReadText("manifest_sha256", sha256); });
  fields.ReadText("split", split);
  fields.ReadObject("verdict", [&](JsonFields& verdict) {
    verdict.ReadBool("passed", passed);
    verdict.ReadObjects("gates", [&](JsonFields& gate) {
      std::string name;
      bool gate_passed = false;
      gate.ReadText("name", name);
      gate.ReadBool("passed", gate_passed);
      if (!gate_passed) failed += "; " + name;
    });
  });
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (sha256 != Sha256Hex(manifest_bytes)) {
    return Error{path + ": the verdict is about another release; run 'make validate_attribute'"};
  }
  if (split != "test") return Error{path + ": the verdict is not from the test split"};
  if (passed) return {};
  return Error{path + ": the release did not pass its validation" + failed};
}

// An object that is there and equal is not sent again. One that differs is damaged and is replaced.
Status PutObject(ObjectStore& store, const std::string& sha256, const std::string& bytes,
                 UploadOutcome& outcome) {
  if (Sha256Hex(bytes) != sha256) return Error{"object " + sha256 + " changed while it was read"};
  const std::string key = ObjectKey(sha256);
  Result<int64_t> size = store.Size(key);
  if (!size.ok()) return size.error();
  if (*size == static_cast<int64_t>(bytes.size())) {
    Result<std::string> present = store.Get(key);
    if (!present.ok()) return present.error();
    if (*present == bytes) {
      ++outcome.objects_present;
      return {};
    }
  }
  ++outcome.objects_copied;
  outcome.bytes_copied += bytes.size();
  return store.Put(key, bytes);
}

}  // namespace

std::string ObjectKey(const std::string& sha256) { return "objects/" + sha256; }

Result<UploadOutcome> Upload(const UploadOptions& options) {
  Result<std::unique_ptr<ObjectStore>> store = OpenStore(options.to);
  if (!store.ok()) return store.error();
  Result<Manifest> manifest = VerifyManifest(options.release);
  if (!manifest.ok()) return manifest.error();
  Result<std::string> manifest_bytes = ReadFile(options.release + "/" + kManifestName);
  if (!manifest_bytes.ok()) return manifest_bytes.error();
  Status verdict = CheckVerdict(options.validation, *manifest_bytes);
  if (!verdict.ok()) return verdict.error();

  UploadOutcome outcome;
  for (const ManifestFile& file : manifest->files) {
    Result<std::string> bytes = ReadFile(options.release + "/" + file.name);
    if (!bytes.ok()) return bytes.error();
    Status status = PutObject(**store, file.sha256, *bytes, outcome);
    if (!status.ok()) return status.error().Context(file.name);
  }
  Status put = PutObject(**store, Sha256Hex(*manifest_bytes), *manifest_bytes, outcome);
  if (!put.ok()) return put.error();
  outcome.name = manifest->info.name;
  outcome.version = VersionOf(*manifest_bytes);
  outcome.manifest_sha256 = Sha256Hex(*manifest_bytes);
  const std::string pointer = PointerKey(manifest->info.name);
  outcome.location = (*store)->Location(pointer);
  Status kept = (*store)->Put(VersionKey(outcome.name, outcome.manifest_sha256), *manifest_bytes);
  if (!kept.ok()) return kept.error();
  Status published = (*store)->Put(pointer, *manifest_bytes);
  if (!published.ok()) return published.error();
  return outcome;
}

}  // namespace fastnode::release
