// A name outside of the edited statements means another variable only if a scope around these binds
// other names than before. So the names that they bind there are compared: those that come must be
// bound in the same scope elsewhere too, or stand nowhere else. What is left of a variable that
// nothing binds any longer are reads, and all of them mean what the scopes further out bind. Then
// only names within the statements are looked up, in their own scopes and among the variables of
// the scopes around them. What `global` and `nonlocal` say of a scope around has to stay as it was.
// again_test holds that the result is that of Bind.
#include "analyze/bind/rebind.h"

#include <algorithm>
#include <memory>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyze/bind/mentions.h"

namespace fastnode::bind {
namespace {

using ast::Kind;

// Of each node a value: those of before, and `of_new` for the nodes of the statements.
template <typename Value>
IdVector<NodeId, Value> Spliced(const IdVector<NodeId, Value>& before, const ast::Splice& splice,
                                Value of_new) {
  const std::vector<Value>& all = before.values();
  const auto first = all.begin() + int32_t{splice.first};
  std::vector<Value> values;
  values.reserve(all.size() + static_cast<size_t>(splice.after_end - splice.first));
  values.insert(values.end(), all.begin(), first);
  values.insert(values.end(), static_cast<size_t>(splice.after_end - splice.first), of_new);
  values.insert(values.end(), all.begin() + int32_t{splice.before_end}, all.end());
  return IdVector<NodeId, Value>(std::move(values));
}

class Rebinder {
 public:
  // `tree` becomes the index's.
  Rebinder(const FileIndex& before, ast::Tree tree, const ast::Splice& splice)
      : before_(before), splice_(splice), block_(before.tree[splice.first].parent) {
    index_.tree = std::move(tree);
  }

  bool Run() {
    around_.assign(before_.scopes.size(), false);
    for (ScopeId s = before_.scope_of[block_]; s != kNone; s = before_.scopes[s].parent) {
      around_[s] = true;
    }
    state_.assign(before_.variables.size(), 0);
    if (!MoveScopes() || !MoveDeclarations() || !NamesStay()) return false;
    LookUpMentions();
    MoveVariables();
    MoveAttributes();
    return true;
  }

  FileIndex TakeIndex() { return std::move(index_); }
  ast::Tree TakeTree() { return std::move(index_.tree); }
  Moved TakeMoved() { return std::move(moved_); }

 private:
  bool MoveScopes() {
    const auto& scopes = before_.scopes;
    const auto is_earlier = [&](ScopeId s) { return scopes[s].node < splice_.first; };
    ScopeId first(0), end;
    while (first < scopes.end_id() && is_earlier(first)) ++first;
    for (end = first; end < scopes.end_id() && splice_.HasBefore(scopes[end].node);) ++end;
    for (ScopeId s : IdRange(end, scopes.end_id())) {
      if (scopes[s].node < splice_.before_end) return false;
    }
    for (ScopeId s : IdRange(ScopeId(0), first)) index_.scopes.push_back(scopes[s]);
    index_.scope_of = Spliced(before_.scope_of, splice_, kModuleScope);
    mentions_ = FindMentionsIn(index_, splice_.first, splice_.after_end, before_.scope_of[block_]);
    moved_ = {splice_, first, end, index_.scopes.end_id(), {}, false, false};
    for (ScopeId s : IdRange(end, scopes.end_id())) {
      const Scope& scope = scopes[s];
      index_.scopes.push_back({scope.kind, splice_.Moved(scope.node), moved_.Scope(scope.parent)});
    }
    // Scopes that begin before the statements have the numbers that they had.
    if (index_.scopes.size() != scopes.size()) {
      for (NodeId node : IdRange(splice_.after_end, index_.tree.nodes.end_id())) {
        index_.scope_of[node] = moved_.Scope(index_.scope_of[node]);
      }
    }
    return true;
  }

  // Of `global` and `nonlocal` statements. Whether the scopes around declare what they did.
  bool MoveDeclarations() {
    std::vector<std::pair<uint64_t, bool>> were, are;  // around, by the statements
    for (NodeId node : before_.declarations) {
      const bool was_own = splice_.HasBefore(node);
      if (!was_own) index_.declarations.push_back(splice_.Moved(node));
      const ScopeId scope = before_.scope_of[node];
      if (!around_[scope]) continue;
      const bool is_global = before_.tree[node].kind == Kind::kGlobalStatement;
      for (NodeId c = node + 1; c < before_.tree[node].subtree_end;
           c = before_.tree[c].subtree_end) {
        if (before_.tree[c].kind != Kind::kIdentifier) continue;
        const uint64_t key = Key(scope, before_.tree.Text(c));
        if (was_own) {
          were.emplace_back(key, is_global);
        } else {
          Declare(key, is_global);
        }
      }
    }
    for (const auto* names : {&mentions_.globals, &mentions_.nonlocals}) {
      const bool is_global = names == &mentions_.globals;
      for (const auto& [scope, node] : *names) {
        const uint64_t key = Key(scope, index_.tree.Text(node));
        Declare(key, is_global);
        if (!IsOwn(scope)) are.emplace_back(key, is_global);
      }
    }
    std::sort(index_.declarations.begin(), index_.declarations.end());
    std::sort(were.begin(), were.end());
    std::sort(are.begin(), are.end());
    return were == are;
  }

