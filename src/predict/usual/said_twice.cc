#include "predict/usual/said_twice.h"

#include <algorithm>
#include <string_view>

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// Of 8,441 comparisons of a name with what begins with one, in installed packages.
constexpr float kShareOfCompared = 0.012F;

// What an argument begins with, of 436,460 in functions of these: what is called, if that is a
// name, and the function that the call stands in; of 6,255 that are passed to `super()`, `self`.
constexpr float kShareOfCalled = 0.0013F, kShareOfOwn = 0.001F, kShareOfSelf = 0.012F;

// Leaves a name at most so much of what the others have.
void Doubt(std::string_view name, float share, std::vector<Completion>& list) {
  float others = 0;
  for (const Completion& one : list) others += one.text == name ? 0 : one.probability;
  for (Completion& one : list) {
    if (one.text == name) one.probability = std::min(one.probability, others * share);
  }
}

}  // namespace

void DoubtComparedName(const FoundSite& site, std::vector<Completion>& list) {
  const ast::Tree& tree = site.source->index.tree;
  const NodeId read = site.source->reads[static_cast<size_t>(site.at)];
  const NodeId comparison = tree[read].parent;
  if (comparison == kNoNode || tree[comparison].kind != Kind::kComparisonOperator) return;
  const NodeId left = tree.FirstChild(comparison);
  if (left == read || tree[left].kind != Kind::kIdentifier) return;
  Doubt(tree.Text(left), kShareOfCompared, list);
}

void DoubtPassedNames(const FoundSite& site, std::vector<Completion>& list) {
  const ast::Tree& tree = site.source->index.tree;
  const NodeId call = site.source->places[static_cast<size_t>(site.at)].call;
  const NodeId callee = tree.Child(call, Field::kFunction);
  if (callee == kNoNode) return;
  if (tree[callee].kind == Kind::kIdentifier) {
    Doubt(tree.Text(callee), kShareOfCalled, list);
  } else if (tree.Text(callee).starts_with("super().")) {
    Doubt("self", kShareOfSelf, list);
  }
  for (NodeId up = call; up != kNoNode; up = tree[up].parent) {
    if (tree[up].kind != Kind::kFunctionDefinition) continue;
    const NodeId name = tree.Child(up, Field::kName);
    if (name != kNoNode) Doubt(tree.Text(name), kShareOfOwn, list);
    return;
  }
}

}  // namespace fastnode::predict
