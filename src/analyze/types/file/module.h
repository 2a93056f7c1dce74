// One Python file as the evaluator of types sees it: scopes and names (bind/file_index.h), where it
// stands among modules, and what is looked up in it again and again.
//
// Nothing here depends on other modules. Immutable: shared between threads.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"
#include "analyze/types/file/module_tables.h"

namespace fastnode::types {

class Module {
 public:
  // A file that is imported as `path` ("pkg.sub"); a package's is its __init__ file.
  // `file`: where on disk its text was read; "" if nowhere.
  Module(std::string path, bool is_package, bool is_stub, bind::FileIndex index,
         std::string file = "");
  // The file at hand, which must outlive the module; "" is what is not known of its place.
  // `tables`: of the file; null: they are made.
  Module(const bind::FileIndex& index, std::string path, std::string package,
         std::shared_ptr<const ModuleTables> tables = nullptr);
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  const std::string& path() const { return path_; }
  const std::string& package() const { return package_; }  // relative imports count from it
  const std::string& file() const { return file_; }
  bool is_package() const { return is_package_; }
  bool is_stub() const { return is_stub_; }
  const bind::FileIndex& index() const { return *index_; }
  const ast::Tree& tree() const { return index_->tree; }

  // What module_tables.h says of the file.
  VariableId Find(ScopeId scope, std::string_view name) const {
    return tables_->Find(*index_, scope, name);
  }
  std::span<const VariableId> VariablesOf(ScopeId scope) const {
    return tables_->VariablesOf(scope);
  }
  ScopeId ScopeOfClass(NodeId class_definition) const {
    return tables_->ScopeOfClass(class_definition);
  }
  std::span<const SelfStore> StoresOf(NodeId class_definition) const {
    return tables_->StoresOf(*index_, class_definition);
  }
  std::span<const NamedCall> CallsOf(std::string_view name) const {
    return tables_->CallsOf(*index_, name);
  }
  std::vector<VariableId> ParametersNamed(std::string_view name) const {
    return tables_->ParametersNamed(*index_, name);
  }
  const std::vector<AskedThing>& ThingsAskedFor() const { return tables_->ThingsAskedFor(*index_); }
  const std::vector<NodeId>& GuardCalls() const { return tables_->GuardCalls(*index_); }
  const std::vector<NodeId>& stars() const { return tables_->stars(); }
  bool IsDead(NodeId node) const { return tables_->IsDead(*index_, node); }
  bool has_all() const { return tables_->has_all(); }
  const std::vector<std::string>& all() const { return tables_->all(); }

 private:
  std::string path_, package_, file_;
  bool is_package_ = false, is_stub_ = false;
  bind::FileIndex owned_;
  const bind::FileIndex* index_;
  std::shared_ptr<const ModuleTables> tables_;
};

}  // namespace fastnode::types