  void Declare(uint64_t key, bool is_global) {
    const auto found = declared_global_.emplace(key, is_global).first;
    found->second &= is_global;
  }

  // The scope that has to say what a name in this one means. kNone: one further out.
  ScopeId Owner(ScopeId scope, std::string_view name) {
    const auto declared = declared_global_.find(Key(scope, name));
    if (declared == declared_global_.end()) return scope;
    return declared->second ? kModuleScope : ScopeId();
  }

  bool IsOwn(ScopeId scope) const {
    return scope >= moved_.first_scope && scope < moved_.after_scope_end;
  }

  uint64_t Key(ScopeId scope, std::string_view name) {
    const auto id = names_.emplace(name, static_cast<uint32_t>(names_.size())).first->second;
    return (static_cast<uint64_t>(static_cast<uint32_t>(scope)) << 32) | id;
  }

  const Reference& ReferenceAt(const Variable& variable, NodeId node) const {
    return *std::lower_bound(variable.references.begin(), variable.references.end(), node,
                             [](const Reference& r, NodeId n) { return r.node < n; });
  }

  // Do the scopes around bind the same names as before?
  bool NamesStay() {
    std::unordered_set<uint64_t> bound;  // around, by the statements as they are now
    for (const Mention& mention : mentions_.events) {
      const std::string_view name = index_.tree.Text(mention.node);
      const ScopeId owner = Owner(mention.scope, name);  // which gives the name a number
      if (mention.kind == ReferenceKind::kRead || owner == kNone) continue;
      (IsOwn(owner) ? own_bound_ : bound).insert(Key(owner, name));
    }
    std::vector<VariableId> were_bound;
    for (NodeId node : IdRange(splice_.first, splice_.before_end)) {
      const VariableId v = before_.variable_of[node];
      if (v == kNone) continue;
      const Variable& variable = before_.variables[v];
      if (!around_[variable.scope]) continue;
      state_[v] |= kTouched;
      if (ReferenceAt(variable, node).kind != ReferenceKind::kRead) were_bound.push_back(v);
    }
    for (VariableId v : were_bound) Key(before_.variables[v].scope, before_.variables[v].name);
    for (VariableId v : before_.variables.ids()) {
      const Variable& variable = before_.variables[v];
      if (!around_[variable.scope] || !names_.contains(variable.name)) continue;
      const uint64_t key = Key(variable.scope, variable.name);
      outer_[key] = v;
      if (bound.erase(key) > 0) now_bound_.insert(v);
    }
    if (!bound.empty() && !StandNowhereElse(bound)) return false;
    moved_.has_new_names = !bound.empty();
    own_bound_.merge(bound);
    const std::unordered_set<VariableId> were(were_bound.begin(), were_bound.end());
    auto stays = [&](VariableId v) { return IsBoundElsewhere(before_.variables[v]); };
    std::vector<VariableId> gone;
    for (VariableId v : were) {
      if (now_bound_.contains(v) || stays(v)) continue;
      if (!IsOnlyReadElsewhere(before_.variables[v])) return false;
      gone.push_back(v);
    }
    for (VariableId v : now_bound_) {
      if (!were.contains(v) && !stays(v)) return false;
    }
    HandOutwards(gone);
    return true;
  }

  // Of names in scopes around the statements.
  bool StandNowhereElse(const std::unordered_set<uint64_t>& keys) const {
    std::unordered_set<std::string_view> names;
    for (const auto& [name, number] : names_) {
      const bool is_one = std::any_of(keys.begin(), keys.end(), [wanted = number](uint64_t key) {
        return static_cast<uint32_t>(key) == wanted;
      });
      if (is_one) names.insert(name);
    }
    const ast::Tree& tree = before_.tree;
    for (NodeId node : tree.ids()) {
      if (tree[node].kind != Kind::kIdentifier || splice_.HasBefore(node)) continue;
      if (names.contains(tree.Text(node))) return false;
    }
    return true;
  }

  bool IsOnlyReadElsewhere(const Variable& variable) const {
    return std::all_of(variable.references.begin(), variable.references.end(),
                       [&](const Reference& r) {
                         return r.kind == ReferenceKind::kRead || splice_.HasBefore(r.node);
                       });
  }

