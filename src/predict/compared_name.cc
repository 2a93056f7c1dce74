#include "predict/compared_name.h"

#include <algorithm>
#include <string_view>

namespace fastnode::predict {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// Of 8,441 comparisons of a name with what begins with one, in installed packages.
constexpr float kShareOfCompared = 0.012F;

}  // namespace

void DoubtComparedName(const FoundSite& site, std::vector<Completion>& list) {
  const ast::Tree& tree = site.source->index.tree;
  const NodeId read = site.source->reads[static_cast<size_t>(site.at)];
  const NodeId comparison = tree[read].parent;
  if (comparison == kNoNode || tree[comparison].kind != Kind::kComparisonOperator) return;
  const NodeId left = tree.FirstChild(comparison);
  if (left == read || tree[left].kind != Kind::kIdentifier) return;
  const std::string_view name = tree.Text(left);
  float others = 0;
  for (const Completion& one : list) others += one.text == name ? 0 : one.probability;
  for (Completion& one : list) {
    if (one.text != name) continue;
    one.probability = std::min(one.probability, others * kShareOfCompared);
  }
}

}  // namespace fastnode::predict
