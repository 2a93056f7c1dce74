#include "analyze/types/infer/signatures.h"

#include <algorithm>
#include <string_view>

#include "analyze/types/file/decorators.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/accepts.h"
#include "analyze/types/infer/django.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/made_with.h"
#include "analyze/types/infer/on_receiver.h"
#include "analyze/types/infer/open_parameter.h"
#include "analyze/types/infer/solve.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxOverloads = 24;

// A literal's text, by which overloads on Literal[...] are told apart.
std::string_view LiteralText(const Arguments& arguments, size_t i) {
  if (arguments.file == nullptr) return "";
  NodeId node = arguments.list[i].node;
  Kind kind = arguments.file->kind(node);
  std::string_view text = arguments.file->text(node);
  if (kind == Kind::kString && text.size() >= 2) return text.substr(1, text.size() - 2);
  bool is_literal = kind == Kind::kInteger || kind == Kind::kTrue || kind == Kind::kFalse;
  return is_literal ? text : "";
}

// Whether argument i may be passed where `annotation` is declared; literals by their text.
bool AcceptsArgument(Infer& infer, const File& f, NodeId annotation, const Arguments& arguments,
                     size_t i, const Substitution& held) {
  TypeId pattern = infer.TypeOfAnnotation(f, annotation);
  if (!held.variables.empty()) pattern = Substitute(infer, pattern, held);
  if (!IsKnown(pattern)) return true;
  // An overload for type checkers: nothing is one of Never.
  if (f.text(annotation).find("[Never]") != std::string_view::npos && !f.hides_in(annotation)) {
    return false;
  }
  TypeId actual = ArgumentType(infer, arguments, i);
  // Who passes something does not mean what stands for nothing.
  if (!IsKnown(actual)) return pattern != kNoneType;
  const std::string_view literal = LiteralText(arguments, i);
  for (TypeId alternative : infer.table().Alternatives(pattern)) {
    const TypeData& data = infer.table()[alternative];
    if (data.form == Form::kInstance && !data.text.empty()) {
      if (!literal.empty() && data.text == literal) return true;
      continue;
    }
    if (Accepts(infer, alternative, actual)) return true;
  }
  return false;
}

// Whether it is sure that argument i, which was accepted, means this overload.
bool IsSure(Infer& infer, const File& f, NodeId annotation, const Arguments& arguments, size_t i) {
  if (IsKnown(ArgumentType(infer, arguments, i))) return true;
  TypeId pattern = infer.TypeOfAnnotation(f, annotation);
  return !IsKnown(pattern) || infer.table().form(pattern) == Form::kVariable ||
         IsInstanceOf(infer, pattern, "object");
}

// X if argument i is `*X`, else kNoNode.
NodeId SpreadBy(const Arguments& arguments, size_t i) {
  if (arguments.file == nullptr || arguments.file->kind(arguments.list[i].node) != Kind::kListSplat)
    return kNoNode;
  NodeId last = kNoNode;
  const File& f = *arguments.file;
  for (NodeId c = f.first(arguments.list[i].node); c != kNoNode; c = f.next(c)) last = c;
  return last;
}

// The parameter `*name`, or -1.
int PlaceOfList(const std::vector<Parameter>& parameters) {
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].kind == ParameterKind::kList) return static_cast<int>(i);
  }
  return -1;
}

// What is known of the type parameters of an object's class.
Substitution HeldOn(Infer& infer, const File& f, NodeId function, TypeId receiver) {
  if (infer.table()[receiver].arguments.empty()) return {};
  Substitution held = FromReceiver(infer, f, function, receiver);
  held.receiver = kUnknownType;
  std::erase_if(held.variables, [&](const auto& v) {
    return !IsKnown(v.second) || infer.table().HasVariables(v.second);
  });
  return held;
}

enum class Fit : uint8_t { kNone, kUnsure, kSure };

// `asks_if_sure`: else kSure is as good as kUnsure.
Fit FitOf(Infer& infer, const File& f, NodeId function, TypeId receiver, const Arguments& arguments,
          bool asks_if_sure, bool asks_held) {
  const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, function);
  const bool bound = IsKnown(receiver);
  Matching matching = Match(parameters, bound, arguments.list);
  if (!matching.fits) return Fit::kNone;
  if (bound && !parameters.empty() && parameters[0].annotation != kNoNode) {
    // def get(self: Mapping[str, V]) of some overloads only
    TypeId self = infer.TypeOfAnnotation(f, parameters[0].annotation);
    if (!Accepts(infer, self, receiver)) return Fit::kNone;
  }
  // list[int] takes what holds int by `value: list[T]`, and all else by another overload.
  const Substitution held = asks_held && bound && !arguments.list.empty()
                                ? HeldOn(infer, f, function, receiver)
                                : Substitution();
  bool sure = true;
  for (size_t i = 0; i < arguments.list.size(); ++i) {
    if (matching.parameter_of[i] < 0) continue;
    NodeId annotation = parameters[static_cast<size_t>(matching.parameter_of[i])].annotation;
    if (annotation == kNoNode) continue;
    if (!AcceptsArgument(infer, f, annotation, arguments, i, held)) return Fit::kNone;
    if (asks_if_sure && !IsSure(infer, f, annotation, arguments, i)) sure = false;
  }
  return sure ? Fit::kSure : Fit::kUnsure;
}

