// The bundle is put together beside what readers use: each release goes to a folder named by its
// version, and only then bundle.json is exchanged in one step. A reader that began with the old one
// finishes with it. What no longer belongs is removed last. release_test.cc damages bundles and
// expects to be told.
#include "release/bundle.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "release/copy_release.h"
#include "release/registry.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/json_fields.h"
#include "support/manifest.h"

namespace fastnode::release {
namespace {

namespace fs = std::filesystem;
constexpr int kBundleFormat = 1;
constexpr const char* kBundleName = "/bundle.json";

Json ModelsOf(const std::vector<BundledModel>& models) {
  Json list = Json::array();
  for (const BundledModel& model : models) {
    list.push_back(
        {{"name", model.name}, {"version", model.version}, {"packages", model.packages}});
  }
  return list;
}

std::string IdOf(const std::vector<BundledModel>& models) {
  return Sha256Hex(PrintJson(ModelsOf(models)));
}

std::string FolderOf(const std::string& bundle, const BundledModel& model) {
  return bundle + "/" + model.name + "/" + model.version;
}

// What the registry names. The folders are those of the releases.
Result<Bundle> Wanted(const std::string& registry) {
  Result<std::vector<RegisteredModel>> registered = CurrentModels(registry);
  if (!registered.ok()) return registered.error();
  Bundle bundle;
  int64_t general = 0;
  for (const RegisteredModel& model : *registered) {
    bundle.models.push_back({model.name, model.version, model.folder, model.packages});
    general += model.packages.empty();
  }
  if (bundle.models.empty()) {
    return Error{registry + " names no model: 'fastnode registry add out/serve' adds one"};
  }
  if (general != 1) {
    return Error{registry +
                 ": exactly one model must be for all files, without a list of packages; " +
                 std::to_string(general) + " are"};
  }
  bundle.id = IdOf(bundle.models);
  return bundle;
}

void RemoveOthers(const std::string& folder, const Bundle& bundle) {
  std::set<std::string> kept;
  for (const BundledModel& model : bundle.models) kept.insert(FolderOf(folder, model));
  std::error_code error;
  for (const auto& model : fs::directory_iterator(folder, error)) {
    if (!model.is_directory(error)) continue;
    for (const auto& version : fs::directory_iterator(model.path(), error)) {
      if (!kept.contains(version.path().string())) fs::remove_all(version.path(), error);
    }
    if (fs::is_empty(model.path(), error)) fs::remove(model.path(), error);
  }
}

BundledModel ReadBundledModel(const std::string& folder, JsonFields& fields) {
  BundledModel model;
  fields.ReadText("name", model.name);
  fields.ReadText("version", model.version);
  fields.ReadTexts("packages", model.packages);
  fields.Require({"name", "version", "packages"});
  for (const auto& [field, part] : {std::pair("name", &model.name), {"version", &model.version}}) {
    if (part->empty() || part->starts_with('.') || part->find('/') != std::string::npos) {
      fields.Fail(field, "is not a name");
    }
  }
  model.folder = FolderOf(folder, model);
  return model;
}

}  // namespace

Result<bool> IsUpToDate(const std::string& registry, const std::string& folder) {
  Result<Bundle> wanted = Wanted(registry);
  if (!wanted.ok()) return wanted.error();
  Result<Bundle> there = VerifyBundle(folder);
  return there.ok() && there->id == wanted->id;
}

Result<bool> BuildBundle(const std::string& registry, const std::string& folder) {
  Result<bool> up_to_date = IsUpToDate(registry, folder);
  if (!up_to_date.ok()) return up_to_date.error();
  if (*up_to_date) return false;
  Result<Bundle> wanted = Wanted(registry);
  if (!wanted.ok()) return wanted.error();
  for (const BundledModel& model : wanted->models) {
    const std::string to = FolderOf(folder, model);
    if (VerifyManifest(to).ok()) continue;
    Status copied = MakeFolders(fs::path(to).parent_path().string());
    if (copied.ok()) copied = CopyRelease(model.folder, to);
    if (!copied.ok()) return copied.error();
    Result<std::string> manifest = ReadFile(to + "/" + kManifestName);
    if (!manifest.ok() || VersionOf(*manifest) != model.version) {
      return Error{model.folder + " is not the release that the registry calls " + model.name +
                   " " + model.version + "; 'fastnode registry add' adds it"};
    }
  }
  Json json = {{"format", kBundleFormat}, {"id", wanted->id}, {"models", ModelsOf(wanted->models)}};
  Status written = WriteFileAtomic(folder + kBundleName, PrintJson(json, 2) + "\n");
  if (!written.ok()) return written.error();
  RemoveOthers(folder, *wanted);
  return true;
}

bool HasBundle(const std::string& folder) { return PathExists(folder + kBundleName); }

Result<Bundle> ReadBundle(const std::string& folder) {
  if (!HasBundle(folder)) {
    return Error{"no model came with the program, and there is none in " + folder +
                 ": 'make' trains one or 'fastnode install' brings one; then 'fastnode registry "
                 "add FOLDER' and scripts/build_datadeps.sh put it there"};
  }
  Result<std::string> text = ReadFile(folder + kBundleName, 1u << 20);
  if (!text.ok()) return text.error();
  Result<Json> json = ParseJson(*text);
  if (!json.ok()) return json.error().Context(folder + kBundleName);
  Bundle bundle;
  int format = 0;
  std::string id;
  JsonFields fields(*json, folder + kBundleName);
  fields.Read("format", kBundleFormat, kBundleFormat, format);
  fields.ReadText("id", id);
  fields.ReadObjects("models", [&](JsonFields& model) {
    bundle.models.push_back(ReadBundledModel(folder, model));
  });
  fields.Require({"format", "id", "models"});
  if (Status status = fields.Finish(); !status.ok()) {
    return Error{status.error().message + "; scripts/build_datadeps.sh makes the bundle again"};
  }
  bundle.id = IdOf(bundle.models);
  if (id != bundle.id)
    return Error{folder + kBundleName +
                 " is damaged; scripts/build_datadeps.sh makes the bundle again"};
  return bundle;
}

Result<Bundle> VerifyBundle(const std::string& folder) {
  Result<Bundle> bundle = ReadBundle(folder);
  if (!bundle.ok()) return bundle.error();
  for (const BundledModel& model : bundle->models) {
    Result<Manifest> manifest = VerifyManifest(model.folder);
    if (!manifest.ok()) return manifest.error();
    Result<std::string> bytes = ReadFile(model.folder + "/" + kManifestName);
    if (!bytes.ok()) return bytes.error();
    if (VersionOf(*bytes) != model.version) {
      return Error{model.folder + " is not the version that its folder is named after"};
    }
  }
  return bundle;
}

std::string DefaultBundleFolder() {
  const char* given = std::getenv("FASTNODE_DATADEPS");
  if (given != nullptr && *given != '\0') return given;
  std::error_code error;
  return (fs::read_symlink("/proc/self/exe", error).parent_path() / "datadeps").string();
}

}  // namespace fastnode::release
