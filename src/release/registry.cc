#include "release/registry.h"

#include <algorithm>

#include "release/manifest.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/json.h"

namespace fastnode::release {
namespace {

constexpr int kFormat = 1;
constexpr size_t kVersionsKept = 20;  // of those to go back to

bool IsModel(const Json& model) {
  return model.is_object() && model.contains("current") && model["current"].is_string() &&
         model.contains("before") && model["before"].is_array() && model.contains("versions") &&
         model["versions"].is_object() &&
         model["versions"].contains(model["current"].get<std::string>()) &&
         (!model.contains("packages") ||
          (model["packages"].is_array() &&
           std::all_of(model["packages"].begin(), model["packages"].end(),
                       [](const Json& package) { return package.is_string(); })));
}

Result<Json> Read(const std::string& path) {
  Result<std::string> text = ReadFile(path, 1u << 20);
  if (!text.ok()) return text.error();
  Result<Json> json = ParseJson(*text);
  if (!json.ok()) return json.error().Context(path);
  if (!json->is_object() || json->value("format", Json()) != kFormat || !json->contains("models") ||
      !(*json)["models"].is_object()) {
    return Error{path + " is no registry of models"};
  }
  for (const auto& [name, model] : (*json)["models"].items()) {
    if (!IsModel(model)) return Error{path + ": the entry of '" + name + "' is damaged"};
  }
  return json;
}

Result<Json> ReadModel(const std::string& path, const std::string& name, Json& registry) {
  Result<Json> json = Read(path);
  if (!json.ok()) return json.error();
  registry = *std::move(json);
  if (!registry["models"].contains(name)) {
    return Error{path + ": no model is called '" + name + "'; 'fastnode registry list' shows them"};
  }
  return registry["models"][name];
}

Status Write(const std::string& path, const Json& registry) {
  return WriteFileAtomic(path, PrintJson(registry, 2) + "\n");
}

void MakeCurrent(Json& model, const std::string& version) {
  const std::string now = model["current"];
  if (now == version) return;
  Json& before = model["before"];
  before.push_back(now);
  if (before.size() > kVersionsKept) before.erase(0);
  model["current"] = version;
}

}  // namespace

std::string VersionOf(std::string_view manifest_bytes) {
  return Sha256Hex(manifest_bytes).substr(0, 12);
}

Result<std::string> AddToRegistry(const std::string& path, const std::string& folder,
                                  const std::optional<std::vector<std::string>>& packages) {
  Result<Manifest> manifest = VerifyManifest(folder);
  if (!manifest.ok()) return manifest.error();
  Result<std::string> bytes = ReadFile(folder + "/" + kManifestName);
  if (!bytes.ok()) return bytes.error();
  Json registry = {{"format", kFormat}, {"models", Json::object()}};
  if (PathExists(path)) {
    Result<Json> read = Read(path);
    if (!read.ok()) return read.error();
    registry = *std::move(read);
  }
  const std::string version = VersionOf(*bytes);
  Json& model = registry["models"][manifest->info.name];
  if (model.is_null()) {
    model = {{"current", version}, {"before", Json::array()}, {"versions", Json::object()}};
  }
  model["versions"][version] = folder;
  if (packages.has_value()) {
    model["packages"] = *packages;
    std::sort(model["packages"].begin(), model["packages"].end());
  }
  MakeCurrent(model, version);
  Status written = Write(path, registry);
  if (!written.ok()) return written.error();
  return version;
}

Status UseVersion(const std::string& path, const std::string& name, const std::string& version) {
  Json registry;
  Result<Json> model = ReadModel(path, name, registry);
  if (!model.ok()) return model.error();
  if (!(*model)["versions"].contains(version)) {
    return Error{path + ": " + name + " has no version " + version};
  }
  MakeCurrent(*model, version);
  registry["models"][name] = *model;
  return Write(path, registry);
}

Result<std::string> RollBack(const std::string& path, const std::string& name) {
  Json registry;
  Result<Json> model = ReadModel(path, name, registry);
  if (!model.ok()) return model.error();
  Json& before = (*model)["before"];
  if (before.empty()) return Error{name + " has no version before the current one"};
  const std::string version = before.back();
  before.erase(before.size() - 1);
  (*model)["current"] = version;
  registry["models"][name] = *model;
  Status written = Write(path, registry);
  if (!written.ok()) return written.error();
  return version;
}

Result<std::string> CurrentModel(const std::string& path, const std::string& name) {
  Json registry;
  Result<Json> model = ReadModel(path, name, registry);
  if (!model.ok()) return model.error();
  return (*model)["versions"][(*model)["current"].get<std::string>()].get<std::string>();
}

Result<std::vector<RegisteredModel>> CurrentModels(const std::string& path) {
  Result<Json> registry = Read(path);
  if (!registry.ok()) return registry.error();
  std::vector<RegisteredModel> models;
  for (const auto& [name, model] : (*registry)["models"].items()) {
    const std::string version = model["current"];
    models.push_back({name, version, model["versions"][version].get<std::string>(), {}});
    if (model.contains("packages")) {
      models.back().packages = model["packages"].get<std::vector<std::string>>();
    }
  }
  return models;
}

Result<std::string> PrintRegistry(const std::string& path) {
  Result<Json> registry = Read(path);
  if (!registry.ok()) return registry.error();
  std::string text;
  for (const auto& [name, model] : (*registry)["models"].items()) {
    for (const auto& [version, folder] : model["versions"].items()) {
      text += name + " " + version + (model["current"] == version ? " * " : "   ") +
              folder.get<std::string>();
      if (model.contains("packages") && !model["packages"].empty()) {
        text += " (" + std::to_string(model["packages"].size()) + " packages)";
      }
      text += "\n";
    }
  }
  return text;
}

}  // namespace fastnode::release