// Where what is passed leaves a variable open that is bound to a protocol, `max(unknown)`, nothing
// is known of it: what a call gives is no bare protocol.
TypeId WithoutOpenProtocols(Infer& infer, const File& f, const std::vector<Parameter>& parameters,
                            const Substitution& solved, TypeId result) {
  Substitution with;
  for (TypeId variable : infer.table().VariablesIn(result)) {
    const std::vector<TypeId> bound = infer.table()[variable].arguments;
    const bool is_solved = std::any_of(solved.variables.begin(), solved.variables.end(),
                                       [&](const auto& v) { return v.first == variable; });
    if (is_solved || bound.empty() || !IsOfProtocols(infer, bound[0])) continue;
    for (const Parameter& parameter : parameters) {
      if (parameter.annotation == kNoNode) continue;
      const TypeId declared = infer.TypeOfAnnotation(f, parameter.annotation);
      const std::vector<TypeId> own = infer.table().VariablesIn(declared);
      if (std::find(own.begin(), own.end(), variable) == own.end()) continue;
      with.variables.emplace_back(variable, kUnknownType);
      break;
    }
  }
  return with.variables.empty() ? result : Substitute(infer, result, with);
}

// The result of one signature.
TypeId ResultOfOne(Infer& infer, const File& f, NodeId function, TypeId receiver,
                   const Arguments& arguments) {
  TypeId result = infer.ResultOf(f, function);
  if (!IsKnown(result) && IsKnown(receiver)) {
    result = ResultOnReceiver(infer, f, function, receiver, result);
    const NodeId name = f.child(function, Field::kName);
    return IsKnown(result) || name == kNoNode ? result : RowKept(infer, receiver, f.text(name));
  }
  if (!infer.table().HasVariables(result)) {
    if (IsKnown(receiver)) result = ResultOnReceiver(infer, f, function, receiver, result);
    return IsKnown(receiver) ? WithRowsOfKept(infer, receiver, result) : result;
  }
  const bool bound = IsKnown(receiver);
  Substitution with = bound ? FromReceiver(infer, f, function, receiver) : Substitution();
  if (f.kind(function) != Kind::kFunctionDefinition) return Substitute(infer, result, with);
  const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, function);
  if (bound && !parameters.empty() && parameters[0].annotation != kNoNode) {
    Substitution own;
    Unify(infer, infer.TypeOfAnnotation(f, parameters[0].annotation), receiver, own);
    with.variables.insert(with.variables.begin(), own.variables.begin(), own.variables.end());
  }
  // The class's own variables are given by the object, the others by what is passed. A class that
  // is not applied gives none: Box.of(x).
  auto& given = with.variables;
  const bool is_class = infer.table().form(receiver) == Form::kClass;
  const auto end = is_class ? std::stable_partition(given.begin(), given.end(),
                                                    [](const auto& v) { return IsKnown(v.second); })
                            : given.end();
  const std::vector open(end, given.end());
  given.erase(end, given.end());
  Substitution solved;
  SolvePassed(infer, f, parameters, bound, arguments, solved);
  SolveMadeWith(infer, f, result, parameters, bound, arguments, solved);
  given.insert(given.end(), solved.variables.begin(), solved.variables.end());
  given.insert(given.end(), open.begin(), open.end());
  result = WithOpenChanged(infer, f, function, Substitute(infer, result, with));
  if (bound || !infer.table().HasVariables(result)) return result;
  return WithoutOpenProtocols(infer, f, parameters, solved, result);
}

}  // namespace

bool IsOfProtocols(Infer& infer, TypeId type) {
  const auto alternatives = infer.table().Alternatives(type);
  return std::all_of(alternatives.begin(), alternatives.end(), [&](TypeId one) {
    const TypeData& data = infer.table()[one];
    return data.form == Form::kInstance && infer.classes().At(data.file, data.node).is_protocol;
  });
}

Substitution FromReceiver(Infer& infer, const File& f, NodeId function, TypeId receiver) {
  Substitution with{.receiver = receiver};
  NodeId cls = ClassOfFunction(f, function);
  if (cls == kNoNode) return with;
  TypeId owner = infer.classes().FindAncestor(receiver, f.number, cls);
  if (!IsKnown(owner)) return with;
  with.variables = infer.classes().Arguments(owner).variables;
  // What the object leaves open is found from what is passed.
  std::erase_if(with.variables, [](const auto& v) { return v.first == v.second; });
  return with;
}

