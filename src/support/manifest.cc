#include "support/manifest.h"

#include <algorithm>
#include <set>
#include <utility>

#include "support/file.h"
#include "support/hash.h"
#include "support/json.h"
#include "support/sealed.h"

namespace fastnode {
namespace {

constexpr int kFormat = 2;

bool IsPartByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

// One part of a path that means the same on every machine and stays where it is.
bool IsPlainPart(std::string_view part) {
  return !part.empty() && part != "." && part != ".." &&
         std::all_of(part.begin(), part.end(), IsPartByte);
}

bool IsPlainPath(std::string_view path) {
  while (true) {
    const size_t slash = path.find('/');
    if (!IsPlainPart(path.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

bool IsHash(std::string_view text, size_t digits) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::string TextOf(const Json& json, const char* field) {
  return json.is_object() && json.contains(field) && json[field].is_string()
             ? json[field].get<std::string>()
             : "";
}

Result<ManifestFile> FileFromJson(const Json& json) {
  ManifestFile file{TextOf(json, "name"), 0, TextOf(json, "sha256"), TextOf(json, "xxh3")};
  if (!IsPlainPath(file.name)) return Error{"'" + file.name + "' is not a name for a file"};
  if (!IsHash(file.sha256, 64)) return Error{file.name + ": no SHA-256"};
  if (!IsHash(file.xxh3, 32)) return Error{file.name + ": no XXH3"};
  if (!json.contains("bytes") || !json["bytes"].is_number_unsigned()) {
    return Error{file.name + ": no size"};
  }
  file.bytes = json["bytes"].get<uint64_t>();
  return file;
}

Status CheckFile(const std::string& folder, const ManifestFile& file) {
  Result<std::string> bytes = ReadFile(folder + "/" + file.name);
  if (!bytes.ok()) return bytes.error();
  if (bytes->size() != file.bytes) {
    return Error{folder + "/" + file.name + " has " + std::to_string(bytes->size()) +
                 " bytes; the manifest says " + std::to_string(file.bytes)};
  }
  if (Sha256Hex(*bytes) != file.sha256) {
    return Error{folder + "/" + file.name + " has not the SHA-256 that the manifest names"};
  }
  if (HashContent(*bytes).Hex() != file.xxh3) {
    return Error{folder + "/" + file.name + " has not the XXH3 that the manifest names"};
  }
  return {};
}

}  // namespace

std::string EncodeManifest(const Manifest& manifest) {
  Json files = Json::array();
  for (const ManifestFile& file : manifest.files) {
    files.push_back(
        {{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}, {"xxh3", file.xxh3}});
  }
  Json json = {{"format", kFormat},
               {"name", manifest.info.name},
               {"created_from",
                {{"dataset_id", manifest.info.dataset_id},
                 {"config_hash", manifest.info.config_hash},
                 {"code_version", manifest.info.code_version},
                 {"model", manifest.info.model}}},
               {"files", std::move(files)}};
  return PrintSealed(std::move(json), 2);
}

Result<Manifest> DecodeManifest(std::string_view text) {
  Result<Json> json = ParseSealed(text);
  if (!json.ok()) return json.error();
  if (!json->contains("format") || (*json)["format"] != kFormat) {
    return Error{"\"format\" is not " + std::to_string(kFormat)};
  }
  Manifest manifest;
  manifest.info.name = TextOf(*json, "name");
  if (!IsPlainPart(manifest.info.name)) return Error{"\"name\" is not a name for a release"};
  if (json->contains("created_from")) {
    const Json& from = (*json)["created_from"];
    manifest.info.dataset_id = TextOf(from, "dataset_id");
    manifest.info.config_hash = TextOf(from, "config_hash");
    manifest.info.code_version = TextOf(from, "code_version");
    manifest.info.model = TextOf(from, "model");
  }
  if (!json->contains("files") || !(*json)["files"].is_array())
    return Error{"\"files\" is not a list"};
  std::set<std::string> names;
  for (const Json& value : (*json)["files"]) {
    Result<ManifestFile> file = FileFromJson(value);
    if (!file.ok()) return file.error();
    if (!names.insert(file->name).second) return Error{file->name + " stands twice"};
    manifest.files.push_back(std::move(*file));
  }
  return manifest;
}

namespace {

// Hidden ones are of whoever brought the folder: a clone's .git, a download's .cache.
Result<std::vector<std::string>> ReleasedFiles(const std::string& folder) {
  Result<std::vector<std::string>> names = ListFiles(folder, "");
  if (names.ok()) std::erase_if(*names, [](const std::string& name) { return name[0] == '.'; });
  return names;
}

}  // namespace

Result<Manifest> MakeManifest(const std::string& folder, const ManifestInfo& info) {
  if (!IsPlainPart(info.name)) {
    return Error{"'" + info.name + "' is not a name for a release: use letters, digits, . _ and -"};
  }
  Result<std::vector<std::string>> names = ReleasedFiles(folder);
  if (!names.ok()) return names.error();
  Manifest manifest{info, {}};
  for (const std::string& name : *names) {
    if (name == kManifestName) continue;
    if (!IsPlainPath(name)) return Error{folder + "/" + name + ": no name for a released file"};
    Result<std::string> bytes = ReadFile(folder + "/" + name);
    if (!bytes.ok()) return bytes.error();
    manifest.files.push_back({name, bytes->size(), Sha256Hex(*bytes), HashContent(*bytes).Hex()});
  }
  if (manifest.files.empty()) return Error{folder + ": nothing to release"};
  return manifest;
}

Status WriteManifest(const std::string& folder, const ManifestInfo& info) {
  Result<Manifest> manifest = MakeManifest(folder, info);
  if (!manifest.ok()) return manifest.error();
  return WriteFileAtomic(folder + "/" + kManifestName, EncodeManifest(*manifest));
}

Status RenewManifest(const std::string& folder, const Manifest& before, const std::string& file) {
  Result<Manifest> now = MakeManifest(folder, before.info);
  if (!now.ok()) return now.error();
  auto others = [&](const Manifest& manifest) {
    std::vector<ManifestFile> files = manifest.files;
    std::erase_if(files, [&](const ManifestFile& named) { return named.name == file; });
    return files;
  };
  if (others(*now) != others(before)) {
    return Error{folder + ": other files than " + file +
                 " have changed; make the release again with 'make compress'"};
  }
  return WriteFileAtomic(folder + "/" + kManifestName, EncodeManifest(*now));
}

Result<Manifest> VerifyManifest(const std::string& folder) {
  const std::string path = folder + "/" + kManifestName;
  Result<std::string> text = ReadFile(path);
  if (!text.ok()) return text.error().Context("not a release (make one with 'make compress')");
  Result<Manifest> manifest = DecodeManifest(*text);
  if (!manifest.ok()) return manifest.error().Context(path);
  std::set<std::string> named = {kManifestName};
  for (const ManifestFile& file : manifest->files) {
    Status status = CheckFile(folder, file);
    if (!status.ok()) return status.error();
    named.insert(file.name);
  }
  Result<std::vector<std::string>> names = ReleasedFiles(folder);
  if (!names.ok()) return names.error();
  for (const std::string& name : *names) {
    if (!named.contains(name)) return Error{folder + "/" + name + " is not in the manifest"};
  }
  return manifest;
}

}  // namespace fastnode
