#include "predict/fit/goes_on_with.h"

#include <algorithm>
#include <string_view>

#include "analyze/types/types.h"
#include "predict/fit/weigh_by_type.h"

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
  types::TypeEvaluator& types = TypesAt(site, known);
  Followed followed(types, name);
  WeighByType(
      site, types, kMostFollowed, kOfHavingNot,
      [&](const types::Type& type) { return followed.WeightOf(type); }, list);
}

}  // namespace fastnode::predict
