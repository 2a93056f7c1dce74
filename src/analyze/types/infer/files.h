// The files that inference looks into: the one at hand is number 0, the others are modules that it
// found in the environment, in the order in which they were asked for. What is read off a file
// without asking for types is kept here, too.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyze/types/file/added_arguments.h"
#include "analyze/types/file/class_names.h"
#include "analyze/types/file/file.h"
#include "analyze/types/file/given.h"
#include "analyze/types/file/outside_stores.h"
#include "analyze/types/file/parameters.h"
#include "analyze/types/file/set_attributes.h"
#include "analyze/types/imports/environment.h"

namespace fastnode::types {

class Files {
 public:
  using Tables = std::shared_ptr<const ModuleTables>;

  // `tables`: of the file at hand, or null. `hidden`: of that file. It is told of every look at it.
  Files(const bind::FileIndex& index, Tables tables, const Environment& environment,
        HiddenNodes& hidden);

  // Another text takes the place of the file at hand.
  void MoveTo(const bind::FileIndex& index, Tables tables);

  const File& at_hand() const { return at(0); }
  const File& at(int32_t number) const {
    hidden_.met_file() |= number == 0;
    return files_[static_cast<size_t>(number)];
  }
  // The module's file, or null.
  const File* Find(std::string_view path);
  // The file of the builtins, or null.
  const File* builtins() {
    if (!builtins_) builtins_ = Find("builtins");
    return *builtins_;
  }
  const Environment& environment() const { return environment_; }

  // Names that `from module import *` binds, sorted; stars of that module included.
  const std::vector<std::string_view>& Exported(const File& f, int depth = 0);
  // The path of the module from which a star import of the file brings this name, or "".
  std::string StarModule(const File& f, std::string_view name);

  const std::vector<Parameter>& ParametersOf(const File& f, NodeId function);
  // All of them, whatever is hidden.
  const std::vector<AddedArgument>& AddedArguments(const File& f);
  const std::vector<OutsideStore>& OutsideStores(const File& f);
  const ClassNames& ClassNamesOf(const File& f);
  const std::vector<GivenUse>& GivenUses(const File& f);
  // Of a metaclass. Of the file at hand it is read anew, as it depends on what is hidden.
  std::vector<SetAttribute> SetAttributes(const File& f, NodeId metaclass);
  // "os.path.join": the module's path and the names of the definitions around.
  std::string PathOf(int32_t file, NodeId definition) const;

 private:
  // A module of which a file imports all names.
  struct Star {
    std::string path;
    std::optional<const File*> module = {};  // once it was asked for; null: there is none
  };
  struct Exports {
    std::vector<std::string_view> names;
    bool met_file = false;  // at hand
  };
  std::shared_ptr<const Module> AtHand(const bind::FileIndex& index, Tables tables) const;

  const Environment environment_;
  HiddenNodes& hidden_;
  std::deque<File> files_;
  struct HashOfPath {
    using is_transparent = void;
    size_t operator()(std::string_view path) const { return std::hash<std::string_view>()(path); }
  };
  // By path; -1: there is none. Looked up only.
  std::unordered_map<std::string, int32_t, HashOfPath, std::equal_to<>> numbers_;
  std::optional<const File*> builtins_;         // once they were asked for
  std::map<int32_t, std::vector<Star>> stars_;  // of a file
  std::map<int32_t, Exports> exported_;
  std::vector<int32_t> exports_that_met_file_;  // among these
  std::map<std::pair<int32_t, NodeId>, std::vector<Parameter>> parameters_;
  std::map<int32_t, std::vector<AddedArgument>> added_;
  std::map<int32_t, std::vector<OutsideStore>> outside_;
  std::map<int32_t, ClassNames> class_names_;
  std::map<int32_t, std::vector<GivenUse>> given_;
  std::map<std::pair<int32_t, NodeId>, std::vector<SetAttribute>> set_;
};

}  // namespace fastnode::types
