#include "analyze/types/imports/folder.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "analyze/ast/parse.h"
#include "analyze/types/file/parse_module.h"
#include "analyze/types/imports/call_index.h"
#include "analyze/types/imports/test_plugins.h"
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

// What stands at a path.
struct Stamp {
  int64_t modified_ns = 0;
  int64_t bytes = -1;  // -1: it is no file
  bool is_folder = false;
  int64_t version = 0;  // of a text that is open in its place

  bool is_file() const { return bytes >= 0; }
  bool operator==(const Stamp&) const = default;
};

Stamp StampOf(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) return {};
  const int64_t modified_ns = status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec;
  if (S_ISDIR(status.st_mode)) return {.modified_ns = modified_ns, .is_folder = true};
  if (!S_ISREG(status.st_mode)) return {};
  return {modified_ns, status.st_size};
}

Stamp StampOf(const std::string& path, const OpenTexts* open) {
  if (open != nullptr) {
    if (const auto text = open->Find(path)) {
      return {.bytes = static_cast<int64_t>(text->text->size()), .version = text->version};
    }
  }
  return StampOf(path);
}

// Where a module stands.
struct ModuleFile {
  std::string path;  // "" if it has none
  bool is_package = false;
  bool is_namespace = false;  // a folder without a file of its own
};

