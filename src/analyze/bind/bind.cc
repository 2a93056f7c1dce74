// Names are looked up by Python's rules (language reference, 4.2), in two steps: first what each
// scope binds is gathered from all mentions, since a binding may follow its uses; then each mention
// finds its scope from the inside outwards. Names are numbers, and scope and name together one
// more, so that a look-up is one step in a hash table, of which there is one for all that is known
// of a name in a scope.
#include <algorithm>
#include <bit>
#include <climits>
#include <functional>
#include <utility>

#include "analyze/bind/file_index.h"
#include "analyze/bind/mentions.h"
#include "support/hash.h"

namespace fastnode::bind {
namespace {

// A hash table for at most so many keys; at most half full.
template <typename Entry>
class Table {
 public:
  explicit Table(size_t max_entries) : entries_(std::bit_ceil(2 * max_entries + 2)) {}

  // The entry for which `is_it` holds, or the free one where it would stand.
  template <typename IsIt>
  Entry& At(uint64_t hash, const IsIt& is_it) {
    const size_t mask = entries_.size() - 1;
    size_t at = (hash ^ hash >> 32) & mask;
    while (!entries_[at].is_free() && !is_it(entries_[at])) at = (at + 1) & mask;
    return entries_[at];
  }

 private:
  std::vector<Entry> entries_;
};

class Resolver {
 public:
  Resolver(FileIndex& index, Mentions mentions)
      : index_(index),
        mentions_(std::move(mentions)),
        names_(NumNames()),
        names_in_scopes_(NumNamesInScopes()) {}

  void Run() {
    for (const auto& [scope, node] : mentions_.globals) {
      InScope(scope, NumberOf(node)).declared = Declared::kGlobal;
    }
    for (const auto& [scope, node] : mentions_.nonlocals) {
      InScope(scope, NumberOf(node)).declared = Declared::kNonlocal;
    }
    std::vector<Mention>& events = mentions_.events;
    auto in_text = [](const Mention& a, const Mention& b) { return a.node < b.node; };
    std::stable_sort(events.begin(), events.end(), in_text);
    std::vector<uint32_t> names;
    names.reserve(events.size());
    for (const Mention& mention : events) {
      names.push_back(NumberOf(mention.node));
      // What is deleted somewhere is a name of that scope, too.
      if (mention.kind != ReferenceKind::kRead) NoteBound(mention.scope, names.back());
    }
    index_.variable_of.assign(index_.tree.nodes.size(), kNone);
    std::vector<VariableId> meant;  // by each mention
    meant.reserve(events.size());
    for (size_t i = 0; i < events.size(); ++i) {
      meant.push_back(VariableOf(events[i], names[i]));
      index_.variable_of[events[i].node] = meant.back();
    }
    DealReferences(meant);
  }

 private:
  enum class Declared : uint8_t { kNot, kGlobal, kNonlocal };
  struct Numbered {
    std::string_view text;  // none of a name is empty
    uint32_t number = 0;
    bool is_free() const { return text.empty(); }
  };
  // What is known of a name in a scope.
  struct NameInScope {
    ScopeId scope = kNone;
    uint32_t name = 0;
    bool is_bound = false;
    Declared declared = Declared::kNot;
    VariableId variable = kNone;
    bool is_free() const { return scope == kNone; }
  };

  // At most.
  size_t NumNames() const {
    return mentions_.events.size() + mentions_.globals.size() + mentions_.nonlocals.size();
  }
  size_t NumNamesInScopes() const {
    const std::vector<Mention>& events = mentions_.events;
    return NumNames() -
           static_cast<size_t>(std::count_if(events.begin(), events.end(), [](const Mention& m) {
             return m.kind == ReferenceKind::kRead;
           }));
  }

  uint32_t NumberOf(NodeId node) {
    const std::string_view text = index_.tree.Text(node);
    Numbered& entry = names_.At(Hash64(text), [&](const Numbered& e) { return e.text == text; });
    if (entry.is_free()) entry = {text, num_names_++};
    return entry.number;
  }

  // A free one is what is known of a name that nothing was noted of.
  NameInScope& Find(ScopeId scope, uint32_t name) {
    const uint64_t key = static_cast<uint64_t>(scope.index()) << 32 | name;
    return names_in_scopes_.At(key * 0x9E3779B97F4A7C15u, [&](const NameInScope& e) {
      return e.scope == scope && e.name == name;
    });
  }
  NameInScope& InScope(ScopeId scope, uint32_t name) {
    NameInScope& entry = Find(scope, name);
    if (entry.is_free()) entry.scope = scope, entry.name = name;
    return entry;
  }

