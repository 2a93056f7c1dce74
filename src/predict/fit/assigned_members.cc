// Who tests puts functions in the place of methods: there nothing is doubted, nor on a class or a
// module, of which a function is a variable like others.
#include "predict/fit/assigned_members.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyze/types/types.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr float kOfAssignedMethod = 0.001F;  // a guess

// `x.| = 1`; not `x.| += 1`, `for x.| in y`
bool IsAssignedTo(const ast::Tree& tree, const bind::AttributeUse& use) {
  if (use.context != bind::UseContext::kStore) return false;
  const NodeId parent = tree[use.node].parent;
  return parent != kNoNode && tree[parent].kind == Kind::kAssignment &&
         tree.Child(parent, Field::kLeft) == use.node;
}

// Whether what is assigned may be a function: one is named or written there, or a call makes it.
bool MayBeFunction(types::TypeEvaluator& types, const ast::Tree& tree, NodeId value) {
  using TypeKind = types::Type::Kind;
  if (value == kNoNode || tree[value].kind == Kind::kLambda) return true;
  const types::Type type = types.TypeOf(value);
  if (type.id == types::kUnknownType || type.kind == TypeKind::kFunction) return true;
  if (type.kind == TypeKind::kClass || type.kind == TypeKind::kNone) return false;
  return types.FitOfObject(type, {"__call__"}) != types::ValueFit::kNot;
}

bool IsPlainMethod(const types::Member& member) {
  return member.kind == types::MemberKind::kFunction && !member.name.starts_with("__");
}

// Whether a class of the file at hand has the property and says how it is set.
bool HasSetter(const ast::Tree& tree, std::string_view name) {
  return tree.source.find("@" + std::string(name) + ".setter") != tree.source.npos;
}

bool IsReadAlone(const ast::Tree& tree, const types::Member& member) {
  return member.kind == types::MemberKind::kProperty && member.node != kNoNode &&
         !HasSetter(tree, member.name);
}

}  // namespace

void DoubtAssigned(const FoundSite& site, const Known& known, std::vector<Completion>& list) {
  const bind::FileIndex& index = site.source->index;
  const ast::Tree& tree = index.tree;
  const bind::AttributeUse& use = index.attributes[static_cast<size_t>(site.at)];
  if (!IsAssignedTo(tree, use)) return;
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::Type base = types.TypeOf(use.base);
  if (base.kind != types::Type::Kind::kInstance) return;
  const bool may_be_function =
      MayBeFunction(types, tree, tree.Child(tree[use.node].parent, Field::kRight));
  const std::vector<types::Member>& members = types.Members(base);
  for (Completion& one : list) {
    const auto found =
        std::lower_bound(members.begin(), members.end(), std::string_view(one.text),
                         [](const types::Member& m, std::string_view n) { return m.name < n; });
    if (found == members.end() || found->name != one.text) continue;
    const bool is_doubtful =
        IsReadAlone(tree, *found) || (!may_be_function && IsPlainMethod(*found));
    if (is_doubtful) one.probability *= kOfAssignedMethod;
  }
}

}  // namespace fastnode::predict
