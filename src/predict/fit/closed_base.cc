#include "predict/fit/closed_base.h"

#include <algorithm>
#include <vector>

#include "analyze/bind/path.h"
#include "support/is_any_of.h"

namespace fastnode::predict {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;
using types::Type;

// The class whose method has the variable as its first parameter, by whatever name; kNone: it is
// none.
bind::ScopeId ClassOfSelf(const bind::FileIndex& index, bind::VariableId id) {
  const ast::Tree& tree = index.tree;
  const bind::Variable& variable = index.variables[id];
  const bind::Scope& scope = index.scopes[variable.scope];
  if (scope.kind != bind::ScopeKind::kFunction) return bind::kNone;
  // Not the parent: that may be the scope of its type parameters.
  const bind::ScopeId around = index.scope_of[scope.node];
  if (index.scopes[around].kind != bind::ScopeKind::kClass) return bind::kNone;
  const NodeId parameters = tree.Child(scope.node, ast::Field::kParameters);
  const NodeId first = parameters == kNoNode ? NodeId(kNoNode) : tree.FirstChild(parameters);
  const bool is_first = first != kNoNode && first <= variable.references[0].node &&
                        variable.references[0].node < tree[first].subtree_end;
  return is_first ? around : bind::ScopeId(bind::kNone);
}

// `x.count += 1`
bool IsAugmented(const ast::Tree& tree, NodeId node) {
  const NodeId parent = tree[node].parent;
  return parent != kNoNode && tree[parent].kind == Kind::kAugmentedAssignment &&
         tree.Child(parent, ast::Field::kLeft) == node;
}

// `attr.s(slots=True)`: "s"
std::string_view LastName(std::string_view text) {
  text = text.substr(0, text.find('('));
  return text.substr(text.find_last_of("@. ") + 1);  // npos + 1 is 0
}

// Whether a class has what its text says, and nothing that runs when it is made adds to it.
bool IsWrittenOut(const ast::Tree& tree, NodeId cls) {
  if (tree[cls].kind != Kind::kClassDefinition) return true;
  const std::string_view text = tree.Text(cls);
  if (text.find("locals()") != text.npos || text.find("exec(") != text.npos) return false;
  const NodeId bases = tree.Child(cls, ast::Field::kSuperclasses);
  for (NodeId c = bases == kNoNode ? bases : tree.FirstChild(bases); c != kNoNode;
       c = tree.NextSibling(c)) {
    const std::string_view base = tree.Text(c);
    const bool is_known =
        IsAnyOf(LastName(base.substr(base.find('=') + 1)), {"ABCMeta", "EnumMeta"});
    if (base.starts_with("metaclass") && !is_known) return false;
  }
  const NodeId decorated = tree[cls].parent;
  if (decorated == kNoNode || tree[decorated].kind != Kind::kDecoratedDefinition) return true;
  for (NodeId c = tree.FirstChild(decorated); c != kNoNode; c = tree.NextSibling(c)) {
    const bool is_known = IsAnyOf(
        LastName(tree.Text(c)),
        {"dataclass", "total_ordering", "final", "s", "define", "frozen", "runtime_checkable"});
    if (tree[c].kind == Kind::kDecorator && !is_known) return false;
  }
  return true;
}

bool IsSelf(const bind::FileIndex& index, NodeId base) {
  if (index.tree[base].kind != Kind::kIdentifier) return false;
  const bind::VariableId id = index.variable_of[base];
  return id != bind::kNone && ClassOfSelf(index, id) != bind::kNone;
}

bool IsUndeclaredParameter(const bind::FileIndex& index, bind::VariableId id) {
  const NodeId node = index.variables[id].references[0].node;
  const NodeId parent = index.tree[node].parent;
  if (parent == kNoNode) return false;
  const Kind kind = index.tree[parent].kind;
  return kind == Kind::kParameters || kind == Kind::kDefaultParameter ||
         kind == Kind::kLambdaParameters;
}

// The name that `a.b.c` begins with.
NodeId FirstName(const ast::Tree& tree, NodeId base) {
  while (tree[base].kind == Kind::kAttribute) base = tree.Child(base, ast::Field::kObject);
  return base;
}

// Whether two bases that are spelled alike are of different variables. Methods of one class mean
// the same by `self`. What is not declared to be of a type may well be what others call so: that
// its callers gave it something else is a guess.
bool AreOfOtherVariables(const bind::FileIndex& index, NodeId a, NodeId b) {
  a = FirstName(index.tree, a);
  b = FirstName(index.tree, b);
  if (index.tree[a].kind != Kind::kIdentifier || index.tree[b].kind != Kind::kIdentifier) {
    return false;
  }
  const bind::VariableId of_a = index.variable_of[a], of_b = index.variable_of[b];
  if (of_a == of_b || of_a == bind::kNone || of_b == bind::kNone) return false;
  const bind::ScopeId cls = ClassOfSelf(index, of_a);
  if (cls != bind::kNone) return cls != ClassOfSelf(index, of_b);
  return !IsUndeclaredParameter(index, of_b);
}

}  // namespace