  void NoteBound(ScopeId scope, uint32_t name) {
    const Declared declared = Find(scope, name).declared;
    if (declared == Declared::kNot) InScope(scope, name).is_bound = true;
    // A global name is bound in the module by whoever assigns it.
    if (declared == Declared::kGlobal) InScope(kModuleScope, name).is_bound = true;
  }

  // The scope whose variable a name in `scope` means, or kNone.
  ScopeId Lookup(ScopeId scope, uint32_t name) {
    for (ScopeId at = scope; at != kNone; at = index_.scopes[at].parent) {
      if (index_.scopes[at].kind == ScopeKind::kClass && at != scope) continue;
      const NameInScope& entry = Find(at, name);
      if (entry.declared == Declared::kGlobal) {
        return Find(kModuleScope, name).is_bound ? kModuleScope : ScopeId();
      }
      if (entry.declared == Declared::kNot && entry.is_bound) return at;
    }
    return kNone;
  }

  VariableId VariableOf(const Mention& mention, uint32_t name) {
    const ScopeId scope = Lookup(mention.scope, name);
    if (scope == kNone) return kNone;
    VariableId& variable = Find(scope, name).variable;
    if (variable == kNone) {
      variable = index_.variables.push_back({index_.tree.Text(mention.node), scope, {}});
    }
    return variable;
  }

  void DealReferences(const std::vector<VariableId>& meant) {
    const std::vector<Mention>& events = mentions_.events;
    std::vector<size_t> next(index_.variables.size() + 1);  // place of each variable's next one
    for (VariableId v : meant) {
      if (v != kNone) ++next[v.index() + 1];
    }
    index_.references = std::make_unique_for_overwrite<Reference[]>(events.size());
    for (VariableId v : index_.variables.ids()) {
      index_.variables[v].references = {&index_.references[next[v.index()]], next[v.index() + 1]};
      next[v.index() + 1] += next[v.index()];
    }
    for (size_t i = 0; i < events.size(); ++i) {
      const VariableId v = meant[i];
      if (v != kNone) index_.references[next[v.index()]++] = {events[i].node, events[i].kind};
    }
  }

  FileIndex& index_;
  Mentions mentions_;
  Table<Numbered> names_;
  uint32_t num_names_ = 0;
  Table<NameInScope> names_in_scopes_;
};

}  // namespace

FileIndex Bind(ast::Tree tree) {
  FileIndex index;
  index.tree = std::move(tree);
  Mentions mentions = FindMentions(index);
  std::sort(index.attributes.begin(), index.attributes.end(),
            [](const AttributeUse& a, const AttributeUse& b) { return a.name < b.name; });
  Resolver(index, std::move(mentions)).Run();
  return index;
}

Result<FileIndex> BindText(std::string text, const ast::ParseLimits& limits) {
  Result<ast::Tree> tree = ast::Parse(std::move(text), limits);
  if (!tree.ok()) return tree.error();
  return Bind(*std::move(tree));
}

ScopeId Enclosing(const FileIndex& index, ScopeId scope, ScopeKind kind) {
  while (scope != kNone && index.scopes[scope].kind != kind) scope = index.scopes[scope].parent;
  return scope;
}

std::string_view NameOfScope(const FileIndex& index, ScopeId scope) {
  if (scope == kNone) return "";
  const NodeId name = index.tree.Child(index.scopes[scope].node, ast::Field::kName);
  return name == kNoNode ? "" : index.tree.Text(name);
}

std::vector<VariableId> VisibleVariables(const FileIndex& index, NodeId node) {
  const ScopeId own = index.scope_of[node];
  constexpr int kFar = INT_MAX;
  std::vector<int> distances(index.scopes.size(), kFar);
  int steps = 0;
  for (ScopeId scope = own; scope != kNone; scope = index.scopes[scope].parent) {
    const bool hidden = index.scopes[scope].kind == ScopeKind::kClass && scope != own;
    if (!hidden) distances[scope.index()] = steps++;
  }
  auto distance_of = [&](VariableId v) { return distances[index.variables[v].scope.index()]; };
  std::vector<VariableId> reached;
  for (VariableId v : index.variables.ids()) {
    if (distance_of(v) != kFar) reached.push_back(v);
  }
  // Of each name the nearest; by a hash of names, at most half full.
  std::vector<VariableId> nearest(std::bit_ceil(2 * reached.size() + 2));
  const size_t mask = nearest.size() - 1;
  for (VariableId v : reached) {
    const std::string_view name = index.variables[v].name;
    size_t at = std::hash<std::string_view>()(name) & mask;
    while (nearest[at] != kNone && index.variables[nearest[at]].name != name) at = (at + 1) & mask;
    if (nearest[at] == kNone || distance_of(v) < distance_of(nearest[at])) nearest[at] = v;
  }
  std::erase(nearest, VariableId());
  std::sort(nearest.begin(), nearest.end());
  return nearest;
}

}  // namespace fastnode::bind
