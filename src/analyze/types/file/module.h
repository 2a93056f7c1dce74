// One Python file as the evaluator of types sees it: scopes and names (bind/file_index.h), where it
// stands among modules, and what is looked up in it again and again.
//
// Nothing here depends on other modules. Immutable: shared between threads.
#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/bind/file_index.h"

namespace fastnode::types {

using ast::kNoNode;
using ast::NodeId;
using bind::kNone;
using bind::ScopeId;
using bind::VariableId;

// `self.name = ...` in a method: the attribute expression that is stored to.
struct SelfStore {
  NodeId cls;
  std::string_view name;
  NodeId attribute;
};

class Module {
 public:
  // A file that is imported as `path` ("pkg.sub"); a package's is its __init__ file.
  // `file`: where on disk its text was read; "" if nowhere.
  Module(std::string path, bool is_package, bool is_stub, bind::FileIndex index,
         std::string file = "");
  // The file at hand, which must outlive the module; "" is what is not known of its place.
  Module(const bind::FileIndex& index, std::string path, std::string package);
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  const std::string& path() const { return path_; }
  const std::string& package() const { return package_; }  // relative imports count from it
  const std::string& file() const { return file_; }
  bool is_package() const { return is_package_; }
  bool is_stub() const { return is_stub_; }
  const bind::FileIndex& index() const { return *index_; }
  const ast::Tree& tree() const { return index_->tree; }

  // The variable of this name in this very scope, or kNone.
  VariableId Find(ScopeId scope, std::string_view name) const;
  // All variables of a scope, by name.
  std::span<const VariableId> VariablesOf(ScopeId scope) const;
  // The scope of a class's body, or kNone.
  ScopeId ScopeOfClass(NodeId class_definition) const;
  // Stores to attributes of the first parameter of a class's methods, by (name, place).
  std::span<const SelfStore> StoresOf(NodeId class_definition) const;
  // Calls whose function's last name is this, in text order.
  std::span<const std::pair<std::string_view, NodeId>> CallsOf(std::string_view name) const;
  // The import_from statements with a `*`; in text order.
  const std::vector<NodeId>& stars() const { return stars_; }
  // Whether the node stands in a branch that the Python we describe does not take (`if
  // sys.version_info < (3,): ...`; condition.h).
  bool IsDead(NodeId node) const;
  // The names in `__all__`, sorted; `has_all`: it is there.
  bool has_all() const { return has_all_; }
  const std::vector<std::string>& all() const { return all_; }

 private:
  // Each is made when it is first asked for: most questions about the file at hand need few.
  struct Stores {
    std::once_flag once;
    std::vector<SelfStore> rows;  // by (class, name, place)
  };
  struct Calls {
    std::once_flag once;
    std::vector<std::pair<std::string_view, NodeId>> rows;  // by (name, place)
  };
  struct Dead {
    std::once_flag once;
    std::vector<std::pair<NodeId, NodeId>> ranges;  // of nodes, half open, ascending
  };
  void FindNames();
  void FindStars();
  void FindAll();
  void FindStores() const;
  void FindCalls() const;
  void FindDeadBranches() const;

  std::string path_, package_, file_;
  bool is_package_ = false, is_stub_ = false;
  bind::FileIndex owned_;
  const bind::FileIndex* index_;

  std::vector<VariableId> names_;      // by (scope, name)
  std::vector<uint32_t> names_begin_;  // per scope, and the end
  std::vector<std::pair<NodeId, ScopeId>> class_scopes_;
  std::vector<NodeId> stars_;
  std::vector<std::string> all_;
  bool has_all_ = false;
  mutable Stores stores_;
  mutable Calls calls_;
  mutable Dead dead_;
};

}  // namespace fastnode::types