// Stubs stand first (PEP 561: `a-stubs` beside `a`), packages before modules.
ModuleFile FileOf(const std::string& folder, std::string_view module, const OpenTexts* open) {
  std::optional<std::string> relative = FilePath(module);
  if (!relative) return {};
  const size_t top_end = std::min(relative->find('/'), relative->size());
  const std::string base = folder + "/" + *relative;
  const std::string top_stubs = folder + "/" + relative->substr(0, top_end) + "-stubs";
  const std::string stubs = top_stubs + relative->substr(top_end);
  const bool is_folder = StampOf(base).is_folder;
  std::vector<ModuleFile> candidates;
  if (StampOf(top_stubs).is_folder) {
    candidates.push_back({stubs + "/__init__.pyi", true});
    candidates.push_back({stubs + ".pyi", false});
  }
  if (is_folder) {
    candidates.push_back({base + "/__init__.pyi", true});
    candidates.push_back({base + "/__init__.py", true});
  }
  candidates.push_back({base + ".pyi", false});
  candidates.push_back({base + ".py", false});
  for (ModuleFile& candidate : candidates) {
    if (StampOf(candidate.path, open).is_file()) return std::move(candidate);
  }
  return {.is_namespace = is_folder};
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
    const std::string init = folder + "/" + name + "/__init__.py";
    if (is_file || PathExists(init) || PathExists(init + "i")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

// Whether Python files lie in a folder, or in one that is in it.
bool HoldsPython(const std::string& folder, bool looks_deeper = true) {
  constexpr int kMaxEntries = 64;
  std::error_code error;
  int looked_at = 0;
  std::vector<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (++looked_at > kMaxEntries) break;
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".py") || name.ends_with(".pyi")) return true;
    if (looks_deeper && IsIdentifier(name) && name != "__pycache__" && entry.is_directory(error)) {
      folders.push_back(entry.path().string());
    }
  }
  return std::any_of(folders.begin(), folders.end(),
                     [](const std::string& one) { return HoldsPython(one, false); });
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
  ast::TreeCache* trees = nullptr;
  const OpenTexts* open = nullptr;
  std::once_flag calls_once;
  std::optional<CallIndex> calls;
  std::mutex plugins_mutex;
  std::optional<Stamp> plugins_stamp;  // of the folder, which changes with what is installed
  std::vector<std::string> plugins;
  std::mutex mutex;
  std::map<std::string, Entry, std::less<>> entries;  // by module
  std::list<std::string> recent;                      // modules with a text, the last found first
  uint64_t bytes = 0;

  // What is kept of a module, if that is still what stands in its file.
  std::optional<std::shared_ptr<const Module>> Recall(std::string_view name) {
    std::lock_guard lock(mutex);
    auto found = entries.find(name);
    if (found == entries.end()) return std::nullopt;
    Entry& entry = found->second;
    if (entry.file.empty()) return entry.module;
    if (StampOf(entry.file, open) == entry.stamp) {
      if (entry.bytes > 0) recent.splice(recent.begin(), recent, entry.recent);
      return entry.module;
    }
    bytes -= entry.bytes;
    if (entry.bytes > 0) recent.erase(entry.recent);
    entries.erase(found);
    return std::nullopt;
  }

  Entry Read(std::string_view name) const {
    Entry entry;
    ModuleFile file = FileOf(path, name, open);
    if (file.is_namespace) entry.module = ParseModule(std::string(name), true, false, "");
    if (file.path.empty()) return entry;
    entry.file = std::move(file.path);
    entry.stamp = StampOf(entry.file, open);
    Result<ast::Tree> tree = TreeOf(entry);
    if (!tree.ok()) return entry;
    entry.module = BindModule(std::string(name), file.is_package, entry.file.ends_with(".pyi"),
                              *std::move(tree), entry.file);
    return entry;
  }

  // Half-typed text is parsed once and not kept for other runs.
  Result<ast::Tree> TreeOf(Entry& entry) const {
    const auto text = open == nullptr ? std::nullopt : open->Find(entry.file);
    if (text && text->text->size() <= kMaxFileBytes) {
      entry.stamp.version = text->version;
      entry.bytes = text->text->size();
      return ast::Parse(*text->text);
    }
    Result<std::string> read = ReadFile(entry.file, kMaxFileBytes);
    if (!read.ok()) return read.error();
    entry.bytes = read->size();
    return ast::ParseOnce(*std::move(read), trees);
  }

  // The module that is kept: of two threads the first one's.
  std::shared_ptr<const Module> Keep(std::string_view name, Entry entry) {
    std::lock_guard lock(mutex);
    auto [place, is_new] = entries.emplace(name, std::move(entry));
    std::shared_ptr<const Module> kept = place->second.module;
    if (is_new && place->second.bytes > 0) {
      recent.push_front(place->first);
      place->second.recent = recent.begin();
      bytes += place->second.bytes;
      Shrink();
    }
    return kept;
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

Folder::Folder(std::string path, bool is_project, uint64_t max_bytes, ast::TreeCache* trees,
               const OpenTexts* open)
    : data_(std::make_unique<Data>()) {
  data_->path = std::move(path);
  data_->is_project = is_project;
  data_->max_bytes = max_bytes;
  data_->trees = trees;
  data_->open = open;
}
Folder::~Folder() = default;

std::shared_ptr<const Module> Folder::Find(std::string_view module) const {
  if (auto kept = data_->Recall(module)) return *kept;
  // Read and parsed without the lock: two threads may do it at once, and one of them in vain.
  return data_->Keep(module, data_->Read(module));
}

std::vector<std::string> Folder::Submodules(std::string_view module) const {
  if (module.empty()) return PythonNames(data_->path);
  std::optional<std::string> relative = FilePath(module);
  if (!relative) return {};
  return PythonNames(data_->path + "/" + *relative);
}

std::vector<std::string> Folder::PlainFolders(std::string_view module) const {
  constexpr size_t kMaxFolders = 256;
  const std::optional<std::string> relative =
      module.empty() ? std::optional<std::string>("") : FilePath(module);
  if (!relative) return {};
  const std::string folder = data_->path + (relative->empty() ? "" : "/" + *relative);
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    std::string name = entry.path().filename().string();
    if (!IsIdentifier(name) || name == "__pycache__" || !entry.is_directory(error)) continue;
    if (names.size() == kMaxFolders) break;
    const std::string init = folder + "/" + name + "/__init__.py";
    if (PathExists(init) || PathExists(init + "i")) continue;
    if (HoldsPython(folder + "/" + name)) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool Folder::is_project() const { return data_->is_project; }

std::vector<std::string> Folder::ModulesCalling(std::string_view name) const {
  if (!data_->is_project) return {};
  std::call_once(data_->calls_once, [&] { data_->calls.emplace(data_->path); });
  return data_->calls->ModulesCalling(name);
}

std::vector<std::string> Folder::TestPlugins() const {
  const Stamp stamp = StampOf(data_->path);
  std::lock_guard lock(data_->plugins_mutex);
  if (data_->plugins_stamp != stamp) {
    data_->plugins = ReadTestPlugins(data_->path);
    data_->plugins_stamp = stamp;
  }
  return data_->plugins;
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