  // What is left of variables that nothing binds.
  void HandOutwards(const std::vector<VariableId>& gone) {
    for (VariableId v : gone) {
      state_[v] |= kGone;
      outer_.erase(Key(before_.variables[v].scope, before_.variables[v].name));
    }
    for (VariableId v : gone) {
      const Variable& variable = before_.variables[v];
      moved_.hands_outwards |=
          std::any_of(variable.references.begin(), variable.references.end(),
                      [&](const Reference& r) { return !splice_.HasBefore(r.node); });
      ScopeId at = before_.scopes[variable.scope].parent;
      for (; at != kNone; at = before_.scopes[at].parent) {
        if (before_.scopes[at].kind == ScopeKind::kClass) continue;
        const ScopeId owner = Owner(at, variable.name);
        if (owner == kNone) continue;
        at = owner;
        const auto found = outer_.find(Key(at, variable.name));
        if (found == outer_.end()) continue;
        heirs_[found->second].push_back(v);
        state_[found->second] |= kHeir;
        break;
      }
    }
  }

  bool IsBoundElsewhere(const Variable& variable) const {
    return std::any_of(variable.references.begin(), variable.references.end(),
                       [&](const Reference& r) {
                         return r.kind != ReferenceKind::kRead && !splice_.HasBefore(r.node) &&
                                before_.scope_of[r.node] == variable.scope;
                       });
  }

  // By Python's rules, as in bind.cc.
  void LookUpMentions() {
    std::stable_sort(mentions_.events.begin(), mentions_.events.end(),
                     [](const Mention& a, const Mention& b) { return a.node < b.node; });
    for (const Mention& mention : mentions_.events) {
      const std::string_view name = index_.tree.Text(mention.node);
      for (ScopeId at = mention.scope; at != kNone; at = index_.scopes[at].parent) {
        if (index_.scopes[at].kind == ScopeKind::kClass && at != mention.scope) continue;
        const ScopeId owner = Owner(at, name);
        if (owner == kNone) continue;
        at = owner;
        const uint64_t key = Key(at, name);
        if (own_bound_.contains(key)) {
          const auto [found, inserted] = own_.emplace(key, own_.size());
          if (inserted) own_variables_.push_back({at, {}});
          own_variables_[found->second].references.push_back({mention.node, mention.kind});
          break;
        }
        const auto found = outer_.find(key);
        if (found == outer_.end()) continue;
        state_[found->second] |= kTouched;
        added_[found->second].push_back({mention.node, mention.kind});
        break;
      }
    }
  }

  // Puts the references behind those that are in the index already.
  void MoveReferences(VariableId id) {
    const std::span<const Reference> before = before_.variables[id].references;
    const size_t first = num_references_;
    size_t i = 0;
    for (; i < before.size() && before[i].node < splice_.first; ++i) Put(before[i]);
    if ((state_[id] & kTouched) != 0) {
      if (const auto added = added_.find(id); added != added_.end()) {
        for (const Reference& reference : added->second) Put(reference);
      }
      while (i < before.size() && before[i].node < splice_.before_end) ++i;
    }
    for (; i < before.size(); ++i) Put({splice_.Moved(before[i].node), before[i].kind});
    // All in order up to here: those added stand in the statements.
    if ((state_[id] & kHeir) == 0) return;
    for (VariableId gone : heirs_.find(id)->second) {
      for (const Reference& r : before_.variables[gone].references) {
        if (!splice_.HasBefore(r.node)) Put({splice_.Moved(r.node), r.kind});
      }
    }
    std::sort(&index_.references[first], &index_.references[num_references_],
              [](const Reference& a, const Reference& b) { return a.node < b.node; });
  }
  void Put(const Reference& reference) { index_.references[num_references_++] = reference; }

