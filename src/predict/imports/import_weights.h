// How much sooner one name of a module is imported than another: factors.
#pragma once

#include <string_view>

#include "analyze/types/file/module.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

// What is known of a module's names beside the corpus. It must not outlive what is known.
class ImportWeights {
 public:
  ImportWeights() = default;  // all names weigh the same
  ImportWeights(const Known& known, const Budget& budget);

  // Of what packages do with a name (auto_import::Index::FindWorth); 1 where that is not known. Of
  // one that is not meant for others (IsMeantForOthers) only if some take it from there.
  double InPackages(std::string_view module, std::string_view name, bool is_meant) const;

  // Of how many of the project's other files import the name from the module; 1 if none does.
  double InProject(std::string_view module, std::string_view name) const;

  // There may be more to know.
  bool late() const { return late_; }

 private:
  const auto_import::Index* project_ = nullptr;
  std::vector<Importable> packages_;
  std::string own_;  // the module that asks
  bool late_ = false;
};

// Whether a module makes the name itself, lists it in `__all__`, says so (`import x as x`), or is a
// package and takes it from what lies in it: others are to import it from there. A module without
// `__all__` that has imported it for its own use does not offer it.
bool IsMeantForOthers(const types::Module& module, std::string_view name);

}  // namespace fastnode::predict
