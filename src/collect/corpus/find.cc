// Projects are found by how folders lie. The first folder below a given one is a project, unless
// the given one is a project itself (it has pyproject.toml or the like). Projects, never single
// files, are the unit of splits, so this decides what can be held out together.
#include "collect/corpus/find.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <tuple>
#include <utility>

#include "collect/corpus/layout.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode::corpus {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMaxListBytes = 16u << 20;

std::string BaseName(const std::string& folder) {
  fs::path path = fs::absolute(folder).lexically_normal();
  return (path.has_filename() ? path.filename() : path.parent_path().filename()).string();
}

// Whether the folder is one project, rather than a folder of projects.
bool IsProject(const std::string& folder) {
  const char* const marks[] = {"pyproject.toml", "setup.py", "setup.cfg", "__init__.py"};
  return std::any_of(std::begin(marks), std::end(marks),
                     [&](const char* mark) { return PathExists(folder + "/" + mark); });
}

// Files in a hidden folder or in a virtual environment are not the project's own.
class Foreign {
 public:
  explicit Foreign(const std::string& folder) : folder_(folder) {}

  bool Has(const std::string& path) {
    for (size_t slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1)) {
      const std::string below = path.substr(0, slash);
      auto [known, inserted] = foreign_.emplace(below, false);
      if (inserted) {
        known->second =
            below[below.rfind('/') + 1] == '.' || PathExists(folder_ + "/" + below + "/pyvenv.cfg");
      }
      if (known->second) return true;
    }
    return false;
  }

 private:
  const std::string& folder_;
  std::map<std::string, bool> foreign_;
};

}  // namespace

Result<std::vector<FileToAdd>> FindFiles(const AddOptions& options) {
  if (!options.project.empty() && options.folders.size() != 1) {
    return Error{"--project takes exactly one folder"};
  }
  std::vector<FileToAdd> files;
  std::map<std::string, std::string> folder_of;
  for (const std::string& folder : options.folders) {
    Result<std::vector<std::string>> paths = ListFiles(folder, ".py");
    if (!paths.ok()) return paths.error();
    Foreign foreign(folder);
    std::erase_if(*paths, [&](const std::string& path) { return foreign.Has(path); });
    if (paths->empty()) return Error{folder + ": no Python files (links are not followed)"};
    const bool whole = options.splits.empty() && IsProject(folder);
    for (const std::string& path : *paths) {
      FileToAdd file{whole && options.project.empty() ? BaseName(folder) : options.project, path,
                     folder + "/" + path};
      size_t slash = path.find('/');
      if (file.project.empty() && slash == std::string::npos) {
        file.project = BaseName(folder);
      } else if (file.project.empty()) {
        file.project = path.substr(0, slash);
        file.path = path.substr(slash + 1);
      }
      if (file.project.empty() || file.project.size() > kMaxProjectName) {
        return Error{folder + ": project name '" + file.project + "' is empty or too long"};
      }
      auto [known, inserted] = folder_of.emplace(file.project, folder);
      if (!inserted && known->second != folder) {
        return Error{"project '" + file.project + "' is in " + known->second + " and in " + folder};
      }
      files.push_back(std::move(file));
    }
  }
  std::sort(files.begin(), files.end(), [](const FileToAdd& a, const FileToAdd& b) {
    return std::tie(a.project, a.path) < std::tie(b.project, b.path);
  });
  return files;
}

Split SplitByHash(const std::string& project) {
  uint64_t tenth = Hash64(project) % 10;
  return tenth < 8 ? Split::kTrain : tenth == 8 ? Split::kValidation : Split::kTest;
}

Result<std::map<std::string, Split>> ReadProjectList(const std::string& path) {
  Result<std::string> text = ReadFile(path, kMaxListBytes);
  if (!text.ok()) return text.error();
  std::map<std::string, Split> splits;
  std::istringstream lines(*text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string name, role;
    if (!(words >> name)) continue;
    words >> role;
    const std::string place = path + ":" + std::to_string(number);
    std::optional<Split> split = SplitFromName(role);
    if (!split.has_value()) {
      return Error{place + ": '" + role + "' is not train, validation or test"};
    }
    if (!splits.emplace(name, *split).second)
      return Error{place + ": " + name + " is listed twice"};
  }
  return splits;
}

}  // namespace fastnode::corpus
