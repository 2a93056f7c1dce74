#include "analyze/types/file/module.h"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "analyze/types/file/condition.h"
#include "analyze/types/file/string_text.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

std::string PackageOfModule(const std::string& path, bool is_package) {
  if (is_package) return path;
  size_t dot = path.rfind('.');
  return dot == std::string::npos ? "" : path.substr(0, dot);
}

// The last name of what is called: `f` of f() and of a.b.f().
std::string_view LastName(const ast::Tree& tree, NodeId call) {
  NodeId function = tree.Child(call, Field::kFunction);
  if (function == kNoNode) return "";
  if (tree[function].kind == Kind::kIdentifier) return tree.Text(function);
  if (tree[function].kind != Kind::kAttribute) return "";
  NodeId name = tree.Child(function, Field::kAttribute);
  return name == kNoNode ? "" : tree.Text(name);
}

// The first bytes of a name as a number: names are ordered by it, and only those that begin alike
// need be compared.
uint64_t Beginning(std::string_view name) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, name.data(), std::min(name.size(), sizeof bytes));
  return __builtin_bswap64(bytes);
}

// What to sort by, and what is sorted. Names are looked at where their beginnings are the same.
template <typename T>
struct Named {
  uint64_t beginning;
  T value;
};
template <typename T, typename Iterator, typename NameOf>
void SortByName(Iterator begin, Iterator end, const NameOf& name_of) {
  std::sort(begin, end, [&](const Named<T>& a, const Named<T>& b) {
    if (a.beginning != b.beginning) return a.beginning < b.beginning;
    const std::string_view of_a = name_of(a.value), of_b = name_of(b.value);
    if (std::max(of_a.size(), of_b.size()) > sizeof a.beginning) {
      if (const int order = of_a.compare(of_b); order != 0) return order < 0;
    } else if (of_a.size() != of_b.size()) {
      return of_a.size() < of_b.size();  // bytes of 0
    }
    return a.value < b.value;
  });
}

}  // namespace

Module::Module(std::string path, bool is_package, bool is_stub, bind::FileIndex index,
               std::string file)
    : path_(std::move(path)),
      package_(PackageOfModule(path_, is_package)),
      file_(std::move(file)),
      is_package_(is_package),
      is_stub_(is_stub),
      owned_(std::move(index)),
      index_(&owned_) {
  FindNames();
  FindStars();
  FindAll();
}

Module::Module(const bind::FileIndex& index, std::string path, std::string package)
    : path_(std::move(path)),
      package_(std::move(package)),
      is_package_(!path_.empty() && path_ == package_),
      index_(&index) {
  FindNames();
  FindStars();
  FindAll();
}

void Module::FindNames() {
  const auto& variables = index_->variables;
  // Dealt to their scopes, then sorted within each.
  names_begin_.assign(index_->scopes.size() + 1, 0);
  for (const bind::Variable& variable : variables) ++names_begin_[variable.scope.index() + 1];
  for (size_t s = 1; s < names_begin_.size(); ++s) names_begin_[s] += names_begin_[s - 1];
  std::vector<Named<VariableId>> dealt(variables.size());
  std::vector<uint32_t> next = names_begin_;
  for (VariableId v : variables.ids()) {
    const bind::Variable& variable = variables[v];
    dealt[next[variable.scope.index()]++] = {Beginning(variable.name), v};
  }
  for (size_t s = 0; s + 1 < names_begin_.size(); ++s) {
    SortByName<VariableId>(dealt.begin() + names_begin_[s], dealt.begin() + names_begin_[s + 1],
                           [&](VariableId v) { return variables[v].name; });
  }
  names_.reserve(dealt.size());
  for (const Named<VariableId>& variable : dealt) names_.push_back(variable.value);
  for (ScopeId s : index_->scopes.ids()) {
    const bind::Scope& scope = index_->scopes[s];
    if (scope.kind != bind::ScopeKind::kClass) continue;
    class_scopes_.emplace_back(scope.node, s);
  }
  std::sort(class_scopes_.begin(), class_scopes_.end());
}

std::span<const VariableId> Module::VariablesOf(ScopeId scope) const {
  if (scope < 0 || static_cast<size_t>(scope) + 1 >= names_begin_.size()) return {};
  uint32_t begin = names_begin_[static_cast<size_t>(scope)];
  uint32_t end = names_begin_[static_cast<size_t>(scope) + 1];
  return std::span(names_).subspan(begin, end - begin);
}

VariableId Module::Find(ScopeId scope, std::string_view name) const {
  std::span<const VariableId> names = VariablesOf(scope);
  auto text = [&](VariableId v) { return index_->variables[v].name; };
  auto found =
      std::lower_bound(names.begin(), names.end(), name,
                       [&](VariableId v, std::string_view wanted) { return text(v) < wanted; });
  return found == names.end() || text(*found) != name ? kNone : *found;
}

ScopeId Module::ScopeOfClass(NodeId cls) const {
  auto found =
      std::lower_bound(class_scopes_.begin(), class_scopes_.end(), std::pair(cls, ScopeId()));
  return found == class_scopes_.end() || found->first != cls ? kNone : found->second;
}

void Module::FindStars() {
  const ast::Tree& tree = index_->tree;
  for (NodeId n : tree.ids()) {
    if (tree[n].kind == Kind::kWildcardImport && tree[n].parent != kNoNode &&
        tree[tree[n].parent].kind == Kind::kImportFromStatement && !IsDead(n)) {
      stars_.push_back(tree[n].parent);
    }
  }
}

