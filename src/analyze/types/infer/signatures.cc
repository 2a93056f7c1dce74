// Signatures: which parameter takes an argument, and which overload a call means (PEP 484).
#include <algorithm>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxOverloads = 24;

}  // namespace

// Per argument the parameter that takes it, or -1. `fits`: every argument has one, and every
// parameter that needs an argument gets one.
std::vector<int> Evaluator::Match(const std::vector<Parameter>& parameters, bool bound,
                                  const Arguments& arguments, bool& fits) const {
  std::vector<int> matched(arguments.list.size(), -1);
  std::vector<bool> taken(parameters.size(), false);
  size_t next = bound ? 1 : 0;
  if (bound && !parameters.empty() && parameters[0].kind == ParameterKind::kList) next = 0;
  bool splat = false;
  fits = true;
  for (size_t i = 0; i < arguments.list.size(); ++i) {
    const Argument& argument = arguments.list[i];
    if (argument.splat) {
      splat = true;
      continue;
    }
    if (argument.keyword.empty()) {
      if (next < parameters.size() && parameters[next].kind <= ParameterKind::kNormal) {
        taken[next] = true;
        matched[i] = static_cast<int>(next++);
        continue;
      }
      auto list = std::find_if(parameters.begin(), parameters.end(),
                               [](const Parameter& p) { return p.kind == ParameterKind::kList; });
      if (list != parameters.end()) {
        matched[i] = static_cast<int>(list - parameters.begin());
      } else {
        fits &= splat;
      }
      continue;
    }
    auto named = std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) {
      return p.name == argument.keyword &&
             (p.kind == ParameterKind::kNormal || p.kind == ParameterKind::kKeywordOnly);
    });
    if (named == parameters.end()) {
      named = std::find_if(parameters.begin(), parameters.end(),
                           [](const Parameter& p) { return p.kind == ParameterKind::kDictionary; });
    }
    if (named == parameters.end()) {
      fits = false;
      continue;
    }
    matched[i] = static_cast<int>(named - parameters.begin());
    taken[static_cast<size_t>(matched[i])] = true;
  }
  for (size_t p = bound ? 1 : 0; p < parameters.size() && !splat; ++p) {
    bool needed =
        parameters[p].value == kNoNode && parameters[p].kind <= ParameterKind::kKeywordOnly;
    if (needed && !taken[p]) fits = false;
  }
  return matched;
}

