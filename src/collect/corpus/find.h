// Which files are to be added, and to which project of which split.
#pragma once

#include <string>
#include <vector>

#include "collect/corpus/add.h"
#include "support/result.h"

namespace fastnode::corpus {

struct FileToAdd {
  std::string project;
  std::string path;  // in the project's folder
  std::string full_path;
};

// The Python files of all folders with their projects, sorted by project and path; not what lies in
// hidden folders and virtual environments. Errors: a folder
// without any, a project in two folders, a name too long.
Result<std::vector<FileToAdd>> FindFiles(const AddOptions& options);

}  // namespace fastnode::corpus
