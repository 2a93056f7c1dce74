#include "predict/cursor/project_settings.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <utility>

#include "support/commented_json.h"
#include "support/file.h"
#include "support/json_fields.h"
#include "support/toml.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMaxSettingsBytes = 1u << 20;  // of a file of settings
constexpr size_t kMaxExtraPaths = 64, kMaxParts = 64;
constexpr char kJsonName[] = "/pyrightconfig.json", kTomlName[] = "/pyproject.toml";

// 309 of "3.9", "3.9.1" and "3.9.*", 300 of "3"; 0 if it is no version.
int VersionOf(std::string_view text) {
  int major = 0, minor = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, major);
  if (first.ec != std::errc() || major < 2 || major > 9) return 0;
  if (first.ptr != end && *first.ptr == '.') std::from_chars(first.ptr + 1, end, minor);
  return major * 100 + std::clamp(minor, 0, 99);
}

std::string AbsoluteFolder(const std::string& root, const std::string& folder) {
  std::string path = (fs::path(root) / folder).lexically_normal().string();
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

struct Section {
  std::vector<std::string> folders;
  std::string version, root;
  bool has_folders = false;
};

Section ReadSection(JsonFields& fields) {
  Section section;
  section.has_folders = fields.ReadAny("extraPaths") != nullptr;
  fields.ReadTexts("extraPaths", section.folders);
  fields.ReadText("pythonVersion", section.version);
  if (section.folders.size() > kMaxExtraPaths) section.folders.resize(kMaxExtraPaths);
  return section;
}

struct Whole {
  Section section;
  std::vector<Section> parts;
  bool auto_import = true;
};

void ReadWhole(JsonFields& fields, Whole& whole) {
  whole.section = ReadSection(fields);
  fields.ReadBool("autoImportCompletions", whole.auto_import);
  fields.ReadObjects("executionEnvironments", [&](JsonFields& part) {
    if (whole.parts.size() == kMaxParts) return;
    whole.parts.push_back(ReadSection(part));
    part.ReadText("root", whole.parts.back().root);
  });
}

JsonFields FieldsOf(const Json& json) {
  JsonFields fields(json, "settings");
  fields.AllowUnknown();
  fields.NullIsAbsent();
  return fields;
}

Result<Whole> ReadJson(std::string_view text) {
  Result<Json> json = ParseCommentedJson(text);
  if (!json.ok()) return json.error();
  if (!json->is_object()) return Error{"is no object"};
  Whole whole;
  JsonFields fields = FieldsOf(*json);
  ReadWhole(fields, whole);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  return whole;
}

struct Project {
  std::optional<Whole> whole;
  std::string requires_python;
};

Result<Project> ReadToml(std::string_view text) {
  Result<Json> json = ParseToml(text);
  if (!json.ok()) return json.error();
  Project project;
  JsonFields fields = FieldsOf(*json);
  fields.ReadObject("project", [&](JsonFields& own) {
    own.ReadText("requires-python", project.requires_python);
  });
  fields.ReadObject("tool", [&](JsonFields& tools) {
    tools.ReadObject("pyright", [&](JsonFields& own) { ReadWhole(own, project.whole.emplace()); });
  });
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  return project;
}

}  // namespace

int LowestPython(std::string_view specifiers) {
  int lowest = 0;
  while (!specifiers.empty()) {
    const size_t comma = std::min(specifiers.find(','), specifiers.size());
    const std::string_view one = Trimmed(specifiers.substr(0, comma));
    specifiers.remove_prefix(std::min(comma + 1, specifiers.size()));
    for (std::string_view sign : {">=", "~=", "===", "==", ">"}) {
      if (!one.starts_with(sign)) continue;
      lowest = std::max(lowest, VersionOf(Trimmed(one.substr(sign.size()))));
      break;
    }
  }
  return lowest;
}

ProjectSettings::ProjectSettings(Tell tell) : tell_(std::move(tell)) {}

ProjectSettings::Stamp ProjectSettings::StampOf(const std::string& path) {
  std::error_code error;
  const fs::file_time_type time = fs::last_write_time(path, error);
  if (error) return {};
  const uint64_t size = fs::file_size(path, error);
  return {time.time_since_epoch().count(), error ? 0 : size};
}

void ProjectSettings::Read(Kept& kept) const {
  const auto read = [&](const char* name, const Stamp& stamp, const auto& decode) {
    using Decoded = decltype(decode(std::string_view()));
    if (stamp == Stamp()) return std::optional<Decoded>();
    const std::string path = kept.root + name;
    const Result<std::string> text = ReadFile(path, kMaxSettingsBytes);
    Decoded decoded = text.ok() ? decode(*text) : Decoded(text.error());
    if (decoded.ok()) return std::optional<Decoded>(std::move(decoded));
    const std::string why =
        text.ok() ? decoded.error().Context(path).message : text.error().message;
    tell_(why + "; the file is passed over");
    return std::optional<Decoded>();
  };
  const auto json = read(kJsonName, kept.json, ReadJson);
  const auto toml = read(kTomlName, kept.toml, ReadToml);
  const Whole* whole = json ? &**json : toml && (*toml)->whole ? &*(*toml)->whole : nullptr;
  const auto part_of = [&](const Section& section) {
    Part part{"", {}, VersionOf(section.version), section.has_folders};
    for (const std::string& folder : section.folders) {
      part.folders.push_back(AbsoluteFolder(kept.root, folder));
    }
    return part;
  };
  if (whole != nullptr) {
    kept.whole = part_of(whole->section);
    kept.auto_import = whole->auto_import;
    for (const Section& section : whole->parts) {
      kept.parts.push_back(part_of(section));
      kept.parts.back().root = AbsoluteFolder(kept.root, section.root);
    }
  }
  if (kept.whole.python == 0 && toml) kept.whole.python = LowestPython((*toml)->requires_python);
}

FileSettings ProjectSettings::Of(const std::string& root, const std::string& path) {
  if (root.empty()) return {};
  const Stamp json = StampOf(root + kJsonName), toml = StampOf(root + kTomlName);
  if (json == Stamp() && toml == Stamp()) return {};
  std::lock_guard lock(mutex_);
  auto kept =
      std::find_if(kept_.begin(), kept_.end(), [&](const Kept& one) { return one.root == root; });
  if (kept == kept_.end() || kept->json != json || kept->toml != toml) {
    if (kept != kept_.end()) kept_.erase(kept);
    kept_.push_front(Kept{root, json, toml, {}, {}});
    if (kept_.size() > kMaxKept) kept_.pop_back();
    kept = kept_.begin();
    Read(*kept);
  }
  const Part& whole = kept->whole;
  FileSettings settings{whole.folders, whole.python, kept->auto_import};
  const std::string file = AbsoluteFolder(root, path);
  for (const Part& part : kept->parts) {
    if (!file.starts_with(part.root) || !file.substr(part.root.size()).starts_with('/')) continue;
    if (part.has_folders) settings.folders = part.folders;
    if (part.python != 0) settings.python = part.python;
    if (part.root != root) settings.folders.insert(settings.folders.begin(), part.root);
    break;
  }
  return settings;
}

}  // namespace fastnode::predict
