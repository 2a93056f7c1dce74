// CountUses: what one source says about usage.
#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "analyze/bind/path.h"
#include "analyze/bind/reads.h"
#include "analyze/types/types.h"
#include "collect/corpus/usage.h"
#include "support/hash.h"

namespace fastnode::corpus {
namespace {

constexpr uint64_t kPathSeed = 101, kLastSeed = 102;

// Rows are found by hashes and sorted once: a file has thousands, and most are counted again and
// again.
class Counter {
 public:
  void Count(uint64_t key, std::string_view name, int slot) {
    const uint32_t id = ids_.try_emplace(name, static_cast<uint32_t>(ids_.size())).first->second;
    ++counts_[{key, id}][static_cast<size_t>(slot)];
  }

  FileUsage Finish() const {
    std::vector<std::pair<std::string_view, uint32_t>> names(ids_.begin(), ids_.end());
    std::sort(names.begin(), names.end());
    std::vector<uint32_t> rank(names.size());
    FileUsage usage;
    for (const auto& [name, id] : names) {
      rank[id] = static_cast<uint32_t>(usage.names.size());
      usage.names.emplace_back(name);
    }
    usage.rows.reserve(counts_.size());
    for (const auto& [row, counts] : counts_) {
      usage.rows.push_back({row.key, rank[row.name], counts});
    }
    std::sort(usage.rows.begin(), usage.rows.end(), [](const auto& a, const auto& b) {
      return a.key != b.key ? a.key < b.key : a.name < b.name;
    });
    return usage;
  }

 private:
  struct Row {
    uint64_t key;
    uint32_t name;
    bool operator==(const Row&) const = default;
  };
  struct HashOfRow {
    size_t operator()(const Row& row) const {
      return row.key ^ row.name * uint64_t{0x9E3779B97F4A7C15};
    }
  };
  std::unordered_map<std::string_view, uint32_t> ids_;
  std::unordered_map<Row, UseCounts, HashOfRow> counts_;
};

// The attribute used last on each base, in the function at hand.
class Previous {
 public:
  // Of a base and a function, before `name` is used there.
  std::string_view Replace(std::string_view path, bind::ScopeId function, std::string_view name) {
    std::string key = std::to_string(function) + ' ';
    return std::exchange(last_[key.append(path)], name);
  }

