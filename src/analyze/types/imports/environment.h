// What `import` finds: the seam between types and the world. Places are asked in order, like
// sys.path: the project at hand, the library (library.h), folders of packages.
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
  // Modules that may call something of this name, a few; none where nobody looks for them.
  virtual std::vector<std::string> ModulesCalling(std::string_view) const { return {}; }
};

// Where the file at hand stands: "" is what is not known.
struct Standing {
  std::string file;     // its path: the file there is not found under any name
  std::string module;   // the dotted path by which others import it
  std::string package;  // relative imports count from it
};

class Environment {
 public:
  Environment() = default;
  // NOLINTNEXTLINE: a place alone is an environment, too
  Environment(const ModulePlace& place) : places_{&place} {}
  // All must outlive it. Of a module that several have the first counts; null ones are passed over.
  explicit Environment(std::vector<const ModulePlace*> places, Standing standing = {});

  const Standing& standing() const { return standing_; }

  std::shared_ptr<const Module> Find(std::string_view path) const;
  std::vector<std::string> Submodules(std::string_view path) const;
  std::vector<std::string> ModulesCalling(std::string_view name) const;

  // Where the sources of modules stand that stubs describe. Nothing is imported from there.
  void AddSources(const ModulePlace* place) { sources_.push_back(place); }
  // The module as it is written, of which Find may know a stub; null if its source is nowhere.
  std::shared_ptr<const Module> FindSource(std::string_view path) const;

 private:
  std::vector<const ModulePlace*> places_, sources_;
  Standing standing_;
};

}  // namespace fastnode::types