// `__all__ = ["a"]`, `__all__ += ["b"]`, `__all__.extend(["c"])`; other forms add nothing.
void Module::FindAll() {
  VariableId variable = Find(bind::kModuleScope, "__all__");
  if (variable == kNone) return;
  const ast::Tree& tree = index_->tree;
  for (const bind::Reference& reference : index_->variables[variable].references) {
    NodeId statement = tree[reference.node].parent;
    bool assigns = tree[statement].kind == Kind::kAssignment ||
                   tree[statement].kind == Kind::kAugmentedAssignment;
    if (!assigns && tree[statement].kind == Kind::kAttribute) statement = tree[statement].parent;
    if (!assigns && tree[statement].kind != Kind::kCall) continue;
    has_all_ |= assigns;
    for (NodeId n = statement; n < tree[statement].subtree_end; ++n) {
      if (tree[n].kind == Kind::kString) all_.emplace_back(StringText(tree.Text(n)));
    }
  }
  std::sort(all_.begin(), all_.end());
  all_.erase(std::unique(all_.begin(), all_.end()), all_.end());
}

// Stores to the first parameter of a method, also from functions inside of it.
void Module::FindStores() const {
  const ast::Tree& tree = index_->tree;
  for (const bind::AttributeUse& use : index_->attributes) {
    if (use.context != bind::UseContext::kStore || tree[use.base].kind != Kind::kIdentifier) {
      continue;
    }
    VariableId id = index_->variable_of[use.base];
    if (id == kNone) continue;
    const bind::Variable& variable = index_->variables[id];
    const bind::Scope& scope = index_->scopes[variable.scope];
    if (scope.kind != bind::ScopeKind::kFunction ||
        tree[scope.node].kind != Kind::kFunctionDefinition) {
      continue;
    }
    ScopeId around = index_->scope_of[scope.node];
    const bind::Scope& outer = index_->scopes[around];
    if (outer.kind != bind::ScopeKind::kClass) continue;
    NodeId parameters = tree.Child(scope.node, Field::kParameters);
    NodeId first = parameters == kNoNode ? kNoNode : tree.FirstChild(parameters);
    if (first == kNoNode) continue;
    NodeId bound = variable.references[0].node;
    if (bound < first || bound >= tree[first].subtree_end) continue;
    stores_.rows.push_back({outer.node, tree.Text(use.name), use.node});
  }
  std::stable_sort(
      stores_.rows.begin(), stores_.rows.end(), [](const SelfStore& a, const SelfStore& b) {
        return std::tie(a.cls, a.name, a.attribute) < std::tie(b.cls, b.name, b.attribute);
      });
}

std::span<const SelfStore> Module::StoresOf(NodeId cls) const {
  std::call_once(stores_.once, [&] { FindStores(); });
  auto begin = std::lower_bound(stores_.rows.begin(), stores_.rows.end(), cls,
                                [](const SelfStore& s, NodeId wanted) { return s.cls < wanted; });
  auto end = begin;
  while (end != stores_.rows.end() && end->cls == cls) ++end;
  return {begin, end};
}

void Module::FindCalls() const {
  const ast::Tree& tree = index_->tree;
  std::vector<std::pair<std::string_view, NodeId>> calls;
  std::vector<Named<uint32_t>> order;  // of places in these
  for (NodeId n : tree.ids()) {
    if (tree[n].kind != Kind::kCall) continue;
    if (std::string_view name = LastName(tree, n); !name.empty()) {
      order.push_back({Beginning(name), static_cast<uint32_t>(calls.size())});
      calls.emplace_back(name, n);
    }
  }
  SortByName<uint32_t>(order.begin(), order.end(), [&](uint32_t at) { return calls[at].first; });
  calls_.rows.reserve(calls.size());
  for (const Named<uint32_t>& call : order) calls_.rows.push_back(calls[call.value]);
}

std::span<const std::pair<std::string_view, NodeId>> Module::CallsOf(std::string_view name) const {
  std::call_once(calls_.once, [&] { FindCalls(); });
  auto begin = std::lower_bound(calls_.rows.begin(), calls_.rows.end(), std::pair(name, NodeId{0}));
  auto end = begin;
  while (end != calls_.rows.end() && end->first == name) ++end;
  return {begin, end};
}

void Module::FindDeadBranches() const {
  const ast::Tree& tree = index_->tree;
  for (NodeId n = ast::kRoot; n < tree.size();) {
    NodeId next = n + 1;
    if (tree[n].kind == Kind::kIfStatement || tree[n].kind == Kind::kElifClause) {
      NodeId condition = tree.Child(n, Field::kCondition);
      Truth truth = condition == kNoNode ? Truth::kUnknown : Evaluate(tree, condition);
      NodeId consequence = tree.Child(n, Field::kConsequence);
      if (truth == Truth::kFalse && consequence != kNoNode) {
        dead_.ranges.emplace_back(consequence, tree[consequence].subtree_end);
      }
      if (truth == Truth::kTrue) {
        // What follows among the clauses of this `if`.
        NodeId statement = tree[n].kind == Kind::kIfStatement ? n : tree[n].parent;
        for (NodeId c = tree.FirstChild(statement); c != kNoNode; c = tree.NextSibling(c)) {
          bool clause = tree[c].kind == Kind::kElifClause || tree[c].kind == Kind::kElseClause;
          if (clause && c > n) dead_.ranges.emplace_back(c, tree[c].subtree_end);
        }
      }
    }
    n = next;
  }
  std::sort(dead_.ranges.begin(), dead_.ranges.end());
}

bool Module::IsDead(NodeId node) const {
  std::call_once(dead_.once, [&] { FindDeadBranches(); });
  // Ranges may nest: an earlier one may reach further.
  for (const auto& [begin, end] : dead_.ranges) {
    if (begin > node) break;
    if (node < end) return true;
  }
  return false;
}

}  // namespace fastnode::types
