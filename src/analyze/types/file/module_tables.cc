// A table of before is in order, and what an edit leaves keeps its order: rows are moved one after
// the other, and the few of the edited statements are sorted and merged in.
#include "analyze/types/file/module_tables.h"

#include <algorithm>
#include <tuple>

#include "analyze/types/file/condition.h"
#include "analyze/types/file/string_text.h"
#include "support/first_letters.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

// The last name of what is called: `f` of f() and of a.b.f(); or kNoNode.
NodeId LastName(const ast::Tree& tree, NodeId call) {
  const NodeId function = tree.Child(call, Field::kFunction);
  if (function == kNoNode || tree[function].kind == Kind::kIdentifier) return function;
  if (tree[function].kind != Kind::kAttribute) return kNoNode;
  return tree.Child(function, Field::kAttribute);
}

// a < b; most names differ in their first byte already.
inline bool IsBefore(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty() || a[0] == b[0]) return a < b;
  return static_cast<unsigned char>(a[0]) < static_cast<unsigned char>(b[0]);
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

bool IsEarlier(const SelfStore& a, const SelfStore& b) {
  return std::tie(a.cls, a.name, a.attribute) < std::tie(b.cls, b.name, b.attribute);
}

// Adds the store that a use is, if it is one to the first parameter of a method.
void AddStore(const bind::FileIndex& index, const bind::AttributeUse& use,
              std::vector<SelfStore>& stores) {
  if (use.context != bind::UseContext::kStore) return;
  const NodeId cls = ClassOfSelf(index, use);
  if (cls != kNoNode) stores.push_back({cls, index.tree.Text(use.name), use.node});
}

// Those of the tree that are of one of these kinds.
template <Kind... kinds>
std::vector<NodeId> NodesOf(const ast::Tree& tree) {
  std::vector<NodeId> nodes;
  for (NodeId n = ast::kRoot; n < tree.nodes.end_id(); ++n) {
    if (((tree[n].kind == kinds) || ...)) nodes.push_back(n);
  }
  return nodes;
}

std::vector<NamedCall> NamedCalls(const ast::Tree& tree, std::span<const NodeId> calls) {
  std::vector<Named<NamedCall>> order;
  for (NodeId n : calls) {
    const NodeId name = LastName(tree, n);
    if (name == kNoNode || tree[name].begin == tree[name].end) continue;
    order.push_back({FirstLetters(tree.Text(name)), {name, n}});
  }
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    if (a.beginning != b.beginning) return a.beginning < b.beginning;
    const int more = tree.Text(a.value.name).compare(tree.Text(b.value.name));
    return more != 0 ? more < 0 : a.value.call < b.value.call;
  });
  std::vector<NamedCall> named;
  named.reserve(order.size());
  for (const Named<NamedCall>& call : order) named.push_back(call.value);
  return named;
}

// `ifs`: statements and `elif`s.
void AddDead(const ast::Tree& tree, std::span<const NodeId> ifs,
             std::vector<std::pair<NodeId, NodeId>>& ranges) {
  for (NodeId n : ifs) {
    const NodeId condition = tree.Child(n, Field::kCondition);
    const Truth truth = condition == kNoNode ? Truth::kUnknown : Evaluate(tree, condition);
    const NodeId consequence = tree.Child(n, Field::kConsequence);
    if (truth == Truth::kFalse && consequence != kNoNode) {
      ranges.emplace_back(consequence, tree[consequence].subtree_end);
    }
    if (truth != Truth::kTrue) continue;
    // What follows among the clauses of this `if`.
    const NodeId statement = tree[n].kind == Kind::kIfStatement ? n : tree[n].parent;
    for (NodeId c = tree.FirstChild(statement); c != kNoNode; c = tree.NextSibling(c)) {
      const bool clause = tree[c].kind == Kind::kElifClause || tree[c].kind == Kind::kElseClause;
      if (clause && c > n) ranges.emplace_back(c, tree[c].subtree_end);
    }
  }
}

// In order. Ranges lie apart or within one another.
void KeepOutermost(std::vector<std::pair<NodeId, NodeId>>& ranges) {
  std::sort(ranges.begin(), ranges.end());
  NodeId end = ast::kRoot;
  std::erase_if(ranges, [&](const auto& range) {
    const bool is_within = range.first < end;
    if (!is_within) end = range.second;
    return is_within;
  });
}

}  // namespace

