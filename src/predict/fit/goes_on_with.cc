#include "predict/fit/goes_on_with.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "analyze/bind/reads.h"
#include "analyze/types/types.h"
#include "collect/pack/candidates.h"
#include "predict/fit/bound_types.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// Guesses. A function may be about to be called; an object may be about to go on to one that has
// the member.
constexpr float kOfHavingResult = 0.5F, kOfHavingNot = 0.01F;
constexpr size_t kMostFollowed = 30;

// The name behind the dot that stands right behind the cursor; "" if none does.
std::string_view NameBehind(const FoundSite& site) {
  if (!site.behind.starts_with('.')) return "";
  const bind::FileIndex& index = site.source->index;
  const auto at = static_cast<size_t>(site.at);
  NodeId node = kNoNode;
  if (site.task == pack::Task::kAttribute) node = index.attributes[at].node;
  if (site.task == pack::Task::kName) node = site.source->reads[at];
  const NodeId parent = node == kNoNode ? node : index.tree[node].parent;
  if (parent == kNoNode || index.tree[parent].kind != Kind::kAttribute) return "";
  if (index.tree.Child(parent, Field::kObject) != node) return "";
  // What is assigned need not be there yet.
  const NodeId around = index.tree[parent].parent;
  const bool is_assigned = around != kNoNode && index.tree[around].kind == Kind::kAssignment &&
                           index.tree.Child(around, Field::kLeft) == parent;
  if (is_assigned) return "";
  const NodeId name = index.tree.Child(parent, Field::kAttribute);
  return name == kNoNode ? "" : index.tree.Text(name);
}

class Followed {
 public:
  Followed(types::TypeEvaluator& types, std::string_view name) : types_(types), name_(name) {}

  float WeightOf(const types::Type& type) {
    using TypeKind = types::Type::Kind;
    if (type.kind == TypeKind::kUnknown) return 1;
    const std::vector<types::Type> all = types_.Alternatives(type);
    if (std::any_of(all.begin(), all.end(), [&](const types::Type& one) { return MayHave(one); })) {
      return 1;
    }
    if (type.kind != TypeKind::kFunction && type.kind != TypeKind::kClass) return kOfHavingNot;
    const types::Type result = types_.TypeOfCall(type);
    return MayHave(result) ? kOfHavingResult : kOfHavingNot;
  }

 private:
  bool MayHave(const types::Type& type) {
    using TypeKind = types::Type::Kind;
    if (type.kind == TypeKind::kUnknown) return true;
    const std::vector<types::Member>& members = types_.Members(type);
    const bool is_there =
        std::any_of(members.begin(), members.end(),
                    [&](const types::Member& member) { return member.name == name_; });
    if (is_there || type.kind == TypeKind::kNone) return is_there;
    if (type.kind == TypeKind::kFunction) return false;
    return members.empty() || types_.OpennessOf(type) != types::TypeEvaluator::Openness::kClosed;
  }

  types::TypeEvaluator& types_;
  const std::string_view name_;
};

}  // namespace

void WeighByWhatFollows(const FoundSite& site, const Known& known, std::vector<Completion>& list) {
  const std::string_view name = NameBehind(site);
  if (name.empty()) return;
  const bind::FileIndex& index = site.source->index;
  types::TypeEvaluator& types = TypesAt(site, known);
  const bool is_attribute = site.task == pack::Task::kAttribute;
  types::Type base;
  std::map<std::string_view, bind::VariableId> visible;
  if (is_attribute) {
    base = types.TypeOf(index.attributes[static_cast<size_t>(site.at)].base);
    if (base.id == types::kUnknownType) return;
  } else {
    for (const bind::VariableId id : bind::VisibleVariables(index, NodeOf(site))) {
      visible.try_emplace(index.variables[id].name, id);
    }
  }
  Followed followed(types, name);
  KeepBest(INT32_MAX, list);
  size_t asked = 0;
  for (Completion& one : list) {
    if (!pack::Fits(one.text, site.prefix)) continue;
    if (++asked > kMostFollowed) {
      one.probability *= kOfHavingNot;  // too unlikely to be looked at
      continue;
    }
    if (is_attribute) {
      one.probability *= followed.WeightOf(types.TypeOfMember(base, one.text));
      continue;
    }
    const auto found = visible.find(one.text);
    float best = 0;
    if (found == visible.end()) {
      best = followed.WeightOf(types.TypeOfBuiltin(one.text));
    } else {
      for (const types::Type& type : BoundTypes(index, found->second, types)) {
        best = std::max(best, followed.WeightOf(type));
      }
    }
    one.probability *= best;
  }
}

}  // namespace fastnode::predict
