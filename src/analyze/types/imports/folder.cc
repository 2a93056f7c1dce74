#include "analyze/types/imports/folder.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "analyze/types/file/parse_module.h"
#include "analyze/types/imports/call_index.h"
#include "support/file.h"

namespace fastnode::types {
namespace {

constexpr uint64_t kMaxFileBytes = 4u << 20;
constexpr size_t kMaxComponents = 32;

bool IsIdentifier(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c & 0x80) != 0;
  });
}

// "a/b" of "a.b"; nothing if a component is no identifier.
std::optional<std::string> FilePath(std::string_view module) {
  std::string path;
  for (size_t count = 0; !module.empty(); ++count) {
    size_t dot = module.find('.');
    std::string_view name = module.substr(0, dot);
    if (!IsIdentifier(name) || count == kMaxComponents) return std::nullopt;
    if (!path.empty()) path += '/';
    path += name;
    if (dot == std::string_view::npos) return path;
    module.remove_prefix(dot + 1);
  }
  return std::nullopt;
}

struct Stamp {
  int64_t modified_ns = 0;
  int64_t bytes = -1;  // -1: there is no such file
  bool operator==(const Stamp&) const = default;
};

Stamp StampOf(const std::string& path, bool& is_folder) {
  struct stat status;
  is_folder = false;
  if (::stat(path.c_str(), &status) != 0) return {};
  is_folder = S_ISDIR(status.st_mode);
  if (!S_ISREG(status.st_mode)) return {};
  return {status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec, status.st_size};
}

