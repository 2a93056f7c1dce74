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

// The Python files of all folders with their projects, sorted by project and path. Hidden folders
// and virtual environments are passed over. Errors: a folder without Python files, a project in two
// folders, a name that is too long.
Result<std::vector<FileToAdd>> FindFiles(const AddOptions& options);

}  // namespace fastnode::corpus
