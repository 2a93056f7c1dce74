// What a project says of itself in its files of settings: for which Python it is, and where its
// modules are. In its folder `pyrightconfig.json`, else `[tool.pyright]` of `pyproject.toml`:
//
//   extraPaths              folders that files import from, too
//   pythonVersion           "3.9"
//   autoImportCompletions   false: no names that have to be imported first
//   executionEnvironments   [{root, extraPaths, pythonVersion}]: of files below `root`, which is a
//                           folder to import from; the first one that has the file counts
//
// Where neither has a version, `requires-python` of `[project]` does: the lowest that it allows.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace fastnode::predict {

// For one file.
struct FileSettings {
  std::vector<std::string> folders = {};  // absolute, those that count first before others
  int python = 0;                         // 309 of Python 3.9; 0: not said
  bool auto_import = true;
};

// Keeps what was read, and reads a file again when it has changed. Thread-safe.
class ProjectSettings {
 public:
  using Tell = std::function<void(const std::string& message)>;

  // `tell`: of files that are wrong, which count as not there; once for each state of a file.
  explicit ProjectSettings(Tell tell);

  // Of the file at `path`, in the project at `root`.
  FileSettings Of(const std::string& root, const std::string& path);

 private:
  static constexpr size_t kMaxKept = 16;  // projects

  struct Part {  // of executionEnvironments, or the whole
    std::string root;
    std::vector<std::string> folders;
    int python = 0;
    bool has_folders = false;
  };
  struct Stamp {
    int64_t time = 0;
    uint64_t size = 0;
    bool operator==(const Stamp&) const = default;
  };
  struct Kept {
    std::string root;
    Stamp json, toml;
    Part whole;
    std::vector<Part> parts;
    bool auto_import = true;
  };

  static Stamp StampOf(const std::string& path);
  void Read(Kept& kept) const;

  const Tell tell_;
  std::mutex mutex_;
  std::list<Kept> kept_;  // newest first
};

// The lowest version that "~=3.8, <4" allows, as 308; 0 if it has no lower bound.
int LowestPython(std::string_view specifiers);

}  // namespace fastnode::predict