// Modules and packages right in a folder, sorted.
std::vector<std::string> PythonNames(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    std::string name = entry.path().filename().string();
    bool is_file = name.ends_with(".py") || name.ends_with(".pyi");
    if (is_file) name.resize(name.rfind('.'));
    if (!IsIdentifier(name) || name == "__init__" || name == "__pycache__") continue;
    if (is_file || PathExists(folder + "/" + name + "/__init__.py")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

struct Folder::Data {
  struct Entry {
    std::string file;  // that was read; "" if there is none
    Stamp stamp;
    uint64_t bytes = 0;
    std::shared_ptr<const Module> module;
    std::list<std::string>::iterator recent;
  };

  std::string path;
  bool is_project = false;
  uint64_t max_bytes;
  std::once_flag calls_once;
  std::optional<CallIndex> calls;
  std::mutex mutex;
  std::map<std::string, Entry, std::less<>> entries;  // by module
  std::list<std::string> recent;                      // modules with a text, the last found first
  uint64_t bytes = 0;

  // The file of a module, or "" with is_namespace for a folder without one.
  std::string FileOf(std::string_view module, bool& is_package, bool& is_namespace) const {
    std::optional<std::string> relative = FilePath(module);
    is_package = is_namespace = false;
    if (!relative) return "";
    std::string base = path + "/" + *relative;
    bool is_folder = false;
    StampOf(base, is_folder);
    std::string stubs =
        path + "/" + relative->substr(0, relative->find('/')) + "-stubs" +
        (relative->find('/') == std::string::npos ? "" : relative->substr(relative->find('/')));
    bool has_stubs = false;
    StampOf(path + "/" + relative->substr(0, relative->find('/')) + "-stubs", has_stubs);
    struct Candidate {
      std::string file;
      bool package;
    };
    std::vector<Candidate> candidates;
    if (has_stubs) {
      candidates.push_back({stubs + "/__init__.pyi", true});
      candidates.push_back({stubs + ".pyi", false});
    }
    if (is_folder) {
      candidates.push_back({base + "/__init__.pyi", true});
      candidates.push_back({base + "/__init__.py", true});
    }
    candidates.push_back({base + ".pyi", false});
    candidates.push_back({base + ".py", false});
    for (const Candidate& candidate : candidates) {
      bool folder = false;
      if (StampOf(candidate.file, folder).bytes < 0) continue;
      is_package = candidate.package;
      return candidate.file;
    }
    is_namespace = is_folder;
    return "";
  }

  void Shrink() {
    while (bytes > max_bytes && recent.size() > 1) {
      auto oldest = entries.find(recent.back());
      bytes -= oldest->second.bytes;
      recent.pop_back();
      entries.erase(oldest);
    }
  }
};

Folder::Folder(std::string path, bool is_project, uint64_t max_bytes)
    : data_(std::make_unique<Data>()) {
  data_->path = std::move(path);
  data_->is_project = is_project;
  data_->max_bytes = max_bytes;
}
Folder::~Folder() = default;

std::shared_ptr<const Module> Folder::Find(std::string_view module) const {
  {
    std::lock_guard lock(data_->mutex);
    auto found = data_->entries.find(module);
    if (found != data_->entries.end()) {
      Data::Entry& entry = found->second;
      bool is_folder = false;
      if (entry.file.empty()) return entry.module;
      if (StampOf(entry.file, is_folder) == entry.stamp) {
        if (entry.bytes > 0) {
          data_->recent.splice(data_->recent.begin(), data_->recent, entry.recent);
        }
        return entry.module;
      }
      data_->bytes -= entry.bytes;
      if (entry.bytes > 0) data_->recent.erase(entry.recent);
      data_->entries.erase(found);
    }
  }
  // Read and parsed without the lock: two threads may do it at once, and one of them in vain.
  bool is_package = false, is_namespace = false;
  Data::Entry entry;
  entry.file = data_->FileOf(module, is_package, is_namespace);
  if (!entry.file.empty()) {
    bool is_folder = false;
    entry.stamp = StampOf(entry.file, is_folder);
    Result<std::string> text = ReadFile(entry.file, kMaxFileBytes);
    if (text.ok()) {
      entry.bytes = text->size();
      entry.module = ParseModule(std::string(module), is_package, entry.file.ends_with(".pyi"),
                                 *std::move(text), entry.file);
    }
  } else if (is_namespace) {
    entry.module = ParseModule(std::string(module), true, false, "");
  }
  std::lock_guard lock(data_->mutex);
  auto [place, is_new] = data_->entries.emplace(module, std::move(entry));
  if (is_new && place->second.bytes > 0) {
    data_->recent.push_front(place->first);
    place->second.recent = data_->recent.begin();
    data_->bytes += place->second.bytes;
    std::shared_ptr<const Module> found = place->second.module;
    data_->Shrink();
    return found;
  }
  return place->second.module;
}

std::vector<std::string> Folder::Submodules(std::string_view module) const {
  if (module.empty()) return PythonNames(data_->path);
  std::optional<std::string> relative = FilePath(module);
  if (!relative) return {};
  return PythonNames(data_->path + "/" + *relative);
}

std::vector<std::string> Folder::ModulesCalling(std::string_view name) const {
  if (!data_->is_project) return {};
  std::call_once(data_->calls_once, [&] { data_->calls.emplace(data_->path); });
  return data_->calls->ModulesCalling(name);
}

FilePlace PlaceOfFile(const std::string& path) {
  size_t slash = path.rfind('/');
  std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
  std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  if (size_t dot = name.rfind('.'); dot != std::string::npos) name.resize(dot);
  FilePlace place;
  constexpr int kMaxFolders = 64;
  for (int i = 0; i < kMaxFolders && PathExists(folder + "/__init__.py"); ++i) {
    size_t up = folder.rfind('/');
    std::string package = folder.substr(up == std::string::npos ? 0 : up + 1);
    if (!IsIdentifier(package)) break;
    place.package = package + (place.package.empty() ? "" : "." + place.package);
    folder = up == std::string::npos ? "." : folder.substr(0, up);
  }
  place.root = folder;
  if (name == "__init__") {
    place.module = place.package;
  } else if (IsIdentifier(name)) {
    place.module = place.package.empty() ? name : place.package + "." + name;
  }
  return place;
}

}  // namespace fastnode::types
