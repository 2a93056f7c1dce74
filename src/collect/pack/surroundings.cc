// Names are compared by their subtokens, as sets: `item_width` and `width` share half of theirs
// (Jaccard). What is hidden, and what could hold it, tells nothing here.
#include "collect/pack/surroundings.h"

#include <algorithm>

#include "collect/pack/vocabulary.h"

namespace fastnode::pack {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

// A statement may be a page long (a table of data): names further than this are not near the site.
constexpr int kMaxStatementNodes = 400;
constexpr int64_t kMaxNodesBefore = 300;

NodeId EnclosingStatement(const ast::Tree& tree, NodeId node) {
  for (;; node = tree[node].parent) {
    NodeId parent = tree[node].parent;
    if (parent == kNoNode || tree[parent].kind == Kind::kBlock ||
        tree[parent].kind == Kind::kModule) {
      return node;
    }
  }
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

void CollectTargets(const ast::Tree& tree, const Site& site, std::vector<std::string_view>& names) {
  NodeId child = site.attribute;
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
        if (tree[c].kind == Kind::kString && tree[c].end - tree[c].begin < 60) {
          std::string_view text = tree.Text(c);  // {"width": self.width}
          size_t begin = text.find_first_of("'\""), end = text.find_last_of("'\"");
          if (begin != text.npos && end > begin)
            names.push_back(text.substr(begin + 1, end - begin - 1));
        }
      }
      return;
    }
    if (kind == Kind::kBlock || kind == Kind::kModule) return;
    child = parent;
  }
}

}  // namespace

Surroundings FindSurroundings(const bind::FileIndex& index, const Site& site) {
  const ast::Tree& tree = index.tree;
  Surroundings result;
  CollectNames(tree, EnclosingStatement(tree, site.anchor), site, result.statement);
  if (site.attribute != kNoNode) CollectTargets(tree, site, result.targets);
  for (bind::ScopeId scope = index.scope_of[site.anchor]; scope != bind::kNone;
       scope = index.scopes[scope].parent) {
    if (index.scopes[scope].kind != bind::ScopeKind::kFunction) continue;
    NodeId function = index.scopes[scope].node;
    for (NodeId c = tree.FirstChild(function); c != kNoNode; c = tree.NextSibling(c)) {
      if (tree[c].kind == Kind::kIdentifier) {
        result.function = tree.Text(c);
        break;
      }
    }
    break;
  }
  return result;
}

double Overlap(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return 0;
  size_t common = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    int order = a[i].compare(b[j]);
    if (order == 0) ++common;
    if (order <= 0) ++i;
    if (order >= 0) ++j;
  }
  return static_cast<double>(common) / static_cast<double>(a.size() + b.size() - common);
}

std::vector<std::string> SortedParts(std::string_view name) {
  std::vector<std::string> parts = SplitName(name);
  std::sort(parts.begin(), parts.end());
  return parts;
}

NameComparison::NameComparison(const std::vector<std::string_view>& names) : names_(names) {
  std::sort(names_.begin(), names_.end());
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
  for (std::string_view name : names_) parts_.push_back(SortedParts(name));
}

double NameComparison::Best(const std::vector<std::string>& parts) const {
  double best = 0;
  for (const auto& mine : parts_) best = std::max(best, Overlap(mine, parts));
  return best;
}

bool NameComparison::Has(std::string_view name) const {
  return std::binary_search(names_.begin(), names_.end(), name);
}

}  // namespace fastnode::pack
