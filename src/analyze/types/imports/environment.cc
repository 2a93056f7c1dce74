#include "analyze/types/imports/environment.h"

#include <algorithm>

namespace fastnode::types {

Environment::Environment(std::vector<const ModulePlace*> places, Standing standing)
    : places_(std::move(places)), standing_(std::move(standing)) {
  std::erase(places_, nullptr);
}

std::shared_ptr<const Module> Environment::Find(std::string_view path) const {
  std::shared_ptr<const Module> found;
  for (const ModulePlace* place : places_) {
    std::shared_ptr<const Module> module = place->Find(path);
    if (module == nullptr) continue;
    if (!standing_.file.empty() && module->file() == standing_.file) continue;
    // A namespace package may have its names elsewhere.
    bool empty = module->index().variables.empty() && module->index().tree.source.empty();
    if (!empty) return module;
    if (found == nullptr) found = std::move(module);
  }
  return found;
}

std::shared_ptr<const Module> Environment::FindSource(std::string_view path) const {
  for (const auto* places : {&places_, &sources_}) {
    for (const ModulePlace* place : *places) {
      std::shared_ptr<const Module> module = place->Find(path);
      if (module != nullptr && !module->is_stub() && !module->file().empty()) return module;
    }
  }
  return nullptr;
}

namespace {

void SortOnce(std::vector<std::string>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

}  // namespace

std::vector<std::string> Environment::Submodules(std::string_view path) const {
  std::vector<std::string> names;
  for (const ModulePlace* place : places_) {
    std::vector<std::string> more = place->Submodules(path);
    names.insert(names.end(), more.begin(), more.end());
  }
  SortOnce(names);
  return names;
}

std::vector<std::string> Environment::PlainFolders(std::string_view path) const {
  std::vector<std::string> names;
  for (const ModulePlace* place : places_) {
    std::vector<std::string> more = place->PlainFolders(path);
    names.insert(names.end(), more.begin(), more.end());
  }
  SortOnce(names);
  return names;
}

std::vector<std::string> Environment::ModulesOfProject() const {
  std::vector<std::string> names;
  for (const ModulePlace* place : places_) {
    if (!place->is_project()) continue;
    std::vector<std::string> more = place->Submodules("");
    names.insert(names.end(), more.begin(), more.end());
  }
  SortOnce(names);
  return names;
}

std::vector<std::string> Environment::ModulesCalling(std::string_view name) const {
  std::vector<std::string> modules;
  for (const ModulePlace* place : places_) {
    std::vector<std::string> more = place->ModulesCalling(name);
    modules.insert(modules.end(), more.begin(), more.end());
  }
  return modules;
}

std::vector<std::string> Environment::TestPlugins() const {
  std::vector<std::string> plugins;
  for (const ModulePlace* place : places_) {
    std::vector<std::string> more = place->TestPlugins();
    plugins.insert(plugins.end(), more.begin(), more.end());
  }
  return plugins;
}

}  // namespace fastnode::types
