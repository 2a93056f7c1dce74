// What is looked up in a bound file again and again, whatever it is imported as: names by scope,
// stores to attributes of `self`, calls by name, branches that are not taken.
//
// Of a text after an edit of some statements it is what it was before, moved, but for what belongs
// to the statements: the same as if made of the text alone (analyse_test.cc). Immutable:
// shared between threads, and by all who ask about one text.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/bind/file_index.h"
#include "analyze/bind/rebind.h"

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

  bool operator==(const SelfStore&) const = default;
};

// The class whose method asks an attribute of its own object, also from functions inside of it;
// else kNoNode.
NodeId ClassOfSelf(const bind::FileIndex& index, const bind::AttributeUse& use);
// The same of the object alone.
NodeId ClassOfSelf(const bind::FileIndex& index, NodeId object);

struct NamedCall {
  NodeId name;  // the last one of what is called
  NodeId call;

  bool operator==(const NamedCall&) const = default;
};

// What somebody asks the class of.
struct AskedThing {
  NodeId thing;
  uint32_t brief;  // BriefOf
};

// A number that is the same for all expressions that mean the same thing (references.h), and seldom
// for others.
uint32_t BriefOf(const ast::Tree& tree, NodeId thing);

// Every `index` that is passed is the one that it was made of. Texts are views into that one.
class ModuleTables {
 public:
  explicit ModuleTables(const bind::FileIndex& index);
  // `before`: of the text before the edit, with its index; `moved`: how things outside of the
  // statements are numbered now.
  ModuleTables(const bind::FileIndex& index, const ModuleTables& before,
               const bind::FileIndex& index_before, const bind::Moved& moved);
  ModuleTables(const ModuleTables&) = delete;
  ModuleTables& operator=(const ModuleTables&) = delete;

  // All variables of a scope, by name.
  std::span<const VariableId> VariablesOf(ScopeId scope) const;
  // The variable of this name in this very scope, or kNone.
  VariableId Find(const bind::FileIndex& index, ScopeId scope, std::string_view name) const;
  // The scope of a class's body, or kNone.
  ScopeId ScopeOfClass(NodeId class_definition) const;
  // Stores to attributes of the first parameter of a class's methods, by (name, place).
  std::span<const SelfStore> StoresOf(const bind::FileIndex& index, NodeId class_definition) const;
  // Calls whose function's last name is this, in text order.
  std::span<const NamedCall> CallsOf(const bind::FileIndex& index, std::string_view name) const;
  // The parameters of all functions that have this name, in text order.
  std::vector<VariableId> ParametersNamed(const bind::FileIndex& index,
                                          std::string_view name) const;
  // What `isinstance`, `issubclass`, `type` and GuardCalls are called with first: most files ask
  // for the classes of few things.
  const std::vector<AskedThing>& ThingsAskedFor(const bind::FileIndex& index) const;
  // Calls that may tell what class their first argument is of, sorted: of functions of the file
  // that declare a TypeGuard or TypeIs, of imported ones called `is...`, of inspect's.
  const std::vector<NodeId>& GuardCalls(const bind::FileIndex& index) const;
  // The import_from statements with a `*` that are not dead; in text order.
  const std::vector<NodeId>& stars() const { return stars_; }
  // Whether the node stands in a branch that the Python we describe does not take (`if
  // sys.version_info < (3,): ...`; condition.h).
  bool IsDead(const bind::FileIndex& index, NodeId node) const;
  // The names in `__all__`, sorted; `has_all`: it is there.
  bool has_all() const { return has_all_; }
  const std::vector<std::string>& all() const { return all_; }

  // What two of them differ in, "" if in nothing.
  std::string Difference(const bind::FileIndex& index, const ModuleTables& other) const;

 private:
  // Made when it is first asked for: most questions about a file need few.
  template <typename Row>
  class Table {
   public:
    // `make`: puts the rows into the list that it is given.
    template <typename Make>
    const std::vector<Row>& Get(const Make& make) const {
      if (!is_made_.load(std::memory_order_acquire)) {
        std::call_once(once_, [&] {
          make(rows_);
          is_made_.store(true, std::memory_order_release);
        });
      }
      return rows_;
    }

   private:
    mutable std::once_flag once_;
    mutable std::atomic<bool> is_made_ = false;
    mutable std::vector<Row> rows_;
  };
  using Range = std::pair<NodeId, NodeId>;
  class Mover;

  const std::vector<SelfStore>& AllStores(const bind::FileIndex& index) const;
  const std::vector<NamedCall>& AllCalls(const bind::FileIndex& index) const;
  const std::vector<Range>& AllDead(const bind::FileIndex& index) const;
  void FindNames(const bind::FileIndex& index);
  void AddStars(const bind::FileIndex& index, std::span<const NodeId> wildcards);
  void FindAll(const bind::FileIndex& index);
  std::vector<std::string_view> GuardNames(const bind::FileIndex& index) const;

  std::vector<VariableId> names_;      // by (scope, name)
  std::vector<uint64_t> beginnings_;   // the first bytes of each: names themselves lie far off
  std::vector<uint32_t> names_begin_;  // per scope, and the end
  std::vector<std::pair<NodeId, ScopeId>> class_scopes_;
  std::vector<NodeId> stars_;
  std::vector<std::string> all_;
  bool has_all_ = false;
  Table<SelfStore> stores_;                            // by (class, name, place)
  Table<NamedCall> calls_;                             // by (name, place)
  Table<std::pair<uint64_t, VariableId>> parameters_;  // by first bytes of their names, text order
  Table<AskedThing> asked_;
  Table<Range> dead_;  // of nodes, half open, apart, ascending
  Table<NodeId> guards_;
};

}  // namespace fastnode::types