std::vector<NodeId> Evaluator::Overloads(const File& f, NodeId function) {
  if (f.kind(function) != Kind::kFunctionDefinition || !HasDecorator(f, function, "overload")) {
    return {function};
  }
  NodeId name = f.child(function, Field::kName);
  VariableId variable = name == kNoNode ? kNone : f.variable_of(name);
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

TypeId Evaluator::CallFunction(TypeId function, const Arguments& arguments) {
  const TypeData data = table_[function];
  const File& f = file(data.file);
  TypeId receiver = data.arguments.empty() ? kUnknownType : data.arguments[0];
  std::vector<NodeId> overloads = Overloads(f, data.node);
  if (overloads.size() == 1) return CallOne(f, overloads[0], receiver, arguments);
  // The first that fits; where it hangs on an argument of unknown type, what the others give, too.
  std::vector<TypeId> results;
  for (NodeId overload : overloads) {
    bool sure = true;
    if (!Fits(f, overload, receiver, arguments, &sure)) continue;
    results.push_back(CallOne(f, overload, receiver, arguments));
    if (sure) break;
  }
  if (results.empty()) return CallOne(f, overloads[0], receiver, arguments);
  return table_.Union(results);
}

bool Evaluator::Fits(const File& f, NodeId function, TypeId receiver, const Arguments& arguments,
                     bool* sure) {
  const std::vector<Parameter>& parameters = ParametersOf(f, function);
  bool fits = true, bound = table_.IsKnown(receiver);
  std::vector<int> matched = Match(parameters, bound, arguments, fits);
  if (!fits) return false;
  if (bound && !parameters.empty() && parameters[0].annotation != kNoNode) {
    // def get(self: Mapping[str, V]) of some overloads only
    TypeId self = Annotated(f, parameters[0].annotation);
    if (!AcceptsType(self, receiver, 0)) return false;
  }
  for (size_t i = 0; i < matched.size(); ++i) {
    if (matched[i] < 0) continue;
    NodeId annotation = parameters[static_cast<size_t>(matched[i])].annotation;
    if (annotation == kNoNode) continue;
    if (!Accepts(f, annotation, arguments, i)) return false;
    if (sure != nullptr && !table_.IsKnown(ArgumentType(arguments, i))) {
      TypeId pattern = Annotated(f, annotation);
      *sure &= !table_.IsKnown(pattern) || table_[pattern].form == Form::kVariable ||
               IsInstanceOf(pattern, "object");
    }
  }
  return true;
}

// Whether argument i may be passed where `annotation` is declared; literals by their text.
bool Evaluator::Accepts(const File& f, NodeId annotation, const Arguments& arguments, size_t i) {
  TypeId pattern = Annotated(f, annotation);
  if (!table_.IsKnown(pattern)) return true;
  const Argument& argument = arguments.list[i];
  TypeId actual = ArgumentType(arguments, i);
  if (!table_.IsKnown(actual)) return true;
  std::string_view literal;
  if (argument.node != kNoNode && arguments.file != nullptr) {
    Kind kind = arguments.file->kind(argument.node);
    std::string_view text = arguments.file->text(argument.node);
    if (kind == Kind::kString && text.size() >= 2) literal = text.substr(1, text.size() - 2);
    if (kind == Kind::kInteger || kind == Kind::kTrue || kind == Kind::kFalse) literal = text;
  }
  for (TypeId alternative : table_.Alternatives(pattern)) {
    const TypeData& data = table_[alternative];
    if (data.form == Form::kInstance && !data.text.empty()) {
      if (!literal.empty() && data.text == literal) return true;
      continue;
    }
    if (AcceptsType(alternative, actual, 0)) return true;
  }
  return false;
}

// The result of one signature.
TypeId Evaluator::CallOne(const File& f, NodeId function, TypeId receiver,
                          const Arguments& arguments) {
  TypeId result = Ask(Question::kReturn, f, function);
  if (!table_.HasVariables(result)) return result;
  Substitution with;
  bool bound = table_.IsKnown(receiver);
  if (bound) {
    with.receiver = receiver;
    NodeId cls = ClassOfFunction(f, function);
    if (cls != kNoNode) {
      TypeId owner = FindAncestor(receiver, f.number, cls);
      if (table_.IsKnown(owner)) {
        with.variables = ClassArguments(owner).variables;
        // What the object leaves open is found from what is passed.
        std::erase_if(with.variables, [](const auto& v) { return v.first == v.second; });
      }
    }
  }
  if (f.kind(function) != Kind::kFunctionDefinition) return Substitute(result, with);
  const std::vector<Parameter> parameters = ParametersOf(f, function);
  if (bound && !parameters.empty() && parameters[0].annotation != kNoNode) {
    Substitution own;
    Unify(Annotated(f, parameters[0].annotation), receiver, own, 0);
    with.variables.insert(with.variables.begin(), own.variables.begin(), own.variables.end());
  }
  Substitution solved;
  bool fits = true;
  std::vector<int> matched = Match(parameters, bound, arguments, fits);
  for (size_t i = 0; i < matched.size(); ++i) {
    if (matched[i] < 0) continue;
    NodeId annotation = parameters[static_cast<size_t>(matched[i])].annotation;
    if (annotation == kNoNode) continue;
    TypeId pattern = Annotated(f, annotation);
    if (!table_.HasVariables(pattern)) continue;
    Unify(pattern, ArgumentType(arguments, i), solved, 0);
  }
  // The class's own variables are given by the object, the others by what is passed.
  with.variables.insert(with.variables.end(), solved.variables.begin(), solved.variables.end());
  return Substitute(result, with);
}

}  // namespace fastnode::types
