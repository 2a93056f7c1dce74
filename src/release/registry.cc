// A version's folder is named by the hash of its manifest and is a copy of our own, so "go back"
// finds what was added, whatever became of the folder it came from. Every change reads, checks and
// writes the registry under a lock, and the file carries a checksum that a person may leave out.
// release_test.cc goes back and forth, and damages both.
#include "release/registry.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "release/copy_release.h"
#include "support/file.h"
#include "support/file_lock.h"
#include "support/hash.h"
#include "support/json_fields.h"
#include "support/manifest.h"
#include "support/sealed.h"

namespace fastnode::release {
namespace {

namespace fs = std::filesystem;
constexpr int kRegistryFormat = 1;
constexpr size_t kVersionsKept = 20;  // to go back to
constexpr uint64_t kMaxManifestBytes = 16u << 20;

struct Model {
  std::string name, current;
  std::vector<std::string> before;
  JsonFields::NamedTexts versions;  // and their folders
  std::optional<std::vector<std::string>> packages;

  std::string* FindFolder(const std::string& version) {
    auto found = std::find_if(versions.begin(), versions.end(),
                              [&](const auto& entry) { return entry.first == version; });
    return found == versions.end() ? nullptr : &found->second;
  }

  void MakeCurrent(const std::string& version) {
    if (current == version) return;
    if (!current.empty()) before.push_back(current);
    if (before.size() > kVersionsKept) before.erase(before.begin());
    current = version;
  }
};
using Registry = std::vector<Model>;

Model ReadModel(const std::string& name, JsonFields& fields) {
  Model model{.name = name};
  fields.ReadText("current", model.current);
  fields.ReadTexts("before", model.before);
  fields.ReadNamedTexts("versions", model.versions);
  fields.Require({"current", "before", "versions"});
  std::vector<std::string> packages;
  fields.ReadTexts("packages", packages);
  if (fields.ReadAny("packages") != nullptr) model.packages = std::move(packages);
  if (model.FindFolder(model.current) == nullptr)
    fields.Fail("current", "is not one of the versions");
  for (const std::string& version : model.before) {
    if (model.FindFolder(version) == nullptr)
      fields.Fail("before", "names a version that is not there");
  }
  return model;
}

Result<Registry> Read(const std::string& path) {
  Result<std::string> text = ReadFile(path, 1u << 20);
  if (!text.ok()) return text.error();
  Result<Json> json = ParseSealedOrByHand(*text);
  if (!json.ok()) {
    return Error{path + ": " + json.error().message +
                 "; who has written it by hand takes its checksum out; else remove it, and add the "
                 "releases again with 'fastnode registry add'"};
  }
  Registry registry;
  int format = 0;
  JsonFields fields(*json, path);
  fields.Read("format", kRegistryFormat, kRegistryFormat, format);
  fields.ReadNamedObjects("models", [&](const std::string& name, JsonFields& model) {
    registry.push_back(ReadModel(name, model));
  });
  fields.Require({"format", "models"});
  if (Status status = fields.Finish(); !status.ok()) {
    return Error{status.error().message +
                 "; mend it, or remove it and add the releases again with 'fastnode registry add'"};
  }
  return registry;
}

Model* Find(Registry& registry, const std::string& name) {
  auto found = std::find_if(registry.begin(), registry.end(),
                            [&](const Model& model) { return model.name == name; });
  return found == registry.end() ? nullptr : &*found;
}

Error NoSuchModel(const std::string& path, const std::string& name) {
  return Error{path + ": no model is called '" + name + "'; 'fastnode registry list' shows them"};
}

// Read, changed and written by one process at a time. The lock stands beside the registry.
Result<FileLock> Lock(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty() && !fs::is_directory(folder)) {
    return Error{folder.string() + ": there is no such folder, so no registry '" + path + "'"};
  }
  return FileLock::WaitFor(path + ".lock");
}

Status Write(const std::string& path, const Registry& registry) {
  Json models = Json::object();
  for (const Model& model : registry) {
    Json versions = Json::object();
    for (const auto& [version, folder] : model.versions) versions[version] = folder;
    Json& json = models[model.name];
    json = {{"current", model.current}, {"before", model.before}, {"versions", versions}};
    if (model.packages.has_value()) json["packages"] = *model.packages;
  }
  return WriteFileAtomic(path, PrintSealed({{"format", kRegistryFormat}, {"models", models}}, 2));
}

// The folder MODELS/NAME/VERSION of a release. Having a folder of its own, it stays what it was
// whatever becomes of the one it was made in. A release that `fastnode install` brought is in such
// a folder already.
Result<std::string> Keep(const std::string& release, const std::string& models,
                         const std::string& name, const std::string& version) {
  const fs::path given = fs::path(release + "/.").lexically_normal().parent_path();
  if (given.filename() == version && given.parent_path().filename() == name) {
    return given.string();
  }
  const std::string folder = models + "/" + name + "/" + version;
  if (VerifyManifest(folder).ok()) return folder;
  Status copied = MakeFolders(models + "/" + name);
  if (!copied.ok()) return copied.error();
  Result<FileLock> lock = FileLock::WaitFor(models + kModelsLock);
  if (!lock.ok()) return lock.error();
  if (VerifyManifest(folder).ok()) return folder;
  copied = CopyRelease(release, folder);
  if (!copied.ok()) return copied.error();
  return folder;
}

// Whether a version is what it was when it was added.
Status CheckVersion(Model& model, const std::string& version) {
  const std::string& folder = *model.FindFolder(version);
  Status status;
  Result<Manifest> manifest = VerifyManifest(folder);
  if (!manifest.ok()) status = manifest.error();
  Result<std::string> bytes = ReadFile(folder + "/" + kManifestName);
  if (status.ok() && (!bytes.ok() || VersionOf(*bytes) != version)) {
    status = Error{folder + " holds another release now"};
  }
  if (status.ok()) return status;
  return Error{model.name + " " + version + " has changed since it was added: " +
               status.error().message + "; nothing was changed. 'fastnode install " + model.name +
               " --version " + version + "' brings it again if it was published"};
}

// The version that begins with these digits.
Result<std::string> FindVersion(const Model& model, const std::string& digits) {
  std::string found, all;
  int fitting = 0;
  for (const auto& [version, folder] : model.versions) {
    all += " " + version;
    if (!version.starts_with(digits)) continue;
    ++fitting;
    found = version;
  }
  if (fitting == 1) return found;
  return Error{(fitting == 0 ? "no version of " : "several versions of ") + model.name +
               (fitting == 0 ? " begins" : " begin") + " with '" + digits + "'; there are:" + all};
}

}  // namespace

