// What an interpreter would tell about itself is read from the folders where it is installed,
// because nothing of a project is ever run: a virtual environment is known by its layout, its
// pyvenv.cfg and its .pth files.
#include "serve/python_environment.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "support/file.h"

namespace fastnode::serve {
namespace {

namespace fs = std::filesystem;

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// The minor version of "python3.11"; -1 for a name of another form.
int MinorVersion(const std::string& name) {
  constexpr std::string_view kPython = "python3.";
  if (!name.starts_with(kPython)) return -1;
  const std::string digits = name.substr(kPython.size());
  const bool number = !digits.empty() && digits.size() < 4 &&
                      digits.find_first_not_of("0123456789") == std::string::npos;
  return number ? std::stoi(digits) : -1;
}

// PREFIX/lib/python3.N/`name` for the highest N that has it.
std::string NewestOf(const std::string& prefix, const std::string& name) {
  std::string best;
  int version = -1;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(prefix + "/lib", error)) {
    const int minor = MinorVersion(entry.path().filename().string());
    const std::string folder = entry.path().string() + "/" + name;
    if (minor > version && fs::is_directory(folder, error)) {
      version = minor;
      best = folder;
    }
  }
  return best;
}

void AddWithPaths(const std::string& folder, std::vector<std::string>& folders) {
  constexpr uint64_t kMaxBytes = 1u << 16;
  if (folder.empty() || std::find(folders.begin(), folders.end(), folder) != folders.end()) return;
  folders.push_back(folder);
  Result<std::vector<std::string>> files = std::vector<std::string>();
  std::error_code error;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".pth") names.push_back(entry.path().string());
  }
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    Result<std::string> text = ReadFile(name, kMaxBytes);
    if (!text.ok()) continue;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
      if (line.empty() || line[0] == '#' || line.starts_with("import")) continue;
      const std::string path = line[0] == '/' ? line : folder + "/" + line;
      const bool is_new = std::find(folders.begin(), folders.end(), path) == folders.end();
      if (is_new && fs::is_directory(path, error)) folders.push_back(path);
    }
  }
}

void AddSystem(std::vector<std::string>& folders) {
  for (const char* prefix : {"/usr/local", "/usr"}) {
    AddWithPaths(NewestOf(prefix, "dist-packages"), folders);
    AddWithPaths(NewestOf(prefix, "site-packages"), folders);
  }
  std::error_code error;
  if (fs::is_directory("/usr/lib/python3/dist-packages", error)) {
    AddWithPaths("/usr/lib/python3/dist-packages", folders);
  }
}

// Where a virtual environment, or a whole Python, may be.
std::vector<std::string> Prefixes(const std::string& root, const std::string& interpreter) {
  std::vector<std::string> prefixes;
  if (!interpreter.empty()) {
    // PREFIX/bin/python. In a virtual environment this is a link, which must not be followed.
    prefixes.push_back(fs::path(interpreter).parent_path().parent_path().string());
  }
  prefixes.push_back(Variable("VIRTUAL_ENV"));
  prefixes.push_back(Variable("CONDA_PREFIX"));
  if (!root.empty()) {
    for (const char* name : {"/.venv", "/venv", "/env"}) prefixes.push_back(root + name);
  }
  std::erase(prefixes, "");
  return prefixes;
}

// PREFIX/lib/python3.N for the highest N that has sources of the standard library.
std::string SourcesOf(const std::string& prefix) {
  const std::string folder = NewestOf(prefix, "encodings");
  return folder.empty() ? "" : fs::path(folder).parent_path().string();
}

}  // namespace

std::vector<std::string> PackageFolders(const std::string& root, const std::string& interpreter) {
  std::vector<std::string> folders;
  for (const std::string& prefix : Prefixes(root, interpreter)) {
    const std::string packages = NewestOf(prefix, "site-packages");
    if (packages.empty()) continue;
    AddWithPaths(packages, folders);
    Result<std::string> configuration = ReadFile(prefix + "/pyvenv.cfg", 1u << 16);
    const bool and_system =
        configuration.ok() &&
        configuration->find("include-system-site-packages = true") != std::string::npos;
    if (and_system) AddSystem(folders);
    return folders;
  }
  AddSystem(folders);
  return folders;
}

std::string StandardLibraryFolder(const std::string& root, const std::string& interpreter) {
  for (const std::string& prefix : Prefixes(root, interpreter)) {
    std::string folder = SourcesOf(prefix);
    if (!folder.empty()) return folder;
    // A virtual environment names the folder of the Python that made it: "home = /usr/bin".
    Result<std::string> configuration = ReadFile(prefix + "/pyvenv.cfg", 1u << 16);
    if (!configuration.ok()) continue;
    std::istringstream lines(*configuration);
    constexpr std::string_view kHome = "home = ";
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with(kHome)) continue;
      folder = SourcesOf(fs::path(line.substr(kHome.size())).parent_path().string());
      if (!folder.empty()) return folder;
    }
  }
  for (const char* prefix : {"/usr/local", "/usr"}) {
    if (std::string folder = SourcesOf(prefix); !folder.empty()) return folder;
  }
  return "";
}

}  // namespace fastnode::serve
