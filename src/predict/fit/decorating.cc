// Of what is declared, the first parameter tells, and what is given back. Of a function that
// declares nothing, its body does: what decorates makes a function, or has to do with the one it is
// given.
#include "predict/fit/decorating.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "analyze/bind/path.h"
#include "analyze/types/file/module.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

using TypeKind = types::Type::Kind;

constexpr size_t kMaxMembersAsked = 60;  // of one object
constexpr size_t kMaxBody = 5000;        // nodes

// Whether an object takes one argument: an application of WSGI is called with two.
bool TakesOne(types::TypeEvaluator& types, const types::Type& callee) {
  const types::CallSignature signature = types.SignatureOf(callee);
  if (!signature.known || signature.is_overloaded) return true;
  const auto needed = std::count_if(
      signature.parameters.begin(), signature.parameters.end(),
      [](const types::ParameterOfCall& one) { return !one.has_default && !one.keyword_only; });
  return needed <= 1 && (signature.takes_list || !signature.parameters.empty());
}

// How well what is declared for the first argument takes a function or a class.
types::ValueFit FitOfDefinition(types::TypeEvaluator& types, const types::Type& callee) {
  const std::vector<types::Type> taken = types.TypesTaken(callee, 0, "");
  if (taken.empty()) {
    return types.SignatureOf(callee).known ? types::ValueFit::kNot : types::ValueFit::kUnknown;
  }
  return std::max(types.FitOfValue(types.TypeOfBuiltin("len"), taken),
                  types.FitOfValue(types.TypeOfBuiltin("set"), taken));
}

bool IsNothing(const types::Type& type) {
  return type.kind == TypeKind::kNone || type.id == types::kUnknownType;
}

// Whether what a call gives is known to be called again.
bool GivesDecorator(types::TypeEvaluator& types, const types::Type& callee) {
  const std::vector<types::Type> given = types.Alternatives(types.TypeOfCall(callee));
  return std::any_of(given.begin(), given.end(), [&](const types::Type& one) {
    if (one.kind == TypeKind::kFunction) return true;
    if (one.kind == TypeKind::kClass || one.id == types::kUnknownType) return false;
    return types.FitOfObject(one, {"__call__"}) == types::ValueFit::kWell && TakesOne(types, one);
  });
}

// Whether a function that is given some is asked for: one that declares that.
bool DeclaresFunction(types::TypeEvaluator& types, const types::Type& callee) {
  return TakesOne(types, callee) && FitOfDefinition(types, callee) == types::ValueFit::kWell;
}

// Whether a function has another one inside; nobody looks through a very long one.
bool MakesFunction(const ast::Tree& tree, NodeId function) {
  const NodeId body = tree[function].kind == Kind::kFunctionDefinition
                          ? tree.Child(function, Field::kBody)
                          : NodeId(kNoNode);
  if (body == kNoNode) return false;
  size_t seen = 0;
  for (NodeId node : tree.Subtree(body)) {
    if (++seen > kMaxBody || tree[node].kind == Kind::kFunctionDefinition) return true;
  }
  return false;
}

// Where nothing is declared and nobody knows what is given back, the body tells.
bool MayBeByBody(types::TypeEvaluator& types, const types::Type& function) {
  const types::TypeEvaluator::Definition definition = types.DefinitionOf(function);
  if (definition.module == nullptr || definition.module->is_stub()) return true;
  return LooksLikeDecorator(definition.module->tree(), definition.node);
}

