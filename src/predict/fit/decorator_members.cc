#include "predict/fit/decorator_members.h"

#include "analyze/types/types.h"
#include "collect/pack/candidates.h"
#include "predict/cursor/answer.h"
#include "predict/fit/decorating.h"

namespace fastnode::predict {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr size_t kMaxDecorators = 100;  // that are asked for
// Guesses. An object that cannot be called may have what decorates: `@app.cli.command()`.
constexpr float kOfNoDecorator = 0.02F;
constexpr float kOfObject = 0.3F;

float WeightAsDecorator(types::TypeEvaluator& types, const types::Type& type) {
  using TypeKind = types::Type::Kind;
  if (type.id == types::kUnknownType) return 1;
  if (type.kind == TypeKind::kFunction) {
    const types::Type given = types.TypeOfCall(type);
    return CannotBePassed(types, given) ? kOfNoDecorator : 1;
  }
  return CannotBePassed(types, type) ? kOfObject : 1;
}

}  // namespace

bool IsInDecorator(const FoundSite& site) {
  if (site.task != pack::Task::kAttribute) return false;
  const bind::FileIndex& index = site.source->index;
  const NodeId node = index.attributes[static_cast<size_t>(site.at)].node;
  NodeId parent = index.tree[node].parent;
  if (parent != kNoNode && index.tree[parent].kind == Kind::kCall &&
      index.tree.FirstChild(parent) == node) {
    parent = index.tree[parent].parent;
  }
  return parent != kNoNode && index.tree[parent].kind == Kind::kDecorator;
}

void WeighDecorators(const FoundSite& site, const Known& known, std::vector<Completion>& list) {
  const bind::FileIndex& index = site.source->index;
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::Type base = types.TypeOf(index.attributes[static_cast<size_t>(site.at)].base);
  if (base.id == types::kUnknownType) return;
  KeepBest(INT32_MAX, list);
  size_t asked = 0;
  for (Completion& one : list) {
    if (!pack::Fits(one.text, site.prefix)) continue;
    if (++asked > kMaxDecorators) break;
    one.probability *= WeightAsDecorator(types, types.TypeOfMember(base, one.text));
  }
}

}  // namespace fastnode::predict
