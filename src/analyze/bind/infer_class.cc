// Classes of this file: members from the body and from stores to `self`, bases, lookup.
#include <algorithm>

#include "analyze/bind/infer.h"

namespace fastnode::bind {

using ast::Field;
using ast::Kind;

// The class whose method a function is, or kNoNode.
NodeId Inference::ClassOfMethod(NodeId function) const {
  if (tree_[function].kind != Kind::kFunctionDefinition) return kNoNode;
  const Scope& scope = ScopeAt(ScopeOf(function));
  return scope.kind == ScopeKind::kClass ? scope.node : kNoNode;
}

// The class in whose body or methods a node stands.
NodeId Inference::EnclosingClass(NodeId node) const {
  for (ScopeId scope = ScopeOf(node); scope != kNone; scope = ScopeAt(scope).parent) {
    if (ScopeAt(scope).kind == ScopeKind::kClass) return ScopeAt(scope).node;
  }
  return kNoNode;
}

bool Inference::IsProperty(NodeId function) const {
  NodeId parent = tree_[function].parent;
  if (parent == kNoNode || tree_[parent].kind != Kind::kDecoratedDefinition) return false;
  for (NodeId c = tree_.FirstChild(parent); c != function; c = tree_.NextSibling(c)) {
    if (DecoratorName(c).ends_with("property")) return true;
  }
  return false;
}

const LocalClass& Inference::ClassAt(NodeId cls) {
  auto [found, is_new] = classes_.emplace(cls, LocalClass{});
  if (!is_new) return found->second;
  LocalClass& local = found->second;
  AddStoredMembers();
  AddBodyMembers(cls, local);
  for (const auto& [name, node] : stores_[cls]) {
    auto [member, is_first] = local.members.emplace(name, LocalMember{});
    if (is_first) member->second.origin = MemberOrigin::kSelfAssignment;
    member->second.definitions.push_back(node);
  }
  NodeId bases = tree_.Child(cls, Field::kSuperclasses);
  if (bases == kNoNode) return local;
  for (NodeId c = tree_.FirstChild(bases); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind == Kind::kKeywordArgument) continue;
    Type base = TypeOf(c);
    bool is_class = base.kind == Type::Kind::kClass || base.kind == Type::Kind::kUnknown;
    local.bases.push_back(is_class ? base : Unknown());
  }
  return local;
}

void Inference::AddBodyMembers(NodeId cls, LocalClass& local) {
  ScopeId scope = kNone;
  NodeId body = tree_.Child(cls, Field::kBody);
  if (body != kNoNode) scope = ScopeOf(body);
  if (scope == kNone || ScopeAt(scope).node != cls) return;
  for (const Variable& variable : index_.variables) {
    if (variable.scope != scope) continue;
    LocalMember member;
    for (const Reference& reference : variable.references) {
      if (IsBinding(reference.kind)) member.definitions.push_back(reference.node);
    }
    if (!member.definitions.empty()) local.members.emplace(variable.name, std::move(member));
  }
}

// The class and its bases, depth first, each once.
const std::vector<Type>& Inference::Lineage(NodeId cls) {
  auto [found, is_new] = lineages_.emplace(cls, std::vector<Type>());
  if (!is_new) return found->second;
  std::vector<Type> open = {{.kind = Type::Kind::kClass, .local = cls}};
  std::vector<Type>& lineage = found->second;
  constexpr size_t kMaxClasses = 64;
  while (!open.empty() && lineage.size() < kMaxClasses) {
    Type next = std::move(open.back());
    open.pop_back();
    if (std::find(lineage.begin(), lineage.end(), next) != lineage.end()) continue;
    lineage.push_back(next);
    if (next.local == kNoNode) continue;
    const std::vector<Type>& bases = ClassAt(next.local).bases;
    open.insert(open.end(), bases.rbegin(), bases.rend());
  }
  return lineage;
}

// One pass over the file finds the stores to first parameters of methods, for all classes.
void Inference::AddStoredMembers() {
  if (has_stores_) return;
  has_stores_ = true;
  for (const AttributeUse& use : index_.attributes) {
    if (use.context != UseContext::kStore || IsHidden(use.name) || IsHidden(use.base)) continue;
    if (tree_[use.base].kind != Kind::kIdentifier) continue;
    VariableId variable = index_.variable_of[static_cast<size_t>(use.base)];
    if (variable == kNone) continue;
    const Scope& scope = ScopeAt(VariableAt(variable).scope);
    if (scope.kind != ScopeKind::kFunction || ClassOfMethod(scope.node) == kNoNode) continue;
    NodeId parameters = tree_.Child(scope.node, Field::kParameters);
    NodeId first = parameters == kNoNode ? kNoNode : tree_.FirstChild(parameters);
    if (first == kNoNode || VariableAt(variable).references[0].node != first) continue;
    Type receiver = Receiver(scope.node);
    if (receiver.local == kNoNode) continue;
    stores_[receiver.local].emplace_back(tree_.Text(use.name), use.node);
  }
}

Type Inference::MemberValue(const LocalMember& member, const Type& receiver) {
  std::vector<Type> types;
  for (NodeId definition : member.definitions) {
    constexpr size_t kMaxDefinitions = 16;
    if (types.size() == kMaxDefinitions) return Unknown();
    Type type = Ask(Question::kTarget, definition);
    bool property = type.kind == Type::Kind::kFunction && type.local != kNoNode &&
                    tree_[definition].parent == type.local && IsProperty(type.local);
    if (property && receiver.kind == Type::Kind::kInstance) {
      return Ask(Question::kReturn, type.local);
    }
    if (property) return Unknown();
    // A declaration wins over what is assigned.
    NodeId parent = tree_[definition].parent;
    bool declared =
        tree_[parent].kind == Kind::kAssignment && tree_.Child(parent, Field::kType) != kNoNode;
    if (declared && IsKnown(type)) return type;
    types.push_back(std::move(type));
  }
  return Agreed(types);
}

Type Inference::LocalAttribute(NodeId cls, std::string_view name, const Type& receiver) {
  bool on_instance = receiver.kind == Type::Kind::kInstance, none = false;
  std::string foreign;
  SymbolId object = Builtin("object");
  for (const Type& ancestor : Lineage(cls)) {
    if (ancestor.local != kNoNode) {
      const LocalClass& local = ClassAt(ancestor.local);
      auto found = local.members.find(name);
      if (found == local.members.end()) continue;
      Type own = MemberValue(found->second, receiver);
      if (own.kind != Type::Kind::kNone) return own;
      none = true;  // a bare `x = None`: a base may say more
    } else if (ancestor.symbol != kNoSymbol) {
      SymbolId member = library_.Member(ancestor.symbol, name);
      if (member != kNoSymbol && library_.parent(member) != object) {
        return FromSymbol(member, receiver, on_instance);
      }
    } else if (foreign.empty()) {
      foreign = ancestor.path;
    }
  }
  if (none) return {.kind = Type::Kind::kNone};
  SymbolId member = library_.Member(object, name);
  if (member != kNoSymbol) return FromSymbol(member, receiver, on_instance);
  if (foreign.empty()) return Unknown();
  return Opaque(foreign + (on_instance ? "()." : ".") + std::string(name));
}

}  // namespace fastnode::bind
