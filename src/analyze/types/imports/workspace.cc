#include "analyze/types/imports/workspace.h"

#include "support/file.h"

namespace fastnode::types {

Workspace::Workspace(const Library& library, const std::vector<std::string>& paths,
                     ast::TreeCache* trees, const OpenTexts* open)
    : library_(library), trees_(trees), open_(open) {
  for (const std::string& path : paths) packages_.push_back(MakeFolder(path, false));
}

std::unique_ptr<Folder> Workspace::MakeFolder(const std::string& path, bool is_project) const {
  constexpr uint64_t kMaxBytes = 32u << 20;  // of text, bound, in each folder
  return std::make_unique<Folder>(path, is_project, kMaxBytes, trees_, open_);
}

const ModulePlace* Workspace::FolderAt(const std::string& path, bool is_project) {
  std::lock_guard lock(mutex_);
  std::unique_ptr<Folder>& folder = folders_[path];
  if (folder == nullptr) folder = MakeFolder(path, is_project);
  return folder.get();
}

namespace {

// "tools.build" of a file in root/tools/build; "" if a folder on the way has no name to import.
std::string DottedFolder(const std::string& path, const std::string& root) {
  const size_t slash = path.rfind('/');
  if (slash == path.npos || slash <= root.size() || root.empty()) return "";
  if (!path.starts_with(root) || path[root.size()] != '/') return "";
  std::string dotted = path.substr(root.size() + 1, slash - root.size() - 1);
  for (char& c : dotted) {
    const bool is_of_name = c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                            (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
    if (!is_of_name && c != '/') return "";
    if (c == '/') c = '.';
  }
  return dotted;
}

}  // namespace

Environment Workspace::EnvironmentOf(const std::string& path, const std::string& root,
                                     const std::vector<std::string>& packages,
                                     const std::string& standard_library,
                                     const std::vector<std::string>& own) {
  FilePlace place;
  std::vector<const ModulePlace*> places;
  if (!path.empty()) {
    place = PlaceOfFile(path);
    places.push_back(FolderAt(place.root));
  }
  if (!root.empty() && root != place.root) places.push_back(FolderAt(root));
  if (!root.empty() && root + "/src" != place.root && PathExists(root + "/src")) {
    places.push_back(FolderAt(root + "/src"));
  }
  for (const std::string& folder : own) {
    if (folder != place.root && folder != root) places.push_back(FolderAt(folder));
  }
  places.push_back(&library_);
  for (const auto& folder : packages_) places.push_back(folder.get());
  for (const std::string& folder : packages) places.push_back(FolderAt(folder, false));
  // A file that is run as a script sees its neighbours, in a package, too.
  const size_t slash = path.rfind('/');
  if (slash != std::string::npos && path.substr(0, slash) != place.root) {
    places.push_back(FolderAt(path.substr(0, slash)));
  }
  const std::string folder = place.package.empty() ? DottedFolder(path, root) : "";
  Environment environment(std::move(places), {path, place.module, place.package, folder});
  if (!standard_library.empty()) environment.AddSources(FolderAt(standard_library, false));
  return environment;
}

}  // namespace fastnode::types