std::string VersionOf(std::string_view manifest_bytes) {
  return Sha256Hex(manifest_bytes).substr(0, 12);
}

Result<std::string> AddToRegistry(const std::string& path, const std::string& models,
                                  const std::string& release,
                                  const std::optional<std::vector<std::string>>& packages) {
  Result<Manifest> manifest = VerifyManifest(release);
  if (!manifest.ok()) return manifest.error();
  Result<std::string> bytes = ReadFile(release + "/" + kManifestName);
  if (!bytes.ok()) return bytes.error();
  Result<FileLock> lock = Lock(path);
  if (!lock.ok()) return lock.error();
  Registry registry;
  if (PathExists(path)) {
    Result<Registry> read = Read(path);
    if (!read.ok()) return read.error();
    registry = *std::move(read);
  }
  const std::string version = VersionOf(*bytes);
  Result<std::string> folder = Keep(release, models, manifest->info.name, version);
  if (!folder.ok()) return folder.error();
  Model* model = Find(registry, manifest->info.name);
  if (model == nullptr) model = &registry.emplace_back(Model{.name = manifest->info.name});
  if (std::string* known = model->FindFolder(version)) {
    *known = *folder;
  } else {
    model->versions.emplace_back(version, *folder);
  }
  if (packages.has_value()) {
    model->packages = *packages;
    std::sort(model->packages->begin(), model->packages->end());
  }
  model->MakeCurrent(version);
  Status written = Write(path, registry);
  if (!written.ok()) return written.error();
  return version;
}

namespace {

// Makes another version of a model current: the one that choose(model) gives, by change(model,
// version). Errors: theirs; a version that is not what it was when it was added. Returns the
// version.
template <typename Choose, typename Change>
Result<std::string> ChangeCurrent(const std::string& path, const std::string& name,
                                  const Choose& choose, const Change& change) {
  Result<FileLock> lock = Lock(path);
  if (!lock.ok()) return lock.error();
  Result<Registry> registry = Read(path);
  if (!registry.ok()) return registry.error();
  Model* model = Find(*registry, name);
  if (model == nullptr) return NoSuchModel(path, name);
  Result<std::string> version = choose(*model);
  if (!version.ok()) return version.error();
  if (Status whole = CheckVersion(*model, *version); !whole.ok()) return whole.error();
  change(*model, *version);
  if (Status written = Write(path, *registry); !written.ok()) return written.error();
  return version;
}

}  // namespace

Result<std::string> UseVersion(const std::string& path, const std::string& name,
                               const std::string& digits) {
  return ChangeCurrent(
      path, name,
      [&](const Model& model) -> Result<std::string> {
        Result<std::string> version = FindVersion(model, digits);
        if (!version.ok()) return version.error().Context(path);
        return version;
      },
      [](Model& model, const std::string& version) { model.MakeCurrent(version); });
}

Result<std::string> RollBack(const std::string& path, const std::string& name) {
  return ChangeCurrent(
      path, name,
      [&](const Model& model) -> Result<std::string> {
        if (model.before.empty()) return Error{name + " has no version before the current one"};
        return model.before.back();
      },
      [](Model& model, const std::string& version) {
        model.current = version;
        model.before.pop_back();
      });
}

Result<std::string> CurrentModel(const std::string& path, const std::string& name) {
  Result<Registry> registry = Read(path);
  if (!registry.ok()) return registry.error();
  Model* model = Find(*registry, name);
  if (model == nullptr) return NoSuchModel(path, name);
  return *model->FindFolder(model->current);
}

Result<std::vector<RegisteredModel>> CurrentModels(const std::string& path) {
  Result<Registry> registry = Read(path);
  if (!registry.ok()) return registry.error();
  std::vector<RegisteredModel> models;
  for (Model& model : *registry) {
    const std::string folder = *model.FindFolder(model.current);
    models.push_back({model.name, model.current, folder, {}});
    if (model.packages.has_value()) models.back().packages = *std::move(model.packages);
  }
  return models;
}

Result<std::string> PrintRegistry(const std::string& path) {
  Result<Registry> registry = Read(path);
  if (!registry.ok()) return registry.error();
  std::string text;
  for (const Model& model : *registry) {
    for (const auto& [version, folder] : model.versions) {
      text += model.name + " " + version + (model.current == version ? " * " : "   ") + folder;
      Result<std::string> manifest = ReadFile(folder + "/" + kManifestName, kMaxManifestBytes);
      if (!manifest.ok()) {
        text += " (is not there)";
      } else if (VersionOf(*manifest) != version) {
        text += " (holds another release now)";
      }
      if (model.packages.has_value() && !model.packages->empty()) {
        text += " (" + std::to_string(model.packages->size()) + " packages)";
      }
      text += "\n";
    }
  }
  return text;
}

}  // namespace fastnode::release