  void MoveVariables() {
    struct Numbered {
      Variable variable;
      VariableId before;
    };
    // Those whose references are the same, which keep their order, and the others.
    std::vector<Numbered> same, changed;
    same.reserve(before_.variables.size());
    size_t num_references = mentions_.events.size();
    for (const Variable& variable : before_.variables) num_references += variable.references.size();
    index_.references = std::make_unique_for_overwrite<Reference[]>(num_references);
    // With the references that were put since.
    auto add = [&](size_t first, ScopeId scope, VariableId before) {
      const size_t count = num_references_ - first;
      if (count == 0) return;
      const bool is_same = before != kNone && state_[before] == 0;
      (is_same ? same : changed)
          .push_back({{{}, scope, {&index_.references[first], count}}, before});
    };
    for (VariableId v : before_.variables.ids()) {
      const ScopeId scope = before_.variables[v].scope;
      if (scope >= moved_.first_scope && scope < moved_.before_scope_end) continue;
      if ((state_[v] & kGone) != 0) continue;
      const size_t first = num_references_;
      MoveReferences(v);
      add(first, moved_.Scope(scope), v);
    }
    for (const OwnVariable& variable : own_variables_) {
      const size_t first = num_references_;
      for (const Reference& reference : variable.references) Put(reference);
      add(first, variable.scope, kNone);
    }
    const auto is_earlier = [](const Numbered& a, const Numbered& b) {
      return a.variable.references.front().node < b.variable.references.front().node;
    };
    std::sort(changed.begin(), changed.end(), is_earlier);
    moved_.variables.assign(before_.variables.size(), kNone);
    index_.variables.reserve(same.size() + changed.size());
    bool have_numbers_of_before = same.size() + changed.size() == before_.variables.size();
    auto put = [&](Numbered& numbered) {
      const VariableId id = index_.variables.end_id();
      if (numbered.before != kNone) moved_.variables[numbered.before] = id;
      have_numbers_of_before &= numbered.before == id;
      numbered.variable.name = index_.tree.Text(numbered.variable.references.front().node);
      index_.variables.push_back(numbered.variable);
    };
    auto next = changed.begin();
    for (Numbered& numbered : same) {
      while (next != changed.end() && is_earlier(*next, numbered)) put(*next++);
      put(numbered);
    }
    while (next != changed.end()) put(*next++);
    FindVariableOf(have_numbers_of_before);
  }

  void FindVariableOf(bool have_numbers_of_before) {
    if (have_numbers_of_before) {
      index_.variable_of = Spliced(before_.variable_of, splice_, VariableId());
      for (const auto& [variable, references] : added_) {
        for (const Reference& r : references) index_.variable_of[r.node] = variable;
      }
      return;
    }
    index_.variable_of.assign(index_.tree.nodes.size(), kNone);
    for (VariableId v : index_.variables.ids()) {
      for (const Reference& r : index_.variables[v].references) index_.variable_of[r.node] = v;
    }
  }

  void MoveAttributes() {
    std::vector<AttributeUse> own = std::move(index_.attributes);
    std::sort(own.begin(), own.end(),
              [](const AttributeUse& a, const AttributeUse& b) { return a.name < b.name; });
    index_.attributes.clear();
    index_.attributes.reserve(before_.attributes.size() + own.size());
    auto use = before_.attributes.begin();
    for (; use != before_.attributes.end() && use->name < splice_.first; ++use) {
      index_.attributes.push_back(*use);
    }
    index_.attributes.insert(index_.attributes.end(), own.begin(), own.end());
    for (; use != before_.attributes.end(); ++use) {
      if (use->name < splice_.before_end) continue;
      index_.attributes.push_back({splice_.Moved(use->node), splice_.Moved(use->base),
                                   splice_.Moved(use->name), use->context});
    }
  }

  // What is to be known of a variable of before.
  enum : uint8_t {
    kTouched = 1,  // has references in the statements, now or before
    kGone = 2,     // nothing binds it any longer
    kHeir = 4,     // has what a gone one left
  };
  struct OwnVariable {
    ScopeId scope;
    std::vector<Reference> references;
  };

  const FileIndex& before_;
  const ast::Splice splice_;
  const NodeId block_;
  FileIndex index_;
  size_t num_references_ = 0;
  Moved moved_;
  Mentions mentions_;
  IdVector<ScopeId, bool> around_;                        // of before: scopes around the statements
  std::unordered_map<std::string_view, uint32_t> names_;  // in the statements as they are now
  std::unordered_map<uint64_t, bool> declared_global_;    // in their scopes and those around
  std::unordered_set<uint64_t> own_bound_;                // names of their own scopes, and new ones
  std::unordered_set<VariableId> now_bound_;              // around, by the statements
  std::unordered_map<uint64_t, VariableId> outer_;        // of before, around the statements
  std::unordered_map<uint64_t, size_t> own_;              // to own_variables_
  std::vector<OwnVariable> own_variables_;
  IdVector<VariableId, uint8_t> state_;
  std::unordered_map<VariableId, std::vector<Reference>> added_;
  std::unordered_map<VariableId, std::vector<VariableId>> heirs_;  // what they left, by who has it
};

}  // namespace

Rebound BindAgain(const FileIndex& before, ast::Tree tree, const ast::Splice& splice) {
  Rebinder rebinder(before, std::move(tree), splice);
  if (!rebinder.Run()) return {Bind(rebinder.TakeTree()), std::nullopt};
  std::optional<Moved> moved = rebinder.TakeMoved();
  return {rebinder.TakeIndex(), std::move(moved)};
}

}  // namespace fastnode::bind
