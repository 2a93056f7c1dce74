// The Python that a project is run with: the folders of packages of its virtual environment or of
// the system, and the sources of its standard library.
#pragma once

#include <string>
#include <vector>

namespace fastnode::serve {

// Looked for in this order: `interpreter` (the path of a Python, "" if none is configured),
// VIRTUAL_ENV, CONDA_PREFIX, then .venv, venv and env below `root`; else the system's. Folders that
// .pth files name (editable installs) follow the folder with the file. Nothing is run. The list may
// be empty.
std::vector<std::string> PackageFolders(const std::string& root, const std::string& interpreter);

// The folder of the standard library's sources of that Python; "" if there is none.
std::string StandardLibraryFolder(const std::string& root, const std::string& interpreter);

}  // namespace fastnode::serve