// The functions of `typing` that decorate; the others take a function as they take anything.
bool DecoratesByTyping(std::string_view path) {
  const std::string_view name = bind::LastComponent(path);
  static constexpr std::string_view kNames[] = {"dataclass_transform", "deprecated", "final",
                                                "no_type_check",       "overload",   "override",
                                                "runtime_checkable"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

Decorates OfFunction(types::TypeEvaluator& types, const types::Type& function) {
  const bool is_of_typing =
      function.path.starts_with("typing.") || function.path.starts_with("typing_extensions.");
  if (is_of_typing && !DecoratesByTyping(function.path)) return Decorates::kNot;
  const types::Type given = types.TypeOfCall(function);
  const types::ValueFit fit = FitOfDefinition(types, function);
  const bool takes = fit != types::ValueFit::kNot && TakesOne(types, function);
  const bool gives = !CannotBePassed(types, given);
  if (!gives && !(takes && IsNothing(given))) return Decorates::kNot;
  if (!takes && given.id == types::kUnknownType && fit == types::ValueFit::kNot) {
    return MayBeByBody(types, function) ? Decorates::kMay : Decorates::kNot;
  }
  if (IsNothing(given) && fit != types::ValueFit::kWell) {
    return MayBeByBody(types, function) ? Decorates::kMay : Decorates::kByMember;
  }
  return Decorates::kMay;
}

// Whether a method makes a function, or is declared to take or to give one. What is bound to its
// class decorates by that: `@Request.application`, hardly `@request.application`.
bool IsDecoratorMethod(types::TypeEvaluator& types, const types::Type& method, bool is_of_object) {
  const types::TypeEvaluator::Definition definition = types.DefinitionOf(method);
  const bool is_defined = definition.module != nullptr;
  if (is_defined && is_of_object) {
    const ast::Tree& tree = definition.module->tree();
    const NodeId around = tree[definition.node].parent;
    const bool is_of_class = around != kNoNode && tree[around].kind == Kind::kDecoratedDefinition &&
                             tree.Text(tree.FirstChild(around)) == "@classmethod";
    if (is_of_class) return false;
  }
  if (GivesDecorator(types, method) || DeclaresFunction(types, method)) return true;
  if (!is_defined || definition.module->is_stub()) return false;
  return MakesFunction(definition.module->tree(), definition.node);
}

// `@app.route`, `@Actions.add`; what gives all its attributes one type, as `@mark.slow`.
bool HasDecorator(types::TypeEvaluator& types, const types::Type& owner) {
  const bool is_object = owner.kind == TypeKind::kInstance;
  size_t asked = 0;
  for (const types::Member& member : std::vector<types::Member>(types.Members(owner))) {
    const bool makes_others = member.name == "__getattr__";
    const bool is_special = member.name.starts_with("__") && !makes_others;
    if (is_special || member.kind != types::MemberKind::kFunction) continue;
    if (++asked > kMaxMembersAsked) return true;
    const types::Type method = types.TypeOfMember(owner, member.name);
    const bool is_decorator =
        makes_others ? GivesDecorator(types, method) : IsDecoratorMethod(types, method, is_object);
    if (is_decorator) return true;
  }
  return false;
}

// What is made of a function has to be called or bound in its place.
Decorates OfClass(types::TypeEvaluator& types, const types::Type& cls) {
  if (types.OpennessOf(cls) != types::TypeEvaluator::Openness::kClosed) return Decorates::kMay;
  const types::Type made = types.TypeOfCall(cls);
  if (made.kind != TypeKind::kInstance) return Decorates::kMay;
  const bool is_bound =
      types.FitOfObject(made, {"__get__", "__set_name__"}) != types::ValueFit::kNot;
  if (is_bound && FitOfDefinition(types, cls) != types::ValueFit::kNot) return Decorates::kMay;
  const bool is_none = CannotBePassed(types, made) && !HasDecorator(types, cls);
  return is_none ? Decorates::kByMember : Decorates::kMay;
}

Decorates OfObject(types::TypeEvaluator& types, const types::Type& object) {
  using Openness = types::TypeEvaluator::Openness;
  const Openness openness = types.OpennessOf(object);
  if (openness == Openness::kUnknownBase) return Decorates::kMay;
  // What makes its attributes on demand is not called by that.
  const bool is_made = openness == Openness::kMadeOnDemand && !types.SignatureOf(object).known;
  if (!is_made && !CannotBePassed(types, object)) return Decorates::kMay;
  if (object.path.starts_with("builtins.")) return Decorates::kNot;
  return HasDecorator(types, object) ? Decorates::kMay : Decorates::kByMember;
}

bool IsNamed(const ast::Tree& tree, NodeId node, std::string_view name) {
  return node != kNoNode && tree[node].kind == Kind::kIdentifier && tree.Text(node) == name;
}

// By what functions that are passed are called.
bool NamesFunction(std::string_view name) {
  static constexpr std::string_view kNames[] = {"f",        "fn",     "fun",  "func", "function",
                                                "callable", "method", "meth", "cb",   "callback",
                                                "cls",      "klass",  "coro", "view", "wrapped"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames) ||
         name.ends_with("_func") || name.ends_with("_function");
}

}  // namespace

bool LooksLikeDecorator(const ast::Tree& tree, NodeId function) {
  if (tree[function].kind != Kind::kFunctionDefinition) return true;
  const NodeId body = tree.Child(function, Field::kBody);
  const NodeId list = tree.Child(function, Field::kParameters);
  if (body == kNoNode || list == kNoNode) return true;
  std::string_view first;
  for (NodeId node : tree.Subtree(list)) {
    if (tree[node].kind != Kind::kIdentifier) continue;
    if (tree.Text(node) == "self" || tree.Text(node) == "cls") continue;
    first = tree.Text(node);
    break;
  }
  if (MakesFunction(tree, function)) return true;
  bool does_something = false;
  for (NodeId node : tree.Subtree(body)) {
    const Kind kind = tree[node].kind;
    does_something |= kind == Kind::kCall || kind == Kind::kReturnStatement;
    if (kind != Kind::kReturnStatement || first.empty()) continue;
    const NodeId word = tree.FirstChild(node);
    const NodeId value = word == kNoNode ? word : tree.NextSibling(word);
    if (value == kNoNode) continue;
    if (IsNamed(tree, value, first) || tree[value].kind == Kind::kLambda) return true;
    if (tree[value].kind != Kind::kCall) continue;
    const NodeId given = tree.Child(value, Field::kArguments);
    if (given == kNoNode) continue;
    for (NodeId c = tree.FirstChild(given); c != kNoNode; c = tree.NextSibling(c)) {
      if (IsNamed(tree, c, first)) return true;
    }
  }
  return !does_something && NamesFunction(first);
}

bool CannotBePassed(types::TypeEvaluator& types, const types::Type& type) {
  if (type.id == types::kUnknownType) return false;
  const std::vector<types::Type> alternatives = types.Alternatives(type);
  return std::all_of(alternatives.begin(), alternatives.end(), [&](const types::Type& one) {
    if (one.kind == TypeKind::kNone) return true;
    if (one.kind != TypeKind::kInstance) return false;
    const types::ValueFit fit = types.FitOfObject(one, {"__call__"});
    return fit == types::ValueFit::kNot || (fit == types::ValueFit::kWell && !TakesOne(types, one));
  });
}

Decorates DecoratesWith(types::TypeEvaluator& types, const types::Type& type) {
  switch (type.kind) {
    case TypeKind::kFunction:
      return OfFunction(types, type);
    case TypeKind::kClass:
      return OfClass(types, type);
    case TypeKind::kInstance:
      return OfObject(types, type);
    case TypeKind::kNone:
      return Decorates::kNot;
    default:
      return Decorates::kMay;
  }
}

}  // namespace fastnode::predict
