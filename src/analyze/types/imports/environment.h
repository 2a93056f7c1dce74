// What `import` finds: the seam between types and the world. Places are asked in order, as those on
// sys.path are: the project at hand, the library (library.h), folders of packages.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/types/file/module.h"

namespace fastnode::types {

// A place in which modules are found. Thread-safe; what it found stays valid while it is held.
class ModulePlace {
 public:
  virtual ~ModulePlace() = default;
  // The module imported by this dotted path; null if there is none, or it cannot be parsed. Of a
  // namespace package (a folder without __init__ file) a module without names.
  virtual std::shared_ptr<const Module> Find(std::string_view path) const = 0;
  // Names of the modules in a package, sorted; of "" those that `import` finds here.
  virtual std::vector<std::string> Submodules(std::string_view path) const = 0;
  // Names of folders in a package, or right here, that hold Python files but no __init__ file.
  virtual std::vector<std::string> PlainFolders(std::string_view) const { return {}; }
  // Whether it has the sources of the project at hand.
  virtual bool is_project() const { return false; }
  // A few modules that may call something of this name; none if the place does not look for them.
  virtual std::vector<std::string> ModulesCalling(std::string_view) const { return {}; }
  // Modules that pytest loads by itself because they are installed here (test_plugins.h).
  virtual std::vector<std::string> TestPlugins() const { return {}; }
};

// Where the file at hand stands; "" where that is not known.
struct Standing {
  std::string file;     // its path: the file there is not found under any name
  std::string module;   // the dotted path by which others import it
  std::string package;  // relative imports count from it
  // Of a file in a folder without __init__ file: the folder's dotted path below the project's.
  std::string folder = {};
};

class Environment {
 public:
  Environment() = default;
  // NOLINTNEXTLINE: a place alone is an environment, too
  Environment(const ModulePlace& place) : places_{&place} {}
  // All places must outlive it. If several have a module, the first counts. Null ones are passed
  // over.
  explicit Environment(std::vector<const ModulePlace*> places, Standing standing = {});

  const Standing& standing() const { return standing_; }

  std::shared_ptr<const Module> Find(std::string_view path) const;
  std::vector<std::string> Submodules(std::string_view path) const;
  std::vector<std::string> PlainFolders(std::string_view path) const;
  // Those that `import` finds in the project at hand, sorted.
  std::vector<std::string> ModulesOfProject() const;
  std::vector<std::string> ModulesCalling(std::string_view name) const;
  std::vector<std::string> TestPlugins() const;

  // A place with the sources of modules that stubs describe. Nothing is imported from there.
  void AddSources(const ModulePlace* place) { sources_.push_back(place); }
  // The source of a module for which Find may give a stub; null if it is nowhere.
  std::shared_ptr<const Module> FindSource(std::string_view path) const;

 private:
  std::vector<const ModulePlace*> places_, sources_;
  Standing standing_;
};

}  // namespace fastnode::types
