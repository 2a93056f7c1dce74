// The Python that a project is run with: the folders of packages of its virtual environment, or of
// the system's, and the sources of its standard library.
#pragma once

#include <string>
#include <vector>

namespace fastnode::serve {

// Looked for in this order: `interpreter` (the path of a python, "" if none was configured),
// VIRTUAL_ENV, CONDA_PREFIX, then .venv, venv and env below `root`; else the system's. Folders that
// .pth files name (what is installed to be edited) follow theirs. Nothing is run. May be empty.
std::vector<std::string> PackageFolders(const std::string& root, const std::string& interpreter);

// The folder of the standard library's sources of that Python; "" if there is none.
std::string StandardLibraryFolder(const std::string& root, const std::string& interpreter);

}  // namespace fastnode::serve
