// Names are compared by their subtokens, as sets: `item_width` and `width` share half of theirs
// (Jaccard). What is hidden, and what could hold it, tells nothing here.
#include "collect/pack/surroundings.h"

#include <algorithm>
#include <utility>

#include "collect/pack/name_parts.h"
#include "support/hash.h"

namespace fastnode::pack {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

// A statement may be a page long (a table of data): names further than this are not near the site.
constexpr int kMaxStatementNodes = 400;
constexpr int64_t kMaxNodesBefore = 300;

// A short part is its letters and their number, a longer one its hash.
uint64_t NumberOf(std::string_view part) {
  if (part.size() > 7) return Hash64(part);
  uint64_t number = part.size();
  for (char c : part) number = number << 8 | static_cast<uint8_t>(c);
  return number;
}

void CollectNames(const ast::Tree& tree, NodeId root, const Site& site,
                  std::vector<std::string_view>& names) {
  int seen = 0;
  for (NodeId node = root; node < tree[root].subtree_end && seen < kMaxStatementNodes;) {
    if (tree[node].kind == Kind::kBlock && node != root) {
      node = tree[node].subtree_end;
      continue;
    }
    if (site.Distance(tree[node].subtree_end) < -kMaxNodesBefore) {
      node = tree[node].subtree_end;
      continue;
    }
    if (site.HidesRestOfCall() && site.Hides(node)) {
      ++node;
      continue;
    }
    ++seen;
    if (tree[node].kind == Kind::kIdentifier && !site.Hides(node)) names.push_back(tree.Text(node));
    ++node;
  }
}

void AddString(const ast::Tree& tree, NodeId node, std::vector<std::string_view>& names) {
  if (tree[node].kind != Kind::kString || tree[node].end - tree[node].begin >= 60) return;
  const std::string_view text = tree.Text(node);
  const size_t begin = text.find_first_of("'\""), end = text.find_last_of("'\"");
  if (begin != text.npos && end > begin) names.push_back(text.substr(begin + 1, end - begin - 1));
}

// `child`: the expression that is asked for.
void CollectTargets(const ast::Tree& tree, const Site& site, NodeId child,
                    std::vector<std::string_view>& names) {
  for (int height = 0; height < 6; ++height) {
    NodeId parent = tree[child].parent;
    if (parent == kNoNode) return;
    Kind kind = tree[parent].kind;
    if (kind == Kind::kAssignment || kind == Kind::kAugmentedAssignment ||
        kind == Kind::kKeywordArgument || kind == Kind::kPair || kind == Kind::kDefaultParameter ||
        kind == Kind::kForStatement) {
      for (NodeId c = tree.FirstChild(parent); c != kNoNode; c = tree.NextSibling(c)) {
        if (c == child || tree[c].kind == Kind::kBlock) continue;
        std::string_view name = site.Touches(tree, c) ? "" : NodeName(tree, c);
        if (!name.empty()) names.push_back(name);
        // {"width": self.width}, row["width"] = self.width
        const bool is_item = tree[c].kind == Kind::kSubscript && !site.Touches(tree, c);
        const NodeId key = is_item ? tree.Child(c, ast::Field::kSubscript) : c;
        if (key != kNoNode) AddString(tree, key, names);
      }
      return;
    }
    if (kind == Kind::kBlock || kind == Kind::kModule) return;
    child = parent;
  }
}

}  // namespace

NodeId StatementAround(const ast::Tree& tree, NodeId node) {
  for (;; node = tree[node].parent) {
    NodeId parent = tree[node].parent;
    if (parent == kNoNode || tree[parent].kind == Kind::kBlock ||
        tree[parent].kind == Kind::kModule) {
      return node;
    }
  }
}

Surroundings FindSurroundings(const bind::FileIndex& index, const Site& site) {
  const ast::Tree& tree = index.tree;
  Surroundings result;
  CollectNames(tree, StatementAround(tree, site.anchor), site, result.statement);
  if (site.attribute != kNoNode) CollectTargets(tree, site, site.attribute, result.targets);
  if (site.task == Task::kName) CollectTargets(tree, site, site.focus, result.targets);
  result.function = bind::NameOfScope(
      index, bind::Enclosing(index, index.scope_of[site.anchor], bind::ScopeKind::kFunction));
  return result;
}

NumberedParts NumberParts(std::string_view name) {
  NumberedParts numbered;
  ForEachPart(name, kMaxNameParts, [&](std::string_view part) {
    // Insertion sort: there are few.
    int at = numbered.size++;
    const uint64_t number = NumberOf(part);
    for (; at > 0 && numbered.parts[static_cast<size_t>(at) - 1] > number; --at) {
      numbered.parts[static_cast<size_t>(at)] = numbered.parts[static_cast<size_t>(at) - 1];
    }
    numbered.parts[static_cast<size_t>(at)] = number;
  });
  return numbered;
}

double Overlap(const NumberedParts& a, const NumberedParts& b) {
  if (a.size == 0 || b.size == 0) return 0;
  int common = 0;
  for (int i = 0, j = 0; i < a.size && j < b.size;) {
    const uint64_t of_a = a.parts[static_cast<size_t>(i)], of_b = b.parts[static_cast<size_t>(j)];
    common += of_a == of_b;
    i += of_a <= of_b;
    j += of_b <= of_a;
  }
  return static_cast<double>(common) / static_cast<double>(a.size + b.size - common);
}

NameComparison::NameComparison(std::vector<std::string_view> names) : names_(std::move(names)) {
  std::sort(names_.begin(), names_.end());
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
  parts_.reserve(names_.size());
  for (uint32_t name = 0; name < names_.size(); ++name) {
    const NumberedParts& parts = parts_.emplace_back(NumberParts(names_[name]));
    for (size_t i = 0; i < static_cast<size_t>(parts.size); ++i) {
      const uint64_t part = parts.parts[i];
      filter_.Add(part);
      if (i == 0 || part != parts.parts[i - 1]) entries_.push_back({part, name});
    }
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.part != b.part ? a.part < b.part : a.name < b.name;
  });
}

// Only names that share a part are compared. One of the names shares all of them.
NameComparison::Likeness NameComparison::Of(std::string_view name,
                                            const NumberedParts& parts) const {
  Likeness likeness;
  for (size_t i = 0; i < static_cast<size_t>(parts.size) && likeness.best < 1; ++i) {
    const uint64_t part = parts.parts[i];
    if (!filter_.MayHave(part)) continue;
    auto entry = std::lower_bound(entries_.begin(), entries_.end(), part,
                                  [](const Entry& a, uint64_t b) { return a.part < b; });
    for (; entry != entries_.end() && entry->part == part && likeness.best < 1; ++entry) {
      likeness.best = std::max(likeness.best, Overlap(parts_[entry->name], parts));
    }
  }
  likeness.is_there = likeness.best == 1 && std::binary_search(names_.begin(), names_.end(), name);
  return likeness;
}

}  // namespace fastnode::pack