bool MayBeStore(const FoundSite& site) {
  const bind::FileIndex& index = site.source->index;
  const bind::AttributeUse& use = index.attributes[static_cast<size_t>(site.at)];
  if (index.tree[use.base].kind == Kind::kCall) return false;  // what is made there is lost
  if (IsAugmented(index.tree, use.node)) return false;         // it is read as well
  if (use.context == bind::UseContext::kStore) return true;
  const NodeId parent = index.tree[use.node].parent;
  return parent != kNoNode && index.tree[parent].kind == Kind::kExpressionStatement &&
         (site.prefix.empty() || IsSelf(index, use.base));
}

ClosedBase::ClosedBase(const FoundSite& site, const Known& known)
    : index_(site.source->index),
      use_(index_.attributes[static_cast<size_t>(site.at)]),
      types_(TypesAt(site, known)),
      type_(types_.TypeOf(use_.base)),
      may_store_(MayBeStore(site)) {
  const std::vector<Type> all = types_.Alternatives(type_);
  auto all_closed = [&] {
    return !all.empty() &&
           std::all_of(all.begin(), all.end(), [&](const Type& one) { return IsClosed(one); });
  };
  is_closed_ = all_closed();
  if (is_closed_ || !may_store_) return;
  is_given_names_ = use_.context == bind::UseContext::kStore || IsSelf(index_, use_.base) ||
                    std::any_of(all.begin(), all.end(), [&](const Type& one) {
                      return one.local != kNoNode && !IsWrittenOut(index_.tree, one.local);
                    });
  may_store_ = false;
  may_get_new_ = all_closed();
  may_store_ = true;
}

bool ClosedBase::IsClosed(const Type& type) {
  const bool is_local = type.local != kNoNode;
  if (may_store_ && type.kind == Type::Kind::kInstance && is_local) return false;
  if (types_.Members(type).empty()) return false;
  if (type.kind == Type::Kind::kFunction) return IsPlainFunction(type);
  return types_.OpennessOf(type) == types::TypeEvaluator::Openness::kClosed;
}

// Decorators put objects in the place of functions, and so does whoever tests with mock objects.
bool ClosedBase::IsPlainFunction(const Type& type) {
  if (may_store_ || use_.context == bind::UseContext::kStore) return false;
  for (std::string_view word : {"mock", "Mock", "patch"}) {
    if (index_.tree.source.find(word) != std::string::npos) return false;
  }
  const bool is_lambda = type.local != kNoNode && index_.tree[type.local].kind == Kind::kLambda;
  if (is_lambda) return true;
  const types::TypeEvaluator::Definition definition = types_.DefinitionOf(type);
  if (definition.module == nullptr) return false;
  const ast::Tree& tree = definition.module->tree();
  const NodeId parent = tree[definition.node].parent;
  return parent != kNoNode && tree[parent].kind != Kind::kDecoratedDefinition;
}

bool ClosedBase::Has(const Type& type, std::string_view name) {
  const std::vector<types::Member>& members = types_.Members(type);
  return std::any_of(members.begin(), members.end(),
                     [&](const types::Member& member) { return member.name == name; });
}

bool ClosedBase::Has(std::string_view name) {
  if (Has(type_, name)) return true;
  if (type_.kind != Type::Kind::kInstance) return false;
  // Asked for elsewhere by the class itself: somebody is about to write it, or a mixin has it.
  if (!asked_) asked_ = types_.NamesAskedOf(type_);
  return std::binary_search(asked_->begin(), asked_->end(), name);
}

bool ClosedBase::IsOfOthers(std::string_view name) {
  const std::string path = bind::PathText(index_.tree, use_.base);
  bool is_used = false;
  for (const bind::AttributeUse& use : index_.attributes) {
    if (use.node == use_.node || index_.tree.Text(use.name) != name) continue;
    if (bind::PathText(index_.tree, use.base) != path) continue;
    const bool says_nothing =
        AreOfOtherVariables(index_, use.base, use_.base) || Has(types_.TypeOf(use.base), name);
    if (!says_nothing) return false;
    is_used = true;
  }
  return is_used;
}

}  // namespace fastnode::predict
