// What can be imported from the files of one place: a project, a folder of packages, the standard
// library. Looked up by how a name begins.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collect/corpus/name_table.h"
#include "predict/auto_import/exports.h"

namespace fastnode::auto_import {

// A file, as it is imported.
struct SourceFile {
  std::string place;   // folder from which it is imported, relative to the root: "", "tests/"
  std::string module;  // from there: "pkg.sub"
  bool is_package = false;
  bool is_stub = false;
  Exports exports = {};
};

enum class Source : uint8_t { kProject, kPackages, kStandard };

// Immutable.
class Index {
 public:
  // `root`: absolute, ends in a slash; "" of what stands nowhere. Files are numbered as they come.
  static std::shared_ptr<const Index> Build(Source source, std::string root,
                                            const std::vector<SourceFile>& files);

  // A name that a file has for others, or (kModule) a file itself, by the last name of its path.
  struct Entry {
    uint32_t name;    // see NameOf
    uint32_t file;    // from which it is imported
    uint32_t origin;  // the same number: the same thing, by another path
    Kind kind;
  };
  // How the files import it themselves; one row a file that does.
  struct Habit {
    uint32_t bound;              // the name that it gets
    uint32_t module, name;       // absolute as far as known; "": the module itself
    uint32_t file = UINT32_MAX;  // of the module, if it is one of these
    uint32_t by = 0;             // the file that does
  };
  static constexpr uint32_t kNoFile = UINT32_MAX;

  // How much a name of a module is in use among packages: what grows with the logarithms of the
  // number of their files that import the thing, by whatever path, and of how often their
  // documentation names it and shows its import. 0: nobody does. Only of Source::kPackages, and of
  // modules that are among the files.
  struct Worth {
    uint32_t file, name;
    float worth;
    bool is_exported;  // the file offers it to others; a module: they import it by the whole path
    bool is_taken;     // another file imports it from this one
  };
  const Worth* FindWorth(std::string_view module, std::string_view name) const;

  // Those whose names begin with it, whatever the case of letters, by name.
  std::span<const Entry> Starting(std::string_view prefix) const;
  std::span<const Habit> HabitsStarting(std::string_view prefix) const;

  Source source() const { return source_; }
  const std::string& root() const { return root_; }
  std::string_view NameOf(uint32_t name) const { return names_[name]; }
  std::string_view ModuleOf(uint32_t file) const { return names_[files_[file].module]; }
  std::string_view PlaceOf(uint32_t file) const { return names_[files_[file].place]; }
  size_t num_files() const { return files_.size(); }
  // The first names of its files' paths, and of folders on the way to them.
  bool HasTopLevel(std::string_view name) const;

  size_t bytes() const;  // of memory

 private:
  friend class IndexBuilder;
  struct File {
    uint32_t place, module;
  };
  Source source_ = Source::kProject;
  std::string root_;
  corpus::NameTable names_;
  std::vector<File> files_;
  std::vector<Entry> entries_;           // by name, without case, then by its bytes, then by file
  std::vector<Habit> habits_;            // by bound name, likewise
  std::vector<std::string> top_levels_;  // ascending
  std::vector<uint32_t> by_module_;      // files, by the number of their module's name
  std::vector<Worth> worth_;             // by file, then by name
};

// "pkg.sub" and "pkg/": of a path of a file below the root ("pkg/sub.py"), where `is_package` says
// of a folder ("pkg/") whether it has an __init__ file. `module` is "" of a path that nobody can
// import.
SourceFile PlaceOf(std::string_view path, const std::function<bool(std::string_view)>& is_package);

}  // namespace fastnode::auto_import