NodeId ClassOfSelf(const bind::FileIndex& index, const bind::AttributeUse& use) {
  return ClassOfSelf(index, use.base);
}

NodeId ClassOfSelf(const bind::FileIndex& index, NodeId object) {
  const ast::Tree& tree = index.tree;
  if (tree[object].kind != Kind::kIdentifier) return kNoNode;
  const VariableId id = index.variable_of[object];
  if (id == kNone) return kNoNode;
  const bind::Variable& variable = index.variables[id];
  const bind::Scope& scope = index.scopes[variable.scope];
  if (scope.kind != bind::ScopeKind::kFunction ||
      tree[scope.node].kind != Kind::kFunctionDefinition) {
    return kNoNode;
  }
  const bind::Scope& outer = index.scopes[index.scope_of[scope.node]];
  if (outer.kind != bind::ScopeKind::kClass) return kNoNode;
  const NodeId parameters = tree.Child(scope.node, Field::kParameters);
  const NodeId first = parameters == kNoNode ? kNoNode : tree.FirstChild(parameters);
  if (first == kNoNode) return kNoNode;
  const NodeId bound = variable.references[0].node;
  if (bound < first || bound >= tree[first].subtree_end) return kNoNode;
  return outer.node;
}

ModuleTables::ModuleTables(const bind::FileIndex& index) {
  FindNames(index);
  AddStars(index, NodesOf<Kind::kWildcardImport>(index.tree));
  FindAll(index);
}

void ModuleTables::FindNames(const bind::FileIndex& index) {
  const auto& variables = index.variables;
  // Dealt to their scopes, then sorted within each.
  names_begin_.assign(index.scopes.size() + 1, 0);
  for (const bind::Variable& variable : variables) ++names_begin_[variable.scope.index() + 1];
  for (size_t s = 1; s < names_begin_.size(); ++s) names_begin_[s] += names_begin_[s - 1];
  std::vector<Named<VariableId>> dealt(variables.size());
  std::vector<uint32_t> next = names_begin_;
  for (VariableId v : variables.ids()) {
    const bind::Variable& variable = variables[v];
    dealt[next[variable.scope.index()]++] = {FirstLetters(variable.name), v};
  }
  for (size_t s = 0; s + 1 < names_begin_.size(); ++s) {
    SortByName<VariableId>(dealt.begin() + names_begin_[s], dealt.begin() + names_begin_[s + 1],
                           [&](VariableId v) { return variables[v].name; });
  }
  names_.reserve(dealt.size());
  beginnings_.reserve(dealt.size());
  for (const Named<VariableId>& variable : dealt) {
    names_.push_back(variable.value);
    beginnings_.push_back(variable.beginning);
  }
  for (ScopeId s : index.scopes.ids()) {
    const bind::Scope& scope = index.scopes[s];
    if (scope.kind != bind::ScopeKind::kClass) continue;
    class_scopes_.emplace_back(scope.node, s);
  }
  std::sort(class_scopes_.begin(), class_scopes_.end());
}

std::span<const VariableId> ModuleTables::VariablesOf(ScopeId scope) const {
  if (scope < 0 || static_cast<size_t>(scope) + 1 >= names_begin_.size()) return {};
  const uint32_t begin = names_begin_[scope.index()], end = names_begin_[scope.index() + 1];
  return std::span(names_).subspan(begin, end - begin);
}

VariableId ModuleTables::Find(const bind::FileIndex& index, ScopeId scope,
                              std::string_view name) const {
  if (scope < 0 || static_cast<size_t>(scope) + 1 >= names_begin_.size()) return kNone;
  const auto first = beginnings_.begin(), end = first + names_begin_[scope.index() + 1];
  const uint64_t wanted = FirstLetters(name);
  const auto from = std::lower_bound(first + names_begin_[scope.index()], end, wanted);
  if (from == end || *from != wanted) return kNone;
  if (name.size() < sizeof wanted) return names_[static_cast<size_t>(from - first)];  // all of it
  auto text = [&](VariableId v) { return index.variables[v].name; };
  const auto names_end = names_.begin() + (std::upper_bound(from, end, wanted) - first);
  const auto found =
      std::lower_bound(names_.begin() + (from - first), names_end, name,
                       [&](VariableId v, std::string_view sought) { return text(v) < sought; });
  return found == names_end || text(*found) != name ? VariableId(kNone) : *found;
}

