#include "predict/fit/unpacked_results.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "analyze/types/types.h"
#include "predict/fit/call_rules.h"
#include "predict/fit/weigh_by_type.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// Guesses. A text can be taken apart, but seldom is.
constexpr float kOfSoMany = 4, kOfOtherNumber = 0.05F, kOfUnpackedText = 0.2F;
constexpr size_t kMostUnpacked = 40;

// How many targets take the result of the call of a node apart; 0: none do.
size_t NumTargets(const ast::Tree& tree, NodeId node) {
  const NodeId call = CallOf(tree, node);
  const NodeId assignment = call == kNoNode ? call : tree[call].parent;
  if (assignment == kNoNode || tree[assignment].kind != Kind::kAssignment) return 0;
  const NodeId left = tree.Child(assignment, Field::kLeft);
  if (left == kNoNode || tree.Child(assignment, Field::kRight) != call) return 0;
  const Kind kind = tree[left].kind;
  if (kind != Kind::kPatternList && kind != Kind::kTuplePattern) return 0;
  size_t count = 0;
  for (NodeId c = tree.FirstChild(left); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind == Kind::kListSplatPattern) return 0;
    const std::string_view text = tree.Text(c);
    count += text != "," && text != "(" && text != ")";
  }
  return count;
}

// How many values a tuple has, by the words for its type; nothing if it may have any number.
std::optional<size_t> SizeOfTuple(std::string_view described) {
  constexpr std::string_view kTuple = "builtins.tuple[";
  if (!described.starts_with(kTuple) || described.ends_with("...]")) return std::nullopt;
  size_t size = 1;
  int depth = 0;
  for (const char c : described.substr(kTuple.size())) {
    if (c == '[') ++depth;
    if (c == ']' && --depth < 0) break;
    if (c == ',' && depth == 0) ++size;
  }
  return size;
}

float WeightOfUnpacked(types::TypeEvaluator& types, const types::Type& callee, size_t targets) {
  if (callee.id == types::kUnknownType) return 1;
  const types::Type result = types.TypeOfCall(callee);
  if (result.kind == types::Type::Kind::kUnknown) return 1;
  // What one of several forms gives besides what it is passed: `next(rows, None)`.
  const bool is_nothing = result.kind == types::Type::Kind::kNone;
  if (is_nothing && types.SignatureOf(callee).is_overloaded) return 1;
  float best = 0;
  for (const types::Type& one : types.Alternatives(result)) {
    if (one.kind == types::Type::Kind::kUnknown) return 1;
    if (const auto size = SizeOfTuple(types.Describe(one))) {
      best = std::max(best, *size == targets ? kOfSoMany : kOfOtherNumber);
    } else if (types.FitOfObject(one, {"__iter__", "__getitem__"}) == types::ValueFit::kNot) {
      best = std::max(best, kOfOtherNumber);
    } else {
      const bool is_text = one.path == "builtins.str" || one.path == "builtins.bytes";
      best = std::max(best, is_text ? kOfUnpackedText : 1);
    }
  }
  return best;
}

}  // namespace

void WeighUnpacked(const FoundSite& site, const Known& known, std::vector<Completion>& list) {
  const bind::FileIndex& index = site.source->index;
  const auto at = static_cast<size_t>(site.at);
  const bool is_attribute = site.task == pack::Task::kAttribute;
  if (!is_attribute && site.task != pack::Task::kName) return;
  const NodeId node = is_attribute ? index.attributes[at].node : site.source->reads[at];
  const size_t targets = NumTargets(index.tree, node);
  if (targets == 0) return;
  types::TypeEvaluator& types = TypesAt(site, known);
  WeighByType(
      site, types, kMostUnpacked, kOfOtherNumber,
      [&](const types::Type& type) { return WeightOfUnpacked(types, type, targets); }, list);
}

}  // namespace fastnode::predict
