#include "analyze/types/infer/files.h"

#include <algorithm>

#include "analyze/types/file/import_statement.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxStars = 8;  // of star imports of star imports

// What is kept of a file by its number, read when it is first asked for.
template <typename Found>
const Found& ReadOnce(std::map<int32_t, Found>& kept, const File& f, Found (*read)(const File&)) {
  auto found = kept.find(f.number);
  if (found == kept.end()) found = kept.emplace(f.number, read(f)).first;
  return found->second;
}

}  // namespace

Files::Files(const bind::FileIndex& index, Tables tables, const Environment& environment,
             HiddenNodes& hidden)
    : environment_(environment), hidden_(hidden) {
  std::shared_ptr<const Module> module = AtHand(index, std::move(tables));
  files_.push_back({.number = 0, .held = module, .module = module.get(), .hidden = &hidden});
  if (!module->path().empty()) numbers_.emplace(module->path(), 0);
}

std::shared_ptr<const Module> Files::AtHand(const bind::FileIndex& index, Tables tables) const {
  const Standing& standing = environment_.standing();
  const std::string& package = standing.package.empty() ? standing.folder : standing.package;
  return std::make_shared<Module>(index, standing.module, package, std::move(tables));
}

void Files::MoveTo(const bind::FileIndex& index, Tables tables) {
  files_[0].held = AtHand(index, std::move(tables));
  files_[0].module = files_[0].held.get();
  for (int32_t number : exports_that_met_file_) exported_.erase(number);
  exports_that_met_file_.clear();
  // Those of the file at hand come first.
  parameters_.erase(parameters_.begin(), parameters_.lower_bound({1, NodeId(0)}));
  added_.erase(0);
  outside_.erase(0);
  class_names_.erase(0);
  given_.erase(0);
  stars_.erase(0);
}

const File* Files::Find(std::string_view path) {
  auto found = numbers_.find(path);
  if (found == numbers_.end()) {
    std::shared_ptr<const Module> module = environment_.Find(path);
    int32_t number = module == nullptr ? -1 : static_cast<int32_t>(files_.size());
    if (module != nullptr) {
      const Module* raw = module.get();
      files_.push_back({.number = number, .held = std::move(module), .module = raw});
    }
    found = numbers_.emplace(path, number).first;
  }
  return found->second < 0 ? nullptr : &at(found->second);
}

const std::vector<std::string_view>& Files::Exported(const File& f, int depth) {
  // Who comes back to it while it is being made gets none, which depends on where they began.
  auto [found, is_new] = exported_.try_emplace(f.number, Exports{{}, true});
  if (!is_new) {
    hidden_.met_file() |= found->second.met_file;
    return found->second.names;
  }
  const bool met_before = std::exchange(hidden_.met_file(), f.number == 0);
  std::vector<std::string_view> names;
  if (f.module->has_all()) {
    for (const std::string& name : f.module->all()) names.push_back(name);
  } else {
    for (VariableId variable : f.module->VariablesOf(bind::kModuleScope)) {
      std::string_view name = f.variable(variable).name;
      if (!name.starts_with('_')) names.push_back(name);
    }
    for (NodeId star : f.module->stars()) {
      NodeId from = f.child(star, Field::kModuleName);
      if (from == kNoNode || depth >= kMaxStars) continue;
      const File* module = Find(AbsoluteModule(f, f.text(from)));
      if (module == nullptr || module == &f) continue;
      const std::vector<std::string_view>& more = Exported(*module, depth + 1);
      names.insert(names.end(), more.begin(), more.end());
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
  }
  // The map's nodes stay where they are.
  Exports& exports = exported_[f.number] = {std::move(names), hidden_.met_file()};
  if (exports.met_file) exports_that_met_file_.push_back(f.number);
  hidden_.met_file() |= met_before;
  return exports.names;
}

std::string Files::StarModule(const File& f, std::string_view name) {
  if (f.module->stars().empty()) return "";
  auto [found, is_new] = stars_.try_emplace(f.number);
  if (is_new) {
    for (NodeId star : f.module->stars()) found->second.push_back({.path = StarPath(f, star)});
  }
  for (Star& star : found->second) {
    if (!star.module) star.module = star.path.empty() ? nullptr : Find(star.path);
    if (*star.module == nullptr) continue;
    const std::vector<std::string_view>& names = Exported(**star.module);
    if (std::binary_search(names.begin(), names.end(), name)) return star.path;
  }
  return "";
}

const std::vector<Parameter>& Files::ParametersOf(const File& f, NodeId function) {
  const std::pair key(f.number, function);
  auto found = parameters_.find(key);
  if (found != parameters_.end()) return found->second;
  return parameters_.emplace(key, ReadParameters(f, function)).first->second;
}

const std::vector<AddedArgument>& Files::AddedArguments(const File& f) {
  return ReadOnce(added_, f, ReadAddedArguments);
}

const std::vector<OutsideStore>& Files::OutsideStores(const File& f) {
  return ReadOnce(outside_, f, ReadOutsideStores);
}

const ClassNames& Files::ClassNamesOf(const File& f) {
  return ReadOnce(class_names_, f, ReadClassNames);
}

const std::vector<GivenUse>& Files::GivenUses(const File& f) {
  return ReadOnce(given_, f, ReadGivenUses);
}

std::vector<SetAttribute> Files::SetAttributes(const File& f, NodeId metaclass) {
  if (f.number == 0) return ReadSetAttributes(f, metaclass);
  auto [found, is_new] = set_.try_emplace({f.number, metaclass});
  if (is_new) found->second = ReadSetAttributes(f, metaclass);
  return found->second;
}

std::string Files::PathOf(int32_t file, NodeId definition) const {
  const File& f = at(file);
  std::string path;
  for (NodeId node = definition; node != kNoNode;) {
    NodeId name = f.child(node, Field::kName);
    std::string text = name == kNoNode ? "?" : std::string(f.text(name));
    if (f.kind(node) == Kind::kCall) {  // x = namedtuple(...)
      NodeId assignment = f.parent(node);
      NodeId left =
          f.kind(assignment) == Kind::kAssignment ? f.child(assignment, Field::kLeft) : kNoNode;
      text = left == kNoNode ? "?" : std::string(f.text(left));
    }
    path = path.empty() ? text : text + "." + path;
    ScopeId scope = f.scope_of(node);
    while (scope != kNone && f.kind(f.scope(scope).node) != Kind::kClassDefinition &&
           f.kind(f.scope(scope).node) != Kind::kFunctionDefinition) {
      scope = f.scope(scope).parent;
    }
    node = scope == kNone ? kNoNode : f.scope(scope).node;
  }
  return f.module->path().empty() ? path : f.module->path() + "." + path;
}

}  // namespace fastnode::types
