#include "predict/fit/fitting_callees.h"

#include <algorithm>

#include "analyze/bind/reads.h"
#include "collect/pack/candidates.h"
#include "predict/cursor/answer.h"
#include "predict/fit/bound_types.h"
#include "predict/fit/takes_nothing.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// What a name's probability is worth that does not take the arguments, that takes others than these
// values, and that cannot be called at all. Brackets with nothing between may be filled yet.
constexpr float kOfOtherCall = 0.03f, kOfOtherValues = 0.1f, kOfNoCall = 0.1f, kOfUnfilled = 0.3f;
constexpr float kOfUnasked = 0.1f;  // of what is too unlikely to be looked at
constexpr size_t kMostWeighed = 60;
constexpr size_t kMaxValues = 3;

// The call of which the site is what is called, or kNoNode. Its brackets open right behind: those
// of the next line are left of another one.
NodeId CallRound(const FoundSite& site) {
  const bind::FileIndex& index = site.source->index;
  const size_t next = site.behind.find_first_not_of(" \t");
  if (next == site.behind.npos || site.behind[next] != '(') return kNoNode;
  const auto at = static_cast<size_t>(site.at);
  if (site.task == pack::Task::kAttribute) return CallOf(index.tree, index.attributes[at].node);
  if (site.task == pack::Task::kName) return CallOf(index.tree, site.source->reads[at]);
  return kNoNode;
}

}  // namespace

FittingCallees::FittingCallees(const FoundSite& site, types::TypeEvaluator& types)
    : index_(site.source->index), prefix_(site.prefix), types_(types), call_(CallRound(site)) {
  if (call_ == kNoNode) return;
  const NodeId list = index_.tree.Child(call_, Field::kArguments);
  if (list == kNoNode || index_.tree[list].kind != Kind::kArgumentList) {
    call_ = kNoNode;
    return;
  }
  ReadArguments(list);
  is_attribute_ = site.task == pack::Task::kAttribute;
  if (is_attribute_) {
    base_ = types_.TypeOf(index_.attributes[static_cast<size_t>(site.at)].base);
    return;
  }
  for (const bind::VariableId id : bind::VisibleVariables(index_, NodeOf(site))) {
    visible_.try_emplace(index_.variables[id].name, id);
  }
}

void FittingCallees::ReadArguments(NodeId list) {
  const ast::Tree& tree = index_.tree;
  for (NodeId c = tree.FirstChild(list); c != kNoNode; c = tree.NextSibling(c)) {
    switch (tree[c].kind) {
      case Kind::kKeywordArgument: {
        const NodeId name = tree.Child(c, Field::kName);
        if (name != kNoNode) passed_.keywords.emplace_back(tree.Text(name));
        break;
      }
      case Kind::kListSplat:
      case Kind::kDictionarySplat:
        passed_.splat = true;
        break;
      default:
        ++passed_.positional;
        if (values_.size() < kMaxValues && !passed_.splat) values_.push_back(types_.TypeOf(c));
    }
  }
}

std::vector<types::Type> FittingCallees::TypesOf(std::string_view name) {
  if (is_attribute_) return {types_.TypeOfMember(base_, name)};
  const auto found = visible_.find(name);
  if (found == visible_.end()) return {types_.TypeOfBuiltin(name)};
  return BoundTypes(index_, found->second, types_);
}

bool FittingCallees::TakesValues(const types::Type& callee) {
  for (size_t i = 0; i < values_.size(); ++i) {
    const std::vector<types::Type> taken = types_.TypesTaken(callee, i, "");
    if (taken.empty()) continue;
    if (types_.FitOfValue(values_[i], taken) == types::ValueFit::kNot) return false;
  }
  return true;
}

float FittingCallees::WeightOf(const types::Type& callee) {
  using TypeKind = types::Type::Kind;
  if (callee.id == types::kUnknownType) return 1;
  if (callee.kind == TypeKind::kModule || callee.kind == TypeKind::kNone) return kOfNoCall;
  if (callee.kind == TypeKind::kInstance &&
      types_.FitOfObject(callee, {"__call__"}) == types::ValueFit::kNot) {
    return kOfNoCall;
  }
  const types::CallSignature signature = types_.SignatureOf(callee);
  const bool passes = passed_.positional > 0 || !passed_.keywords.empty();
  if (passes && !signature.known && IsMadeOfNothing(types_, callee)) return kOfOtherCall;
  if (!MayBeCalled(passed_, signature)) {
    return passes ? kOfOtherCall : kOfUnfilled;
  }
  return TakesValues(callee) ? 1 : kOfOtherValues;
}

void FittingCallees::Weigh(std::vector<Completion>& list) {
  if (call_ == kNoNode) return;
  if (is_attribute_ && base_.id == types::kUnknownType) return;
  KeepBest(INT32_MAX, list);
  size_t weighed = 0;
  for (Completion& one : list) {
    if (!pack::Fits(one.text, prefix_)) continue;
    if (++weighed > kMostWeighed) {
      one.probability *= kOfUnasked;
      continue;
    }
    float best = 0;
    if (one.text == "lambda") {
      one.probability *= kOfNoCall;
      continue;
    }
    for (const types::Type& type : TypesOf(one.text)) best = std::max(best, WeightOf(type));
    one.probability *= best;
  }
}

}  // namespace fastnode::predict