namespace {

// Whether a function stands right behind overloads of its name: it does what they declare.
bool ImplementsOverloads(const File& f, NodeId function) {
  const NodeId name = f.child(function, Field::kName);
  const VariableId variable = name == kNoNode ? VariableId(kNone) : f.variable_of(name);
  if (variable == kNone || f.variable(variable).references.size() < 3) return false;
  NodeId before = kNoNode;
  for (const bind::Reference& reference : f.variable(variable).references) {
    if (reference.node >= name) break;
    if (reference.kind == bind::ReferenceKind::kFunction) before = f.parent(reference.node);
  }
  return before != kNoNode && HasDecorator(f, before, "overload");
}

}  // namespace

std::vector<NodeId> Overloads(const File& f, NodeId function) {
  if (f.kind(function) != Kind::kFunctionDefinition) return {function};
  if (!HasDecorator(f, function, "overload") && !ImplementsOverloads(f, function)) {
    return {function};
  }
  NodeId name = f.child(function, Field::kName);
  VariableId variable = name == kNoNode ? VariableId(kNone) : f.variable_of(name);
  if (variable == kNone) return {function};
  std::vector<NodeId> overloads;
  for (const bind::Reference& reference : f.variable(variable).references) {
    if (reference.kind != bind::ReferenceKind::kFunction || f.module->IsDead(reference.node)) {
      continue;
    }
    NodeId definition = f.parent(reference.node);
    if (HasDecorator(f, definition, "overload")) overloads.push_back(definition);
    if (overloads.size() == kMaxOverloads) break;
  }
  return overloads.empty() ? std::vector<NodeId>{function} : overloads;
}

bool Fits(Infer& infer, const File& f, NodeId function, TypeId receiver,
          const Arguments& arguments) {
  return FitOf(infer, f, function, receiver, arguments, false, false) != Fit::kNone;
}

void SolvePassed(Infer& infer, const File& f, const std::vector<Parameter>& parameters, bool bound,
                 const Arguments& arguments, Substitution& with) {
  Matching matching = Match(parameters, bound, arguments.list);
  const int list = PlaceOfList(parameters);
  std::vector<TypeId> packed;  // what goes into `*args: *Ts`
  for (size_t i = 0; i < arguments.list.size(); ++i) {
    const NodeId spread = SpreadBy(arguments, i);
    const int taken_by = spread == kNoNode ? matching.parameter_of[i] : list;
    if (taken_by < 0) continue;
    NodeId annotation = parameters[static_cast<size_t>(taken_by)].annotation;
    if (annotation == kNoNode) continue;
    TypeId pattern = infer.TypeOfAnnotation(f, annotation);
    if (!infer.table().HasVariables(pattern)) continue;
    if (taken_by == list && spread == kNoNode && infer.table().IsPack(pattern)) {
      packed.push_back(ArgumentType(infer, arguments, i));
      if (i + 1 < arguments.list.size()) continue;
      with.variables.emplace_back(pattern, infer.table().Packed(std::move(packed)));
      break;
    }
    Unify(infer, pattern,
          spread == kNoNode ? ArgumentType(infer, arguments, i)
                            : infer.Element(infer.TypeOf(*arguments.file, spread)),
          with);
  }
}

namespace {

// Of `f(*values)` those overloads are meant that take any number, if there are some.
void PreferLists(Infer& infer, const File& f, const Arguments& arguments,
                 std::vector<NodeId>& overloads) {
  bool spreads = false;
  for (size_t i = 0; i < arguments.list.size(); ++i) spreads |= SpreadBy(arguments, i) != kNoNode;
  if (!spreads || overloads.size() == 1) return;
  std::vector<NodeId> taking;
  for (NodeId overload : overloads) {
    if (PlaceOfList(infer.files().ParametersOf(f, overload)) >= 0) taking.push_back(overload);
  }
  if (!taking.empty()) overloads = std::move(taking);
}

}  // namespace

TypeId FunctionCallValue(Infer& infer, TypeId function, const Arguments& arguments) {
  const TypeData& data = infer.table()[function];
  const File& f = infer.files().at(data.file);
  TypeId receiver = data.arguments.empty() ? kUnknownType : data.arguments[0];
  std::vector<NodeId> overloads = Overloads(f, data.node);
  PreferLists(infer, f, arguments, overloads);
  if (overloads.size() == 1) return ResultOfOne(infer, f, overloads[0], receiver, arguments);
  // The first that fits; where it hangs on an argument of unknown type, what the others give, too.
  // If none does, what the object holds is passed over.
  std::vector<TypeId> results;
  for (bool asks_held : {true, false}) {
    for (NodeId overload : overloads) {
      Fit fit = FitOf(infer, f, overload, receiver, arguments, true, asks_held);
      if (fit == Fit::kNone) continue;
      results.push_back(ResultOfOne(infer, f, overload, receiver, arguments));
      if (fit == Fit::kSure) break;
    }
    const bool may_differ = IsKnown(receiver) && !infer.table()[receiver].arguments.empty();
    if (!results.empty() || !may_differ) break;
  }
  if (results.empty()) return ResultOfOne(infer, f, overloads[0], receiver, arguments);
  return infer.table().Union(results);
}

}  // namespace fastnode::types
