// The places from which the files of a process are analysed: projects' folders, folders of
// packages, the library. Folders are kept, so that a file that many import is read once.
// Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "analyze/types/imports/environment.h"
#include "analyze/types/imports/folder.h"
#include "analyze/types/imports/library.h"

namespace fastnode::types {

class Workspace {
 public:
  // `library` must outlive it. `paths`: folders of packages, as they would stand on sys.path.
  // `trees`, `open`: as of Folder.
  explicit Workspace(const Library& library, const std::vector<std::string>& paths = {},
                     ast::TreeCache* trees = nullptr, const OpenTexts* open = nullptr);

  // What the file at `path` imports from. The file itself is never read. `root`: the project's
  // folder; "" if it is to be told by the packages around the file. If `path` is "", packages and
  // the library are all there is.
  // `packages`: further folders of packages, the project's own. `standard_library`: the folder of
  // its sources (Environment::FindSource), "" if not known. `own`: further folders of the project's
  // modules.
  Environment EnvironmentOf(const std::string& path, const std::string& root = "",
                            const std::vector<std::string>& packages = {},
                            const std::string& standard_library = "",
                            const std::vector<std::string>& own = {});

 private:
  std::unique_ptr<Folder> MakeFolder(const std::string& path, bool is_project) const;
  const ModulePlace* FolderAt(const std::string& path, bool is_project = true);

  const Library& library_;
  ast::TreeCache* const trees_;
  const OpenTexts* const open_;
  std::vector<std::unique_ptr<Folder>> packages_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Folder>> folders_;  // of projects, and their packages
};

}  // namespace fastnode::types