ScopeId ModuleTables::ScopeOfClass(NodeId cls) const {
  const auto found =
      std::lower_bound(class_scopes_.begin(), class_scopes_.end(), std::pair(cls, ScopeId()));
  return found == class_scopes_.end() || found->first != cls ? ScopeId(kNone) : found->second;
}

void ModuleTables::AddStars(const bind::FileIndex& index, std::span<const NodeId> wildcards) {
  const ast::Tree& tree = index.tree;
  for (NodeId n : wildcards) {
    if (tree[n].parent != kNoNode && tree[tree[n].parent].kind == Kind::kImportFromStatement &&
        !IsDead(index, n)) {
      stars_.push_back(tree[n].parent);
    }
  }
}

// `__all__ = ["a"]`, `__all__ += ["b"]`, `__all__.extend(["c"])`; other forms add nothing.
void ModuleTables::FindAll(const bind::FileIndex& index) {
  const VariableId variable = Find(index, bind::kModuleScope, "__all__");
  if (variable == kNone) return;
  const ast::Tree& tree = index.tree;
  for (const bind::Reference& reference : index.variables[variable].references) {
    NodeId statement = tree[reference.node].parent;
    const bool assigns = tree[statement].kind == Kind::kAssignment ||
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

const std::vector<SelfStore>& ModuleTables::AllStores(const bind::FileIndex& index) const {
  return stores_.Get([&](std::vector<SelfStore>& stores) {
    for (const bind::AttributeUse& use : index.attributes) AddStore(index, use, stores);
    std::sort(stores.begin(), stores.end(), IsEarlier);
  });
}

std::span<const SelfStore> ModuleTables::StoresOf(const bind::FileIndex& index, NodeId cls) const {
  const std::vector<SelfStore>& rows = AllStores(index);
  const auto begin =
      std::lower_bound(rows.begin(), rows.end(), cls,
                       [](const SelfStore& s, NodeId wanted) { return s.cls < wanted; });
  auto end = begin;
  while (end != rows.end() && end->cls == cls) ++end;
  return {begin, end};
}

const std::vector<NamedCall>& ModuleTables::AllCalls(const bind::FileIndex& index) const {
  return calls_.Get([&](std::vector<NamedCall>& calls) {
    calls = NamedCalls(index.tree, NodesOf<Kind::kCall>(index.tree));
  });
}

std::span<const NamedCall> ModuleTables::CallsOf(const bind::FileIndex& index,
                                                 std::string_view name) const {
  const std::vector<NamedCall>& rows = AllCalls(index);
  auto text = [&](const NamedCall& call) { return index.tree.Text(call.name); };
  const auto begin = std::lower_bound(
      rows.begin(), rows.end(), name,
      [&](const NamedCall& call, std::string_view wanted) { return IsBefore(text(call), wanted); });
  auto end = begin;
  while (end != rows.end() && text(*end) == name) ++end;
  return {begin, end};
}

std::vector<VariableId> ModuleTables::ParametersNamed(const bind::FileIndex& index,
                                                      std::string_view name) const {
  const auto& variables = index.variables;
  using Row = std::pair<uint64_t, VariableId>;
  const std::vector<Row>& rows = parameters_.Get([&](std::vector<Row>& parameters) {
    for (VariableId v : variables.ids()) {
      const auto& references = variables[v].references;
      if (references.empty() || references[0].kind != bind::ReferenceKind::kParameter) continue;
      parameters.emplace_back(FirstLetters(variables[v].name), v);
    }
    std::sort(parameters.begin(), parameters.end());
  });
  std::vector<VariableId> named;
  const uint64_t beginning = FirstLetters(name);
  auto row = std::lower_bound(rows.begin(), rows.end(), Row(beginning, VariableId()));
  for (; row != rows.end() && row->first == beginning; ++row) {
    if (variables[row->second].name == name) named.push_back(row->second);
  }
  return named;
}

uint32_t BriefOf(const ast::Tree& tree, NodeId thing) {
  const Kind kind = tree[thing].kind;
  const NodeId name = kind == Kind::kAttribute ? tree.Child(thing, Field::kAttribute) : thing;
  const bool is_named = kind == Kind::kIdentifier || (kind == Kind::kAttribute && name != kNoNode);
  const std::string_view text = is_named ? tree.Text(name) : std::string_view();
  const uint32_t first = text.empty() ? 0 : static_cast<unsigned char>(text[0]);
  return static_cast<uint32_t>(kind) << 24 | static_cast<uint32_t>(text.size() & 0xFFFF) << 8 |
         first;
}

const std::vector<AskedThing>& ModuleTables::ThingsAskedFor(const bind::FileIndex& index) const {
  return asked_.Get([&](std::vector<AskedThing>& things) {
    auto add = [&](NodeId call) {
      const NodeId list = index.tree.Child(call, Field::kArguments);
      const NodeId first = list == kNoNode ? kNoNode : index.tree.FirstChild(list);
      if (first != kNoNode) things.push_back({first, BriefOf(index.tree, first)});
    };
    for (std::string_view asks : {"isinstance", "issubclass", "type"}) {
      for (const NamedCall& call : CallsOf(index, asks)) add(call.call);
    }
    for (NodeId call : GuardCalls(index)) add(call);
  });
}

// Of functions, whose names alone say little, the file's own and those that others are imported by.
std::vector<std::string_view> ModuleTables::GuardNames(const bind::FileIndex& index) const {
  static constexpr std::string_view kOfInspect[] = {"isasyncgen",  "isbuiltin",   "isclass",
                                                    "iscode",      "iscoroutine", "isfunction",
                                                    "isgenerator", "ismethod",    "ismodule"};
  static constexpr std::string_view kForms[] = {"TypeGuard[", "TypeIs["};
  const ast::Tree& tree = index.tree;
  const auto says = [](std::string_view text) {
    return std::any_of(std::begin(kForms), std::end(kForms), [&](std::string_view form) {
      return text.find(form) != std::string_view::npos;
    });
  };
  std::vector<std::string_view> names;
  for (const bind::Scope& scope : index.scopes) {
    const NodeId function = scope.node;
    if (tree[function].kind != Kind::kFunctionDefinition) continue;
    const NodeId result = tree.Child(function, Field::kReturnType);
    if (result == kNoNode || !says(tree.Text(result))) continue;
    const NodeId name = tree.Child(function, Field::kName);
    if (name != kNoNode) names.push_back(tree.Text(name));
  }
  for (VariableId v : VariablesOf(bind::kModuleScope)) {
    const bind::Variable& variable = index.variables[v];
    const bool is_imported =
        !variable.references.empty() && variable.references[0].kind == bind::ReferenceKind::kImport;
    if (!is_imported) continue;
    if (variable.name.starts_with("is")) names.push_back(variable.name);
    if (variable.name == "inspect") {
      names.insert(names.end(), std::begin(kOfInspect), std::end(kOfInspect));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

const std::vector<NodeId>& ModuleTables::GuardCalls(const bind::FileIndex& index) const {
  return guards_.Get([&](std::vector<NodeId>& calls) {
    for (std::string_view name : GuardNames(index)) {
      for (const NamedCall& call : CallsOf(index, name)) calls.push_back(call.call);
    }
    std::sort(calls.begin(), calls.end());
  });
}

const std::vector<ModuleTables::Range>& ModuleTables::AllDead(const bind::FileIndex& index) const {
  return dead_.Get([&](std::vector<Range>& ranges) {
    AddDead(index.tree, NodesOf<Kind::kIfStatement, Kind::kElifClause>(index.tree), ranges);
    KeepOutermost(ranges);
  });
}

bool ModuleTables::IsDead(const bind::FileIndex& index, NodeId node) const {
  const std::vector<Range>& ranges = AllDead(index);
  const auto behind =
      std::upper_bound(ranges.begin(), ranges.end(), node,
                       [](NodeId wanted, const Range& range) { return wanted < range.first; });
  return behind != ranges.begin() && node < std::prev(behind)->second;
}

class ModuleTables::Mover {
 public:
  Mover(const bind::FileIndex& index, const ModuleTables& before,
        const bind::FileIndex& index_before, const bind::Moved& moved)
      : index_(index),
        before_(before),
        index_before_(index_before),
        moved_(moved),
        nodes_(moved.nodes) {
    for (NodeId n = nodes_.first; n < nodes_.after_end; ++n) {
      switch (index.tree[n].kind) {
        case Kind::kCall:
          own_calls_.push_back(n);
          break;
        case Kind::kIfStatement:
        case Kind::kElifClause:
          own_ifs_.push_back(n);
          break;
        case Kind::kWildcardImport:
          own_wildcards_.push_back(n);
          break;
        default:
          break;
      }
    }
  }

  void MoveNames(ModuleTables& to) const {
    to.names_.reserve(index_.variables.size());
    to.beginnings_.reserve(index_.variables.size());
    to.names_begin_.reserve(index_.scopes.size() + 1);
    to.names_begin_.push_back(0);
    auto end_scope = [&] { to.names_begin_.push_back(static_cast<uint32_t>(to.names_.size())); };
    auto move = [&](ScopeId begin, ScopeId end) {
      for (ScopeId s : IdRange(begin, end)) {
        for (size_t i = before_.names_begin_[s.index()]; i < before_.names_begin_[s.index() + 1];
             ++i) {
          const VariableId now = moved_.variables[before_.names_[i]];
          if (now == kNone) continue;
          to.names_.push_back(now);
          to.beginnings_.push_back(before_.beginnings_[i]);
        }
        end_scope();
      }
    };
    move(bind::kModuleScope, moved_.first_scope);
    const std::vector<VariableId> own = OwnVariables();
    auto next = own.begin();
    for (ScopeId s : IdRange(moved_.first_scope, moved_.after_scope_end)) {
      for (; next != own.end() && index_.variables[*next].scope == s; ++next) {
        to.names_.push_back(*next);
        to.beginnings_.push_back(FirstLetters(index_.variables[*next].name));
      }
      end_scope();
    }
    move(moved_.before_scope_end, index_before_.scopes.end_id());
    for (const auto& [node, scope] : before_.class_scopes_) {
      if (nodes_.HasBefore(node)) continue;
      to.class_scopes_.emplace_back(nodes_.Moved(node), moved_.Scope(scope));
    }
    for (ScopeId s : IdRange(moved_.first_scope, moved_.after_scope_end)) {
      const bind::Scope& scope = index_.scopes[s];
      if (scope.kind == bind::ScopeKind::kClass) to.class_scopes_.emplace_back(scope.node, s);
    }
    std::sort(to.class_scopes_.begin(), to.class_scopes_.end());
  }

  void MoveStars(ModuleTables& to) const {
    for (NodeId star : before_.stars_) {
      if (!nodes_.HasBefore(star)) to.stars_.push_back(nodes_.Moved(star));
    }
    to.AddStars(index_, own_wildcards_);
    std::sort(to.stars_.begin(), to.stars_.end());
  }

  std::vector<SelfStore> MovedStores() const {
    std::vector<SelfStore> own, rest;
    if (moved_.hands_outwards) {
      for (const bind::AttributeUse& use : index_.attributes) AddStore(index_, use, own);
    } else {
      auto use = std::lower_bound(
          index_.attributes.begin(), index_.attributes.end(), nodes_.first,
          [](const bind::AttributeUse& one, NodeId first) { return one.name < first; });
      for (; use != index_.attributes.end() && use->name < nodes_.after_end; ++use) {
        AddStore(index_, *use, own);
      }
      const std::vector<SelfStore>& stores = before_.AllStores(index_before_);
      rest.reserve(stores.size());
      for (const SelfStore& store : stores) {
        if (nodes_.HasBefore(store.attribute)) continue;
        const NodeId attribute = nodes_.Moved(store.attribute);
        const NodeId name = index_.tree.Child(attribute, Field::kAttribute);
        rest.push_back({nodes_.Moved(store.cls), index_.tree.Text(name), attribute});
      }
    }
    std::sort(own.begin(), own.end(), IsEarlier);
    return Merged(rest, own, IsEarlier);
  }

  std::vector<NamedCall> MovedCalls() const {
    const ast::Tree& tree = index_.tree;
    const std::vector<NamedCall>& calls = before_.AllCalls(index_before_);
    std::vector<NamedCall> rest;
    rest.reserve(calls.size());
    for (const NamedCall& call : calls) {
      if (nodes_.HasBefore(call.call)) continue;
      rest.push_back({nodes_.Moved(call.name), nodes_.Moved(call.call)});
    }
    return Merged(rest, NamedCalls(tree, own_calls_), [&](const NamedCall& a, const NamedCall& b) {
      const int order = tree.Text(a.name).compare(tree.Text(b.name));
      return order != 0 ? order < 0 : a.call < b.call;
    });
  }

  std::vector<Range> MovedDead() const {
    std::vector<Range> ranges;
    for (const auto& [begin, end] : before_.AllDead(index_before_)) {
      if (nodes_.HasBefore(begin)) continue;
      ranges.emplace_back(nodes_.Moved(begin), MovedEnd(end));
    }
    AddDead(index_.tree, own_ifs_, ranges);
    KeepOutermost(ranges);
    return ranges;
  }

 private:
  // Where all below is gone, what was around the statements ends with them.
  NodeId MovedEnd(NodeId end) const {
    if (end <= nodes_.first) return end;
    return end < nodes_.before_end ? nodes_.after_end : nodes_.Moved(end);
  }

  // Those of the statements' own scopes, by (scope, name).
  std::vector<VariableId> OwnVariables() const {
    std::vector<VariableId> own;
    if (moved_.first_scope == moved_.after_scope_end) return own;
    for (VariableId v : index_.variables.ids()) {
      const ScopeId scope = index_.variables[v].scope;
      if (scope >= moved_.first_scope && scope < moved_.after_scope_end) own.push_back(v);
    }
    std::sort(own.begin(), own.end(), [&](VariableId a, VariableId b) {
      const bind::Variable &of_a = index_.variables[a], &of_b = index_.variables[b];
      return std::tie(of_a.scope, of_a.name) < std::tie(of_b.scope, of_b.name);
    });
    return own;
  }

  // Few are in the second.
  template <typename Row, typename Less>
  static std::vector<Row> Merged(std::vector<Row>& many, const std::vector<Row>& few,
                                 const Less& is_earlier) {
    std::vector<Row> merged;
    merged.reserve(many.size() + few.size());
    auto from = many.begin();
    for (const Row& row : few) {
      const auto to = std::lower_bound(from, many.end(), row, is_earlier);
      merged.insert(merged.end(), from, to);
      merged.push_back(row);
      from = to;
    }
    merged.insert(merged.end(), from, many.end());
    return merged;
  }

  const bind::FileIndex& index_;
  const ModuleTables& before_;
  const bind::FileIndex& index_before_;
  const bind::Moved& moved_;
  const ast::Splice nodes_;
  std::vector<NodeId> own_calls_, own_ifs_, own_wildcards_;  // of the statements
};

ModuleTables::ModuleTables(const bind::FileIndex& index, const ModuleTables& before,
                           const bind::FileIndex& index_before, const bind::Moved& moved) {
  const Mover mover(index, before, index_before, moved);
  // Not when they are asked for: nobody knows how long the text before lives.
  stores_.Get([&](auto& stores) { stores = mover.MovedStores(); });
  calls_.Get([&](auto& calls) { calls = mover.MovedCalls(); });
  dead_.Get([&](auto& ranges) { ranges = mover.MovedDead(); });
  mover.MoveNames(*this);
  mover.MoveStars(*this);
  FindAll(index);
}

std::string ModuleTables::Difference(const bind::FileIndex& index,
                                     const ModuleTables& other) const {
  if (names_ != other.names_ || names_begin_ != other.names_begin_) return "names";
  if (beginnings_ != other.beginnings_) return "beginnings of names";
  if (class_scopes_ != other.class_scopes_) return "scopes of classes";
  if (stars_ != other.stars_) return "stars";
  if (has_all_ != other.has_all_ || all_ != other.all_) return "__all__";
  if (AllStores(index) != other.AllStores(index)) return "stores";
  if (AllCalls(index) != other.AllCalls(index)) return "calls";
  return AllDead(index) != other.AllDead(index) ? "dead branches" : "";
}

}  // namespace fastnode::types
