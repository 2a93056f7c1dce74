// Names are looked up by Python's rules (language reference, 4.2), in two steps: first what each
// scope binds is gathered from all mentions, since a binding may follow its uses; then each mention
// finds its scope from the inside outwards. Scope and name make one number, so that a look-up is
// one step in a hash table.
#include <algorithm>
#include <bit>
#include <climits>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyze/bind/file_index.h"
#include "analyze/bind/mentions.h"

namespace fastnode::bind {
namespace {

class Resolver {
 public:
  Resolver(FileIndex& index, Mentions mentions) : index_(index), mentions_(std::move(mentions)) {}

  void Run() {
    for (const auto& [scope, node] : mentions_.globals)
      declared_[Key(scope, node)] = Declared::kGlobal;
    for (const auto& [scope, node] : mentions_.nonlocals)
      declared_[Key(scope, node)] = Declared::kNonlocal;
    for (const Mention& mention : mentions_.events) {
      // What is deleted somewhere is a name of that scope, too.
      if (mention.kind == ReferenceKind::kRead) continue;
      auto declared = declared_.find(Key(mention.scope, mention.node));
      if (declared == declared_.end())
        bound_.insert(Key(mention.scope, mention.node));
      else if (declared->second ==
               Declared::kGlobal)  // a global name is bound in the module by whoever assigns it
        bound_.insert(Key(kModuleScope, mention.node));
    }
    std::stable_sort(mentions_.events.begin(), mentions_.events.end(),
                     [](const Mention& a, const Mention& b) { return a.node < b.node; });
    index_.variable_of.assign(index_.tree.nodes.size(), kNone);
    for (const Mention& mention : mentions_.events) AddReference(mention);
  }

 private:
  enum class Declared : uint8_t { kGlobal, kNonlocal };

  uint64_t Key(ScopeId scope, NodeId node) {
    auto id =
        names_.emplace(index_.tree.Text(node), static_cast<uint32_t>(names_.size())).first->second;
    return (static_cast<uint64_t>(static_cast<uint32_t>(scope)) << 32) | id;
  }

  const Scope& ScopeAt(ScopeId scope) const { return index_.scopes[scope]; }

  // The scope whose variable a name in `scope` means, or kNone.
  ScopeId Lookup(ScopeId scope, NodeId node) {
    for (ScopeId at = scope; at != kNone; at = ScopeAt(at).parent) {
      if (ScopeAt(at).kind == ScopeKind::kClass && at != scope) continue;
      auto declared = declared_.find(Key(at, node));
      if (declared != declared_.end() && declared->second == Declared::kGlobal) {
        return bound_.contains(Key(kModuleScope, node)) ? kModuleScope : kNone;
      }
      bool nonlocal = declared != declared_.end();
      if (!nonlocal && bound_.contains(Key(at, node))) return at;
    }
    return kNone;
  }

  void AddReference(const Mention& mention) {
    ScopeId scope = Lookup(mention.scope, mention.node);
    if (scope == kNone) return;
    auto [found, inserted] =
        variables_.emplace(Key(scope, mention.node), index_.variables.end_id());
    if (inserted) index_.variables.push_back({index_.tree.Text(mention.node), scope, {}});
    index_.variables[found->second].references.push_back({mention.node, mention.kind});
    index_.variable_of[mention.node] = found->second;
  }

  FileIndex& index_;
  Mentions mentions_;
  std::unordered_map<std::string_view, uint32_t> names_;
  std::unordered_map<uint64_t, Declared> declared_;
  std::unordered_set<uint64_t> bound_;
  std::unordered_map<uint64_t, VariableId> variables_;
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