 private:
  std::unordered_map<std::string, std::string_view> last_;
};

void CountAttributes(const bind::FileIndex& index, const std::vector<std::string>& type_names,
                     Counter& counter) {
  const uint64_t any = UsageKey(KeySpace::kAny, ""), base_name = UsageKey(KeySpace::kBaseName, "");
  Previous previous;
  for (size_t i = 0; i < index.attributes.size(); ++i) {
    const bind::AttributeUse& use = index.attributes[i];
    std::string_view name = index.tree.Text(use.name);
    if (name.empty()) continue;
    const int slot = static_cast<int>(use.context);
    counter.Count(any, name, slot);
    UseSurroundings around;
    around.position = bind::PositionOf(index.tree, use.node);
    const bind::ScopeId function =
        bind::Enclosing(index, index.scope_of[use.node], bind::ScopeKind::kFunction);
    around.function = bind::NameOfScope(index, function);
    around.purpose = bind::PurposeOf(index.tree, use.node);
    std::string path = bind::PathText(index.tree, use.base);
    if (path != "?") {
      around.last = bind::LastComponent(path);
      around.previous = previous.Replace(path, function, name);
      counter.Count(UsageKey(KeySpace::kBase, path), name, slot);
      counter.Count(UsageKey(KeySpace::kLast, around.last), name, slot);
    }
    if (i < type_names.size() && !type_names[i].empty()) {
      around.type = type_names[i];
      counter.Count(UsageKey(KeySpace::kType, around.type), name, slot);
    }
    for (uint64_t key : NarrowKeysOf(around)) {
      if (key != 0) counter.Count(key, name, slot);
    }
    if (index.tree[use.base].kind == ast::Kind::kIdentifier) {
      counter.Count(base_name, index.tree.Text(use.base), slot);
    }
  }
}

void CountDefinitions(const bind::FileIndex& index, Counter& counter) {
  const uint64_t defined = UsageKey(KeySpace::kDefined, "");
  for (const bind::Variable& variable : index.variables) {
    bind::ScopeKind scope = index.scopes[variable.scope].kind;
    if (scope != bind::ScopeKind::kClass && scope != bind::ScopeKind::kModule) continue;
    for (const bind::Reference& reference : variable.references) {
      Definition definition = Definition::kVariable;
      if (reference.kind == bind::ReferenceKind::kFunction) {
        definition = scope == bind::ScopeKind::kClass ? Definition::kMethod : Definition::kFunction;
      } else if (reference.kind == bind::ReferenceKind::kClass) {
        definition = Definition::kClass;
      } else if (reference.kind != bind::ReferenceKind::kWrite) {
        continue;
      }
      counter.Count(defined, variable.name, static_cast<int>(definition));
      break;  // once per variable: its first definition
    }
  }
}

void CountReads(const bind::FileIndex& index, Counter& counter) {
  const ast::Tree& tree = index.tree;
  std::array<uint64_t, bind::kNumPositions> keys;
  for (size_t p = 0; p < keys.size(); ++p) {
    keys[p] = UsageKey(KeySpace::kRead, bind::Name(static_cast<bind::Position>(p)));
  }
  const uint64_t any = UsageKey(KeySpace::kRead, "");
  for (ast::NodeId read : bind::FindReads(index)) {
    const std::string_view text = tree.Text(read);
    counter.Count(keys[static_cast<size_t>(bind::PositionOf(tree, read))], text, 0);
    counter.Count(any, text, 0);
  }
}

// Counts a call's arguments under two keys: the whole path of what is called, and its last
// component.
void CountCalls(const bind::FileIndex& index, Counter& counter) {
  const ast::Tree& tree = index.tree;
  const std::vector<bind::ArgumentPlace> places = bind::FindArgumentPlaces(tree);
  const std::vector<CallKeys> call_keys = KeysOf(tree, places);
  for (size_t i = 0; i < places.size(); ++i) {
    const bind::ArgumentPlace& place = places[i];
    const CallKeys& keys = call_keys[i];
    if (place.kind == bind::ArgumentKind::kSplat) continue;
    for (uint64_t callee : {keys.path, keys.last, kAnyCallee}) {
      if (callee == kNoCallee) continue;
      auto count = [&](KeySpace space, uint64_t slot, std::string_view name) {
        counter.Count(CallKey(space, callee, slot), name, 0);
      };
      count(KeySpace::kArgumentKind, keys.position, bind::KindText(place.kind));
      if (place.argument == ast::kNoNode) continue;
      bool is_keyword = place.keyword != ast::kNoNode;
      if (is_keyword) count(KeySpace::kKeyword, 0, tree.Text(place.keyword));
      count(KeySpace::kArgumentForm, keys.slot, bind::FormText(tree, place));
      // The first argument of an unknown call says nothing, but the value of `path=` does.
      bool tells = is_keyword || callee != kAnyCallee;
      if (tells && bind::IsPlainName(tree, place)) {
        count(KeySpace::kArgument, keys.slot, tree.Text(place.value));
      }
    }
  }
}

}  // namespace

std::vector<CallKeys> KeysOf(const ast::Tree& tree,
                             const std::vector<bind::ArgumentPlace>& places) {
  std::vector<CallKeys> all;
  all.reserve(places.size());
  CallKeys keys;
  for (size_t i = 0; i < places.size(); ++i) {
    if (i == 0 || places[i].call != places[i - 1].call) {
      const bind::Callee callee = bind::CalleeOf(tree, places[i].call);
      bool has_path = callee.path != "?";
      keys.path = has_path ? Hash64(callee.path, kPathSeed) : kNoCallee;
      keys.last = has_path ? Hash64(callee.last, kLastSeed) : kNoCallee;
    }
    keys.position = Hash64(bind::PositionText(places[i]), 0);
    keys.slot = places[i].keyword == ast::kNoNode ? keys.position
                                                  : Hash64(bind::SlotText(tree, places[i]), 0);
    all.push_back(keys);
  }
  return all;
}

uint64_t SlotOfKeyword(std::string_view keyword) { return Hash64("=" + std::string(keyword), 0); }

uint64_t CallKey(KeySpace space, uint64_t callee, uint64_t slot) {
  const uint64_t parts[] = {callee, slot};
  return Hash64({reinterpret_cast<const char*>(parts), sizeof parts},
                static_cast<uint64_t>(space) + 1);
}

std::vector<std::string> BaseTypeNames(const bind::FileIndex& index, types::TypeEvaluator& types) {
  std::vector<std::string> names;
  names.reserve(index.attributes.size());
  std::unordered_map<types::TypeId, std::string> known;
  for (const bind::AttributeUse& use : index.attributes) {
    const types::Type type = types.TypeOf(use.base);
    const auto [found, is_new] = known.try_emplace(type.id);
    if (is_new) found->second = types.Name(type);
    names.push_back(found->second);
  }
  return names;
}

FileUsage CountUses(const bind::FileIndex& index, const std::vector<std::string>& type_names) {
  Counter counter;
  CountAttributes(index, type_names, counter);
  CountDefinitions(index, counter);
  CountCalls(index, counter);
  CountReads(index, counter);
  return counter.Finish();
}

}  // namespace fastnode::corpus
