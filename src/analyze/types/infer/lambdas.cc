// `sorted(runners, key=lambda r: ...)`: sorted declares `key: Callable[[T], ...]`, and what T is
// the other arguments say. The lambda itself is never asked, or its answer would depend on itself.
#include "analyze/types/infer/lambdas.h"

#include <vector>

#include "analyze/types/file/references.h"
#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/signatures.h"
#include "analyze/types/infer/solve.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxAliases = 3;  // of aliases

// What stands behind the name of an alias in the same file, `Handler = Callable[[X], Y]`.
NodeId ValueOfAlias(const File& f, NodeId name) {
  const VariableId variable = f.variable_of(name);
  if (variable == kNone || f.variable(variable).scope != bind::kModuleScope) return kNoNode;
  const FewNodes bindings = Bindings(f, variable);
  if (bindings.size() != 1 || f.is_hidden(name)) return kNoNode;
  const NodeId assignment = f.parent(bindings[0]);
  const bool is_assigned =
      f.kind(assignment) == Kind::kAssignment && f.field(bindings[0]) == Field::kLeft;
  return is_assigned ? f.child(assignment, Field::kRight) : NodeId(kNoNode);
}

// X of the first `Callable[[X], Y]` in an annotation, for this parameter; or kNoNode.
NodeId DeclaredInCallable(const File& f, NodeId annotation, size_t place, int depth = 0) {
  for (NodeId n = annotation; n < f.tree()[annotation].subtree_end; ++n) {
    if (f.kind(n) == Kind::kIdentifier && depth < kMaxAliases) {
      const NodeId value = ValueOfAlias(f, n);
      const NodeId found =
          value == kNoNode ? value : DeclaredInCallable(f, value, place, depth + 1);
      if (found != kNoNode) return found;
    }
    const bool applied = f.kind(n) == Kind::kGenericType || f.kind(n) == Kind::kSubscript;
    if (!applied || !f.text(f.first(n)).ends_with("Callable") || f.hides_in(f.first(n))) continue;
    for (NodeId list = f.first(n); list < f.tree()[n].subtree_end; ++list) {
      if (f.kind(list) != Kind::kList) continue;
      NodeId declared = f.first(list);
      for (size_t i = 0; i < place && declared != kNoNode; ++i) declared = f.next(declared);
      return declared;
    }
    return kNoNode;
  }
  return kNoNode;
}

struct LambdaPlace {
  const Arguments& arguments;
  size_t argument;       // which of them the lambda is
  size_t parameter;      // of the lambda
  bool is_whole = true;  // nothing of the call is still to be written
};

TypeId DeclaredBy(Infer& infer, const File& f, NodeId function, TypeId receiver, bool bound,
                  const LambdaPlace& lambda) {
  if (f.kind(function) != Kind::kFunctionDefinition) return kUnknownType;
  const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, function);
  const Matching matching = Match(parameters, bound, lambda.arguments.list);
  const int taken_by = matching.parameter_of[lambda.argument];
  if ((!matching.fits && lambda.is_whole) || taken_by < 0) return kUnknownType;
  NodeId annotation = parameters[static_cast<size_t>(taken_by)].annotation;
  if (annotation == kNoNode) return kUnknownType;
  NodeId declared = DeclaredInCallable(f, annotation, lambda.parameter);
  if (declared == kNoNode || f.text(declared).find("Unpack[") == 0 || f.text(declared)[0] == '*') {
    return kUnknownType;
  }
  TypeId pattern = ReadAnnotation(infer, f, declared, f.scope_of(declared));
  if (!infer.table().HasVariables(pattern)) return pattern;
  Substitution with = IsKnown(receiver) ? FromReceiver(infer, f, function, receiver)  //
                                        : Substitution();
  for (size_t i = 0; i < lambda.arguments.list.size(); ++i) {
    if (i == lambda.argument || matching.parameter_of[i] < 0) continue;
    NodeId other = parameters[static_cast<size_t>(matching.parameter_of[i])].annotation;
    if (other == kNoNode) continue;
    Unify(infer, infer.TypeOfAnnotation(f, other), ArgumentType(infer, lambda.arguments, i), with);
  }
  TypeId type = Substitute(infer, pattern, with);
  return infer.table().HasVariables(type) ? kUnknownType : type;
}

}  // namespace

NodeId CallGiven(const File& f, NodeId function) {
  NodeId at = f.parent(function);
  while (at != kNoNode &&
         (f.kind(at) == Kind::kParenthesizedExpression || f.kind(at) == Kind::kKeywordArgument)) {
    at = f.parent(at);
  }
  if (at == kNoNode || f.kind(at) != Kind::kArgumentList) return kNoNode;
  NodeId call = f.parent(at);
  return call != kNoNode && f.kind(call) == Kind::kCall ? call : NodeId(kNoNode);
}

size_t PlaceOfGiven(const File& f, const Arguments& arguments, NodeId function) {
  size_t argument = 0;
  while (argument < arguments.list.size() && !f.contains(arguments.list[argument].node, function)) {
    ++argument;
  }
  return argument;
}

TypeId ParameterOfCallable(Infer& infer, const File& f, NodeId annotation, size_t place) {
  const NodeId declared = DeclaredInCallable(f, annotation, place);
  if (declared == kNoNode) return kUnknownType;
  const TypeId type = ReadAnnotation(infer, f, declared, f.scope_of(declared));
  return infer.table().HasVariables(type) ? kUnknownType : type;
}

TypeId LambdaParameter(Infer& infer, const File& f, NodeId lambda, size_t place) {
  NodeId call = CallGiven(f, lambda);
  NodeId callee = call == kNoNode ? NodeId(kNoNode) : f.child(call, Field::kFunction);
  if (callee == kNoNode) return kUnknownType;
  const Arguments arguments = ArgumentsOf(f, call);
  const size_t argument = PlaceOfGiven(f, arguments, lambda);
  if (argument == arguments.list.size()) return kUnknownType;
  const TypeId taker = infer.TypeOf(f, callee);
  const auto all = infer.table().Alternatives(taker);
  const std::vector<TypeId> alternatives(all.begin(), all.end());
  // What comes behind the lambda is often still to be written.
  for (const bool is_whole : {true, false}) {
    for (TypeId alternative : alternatives) {
      std::optional<CalledFunction> called = FunctionOfCall(infer, alternative);
      if (!called) continue;
      const TypeData data = infer.table()[alternative];
      const bool is_class = data.form == Form::kClass;
      const TypeId receiver = data.form == Form::kFunction && !data.arguments.empty()
                                  ? data.arguments[0]
                                  : kUnknownType;
      for (NodeId overload : Overloads(*called->file, called->function)) {
        TypeId type = DeclaredBy(infer, *called->file, overload, receiver,
                                 called->bound || is_class, {arguments, argument, place, is_whole});
        if (IsKnown(type)) return type;
      }
    }
  }
  return kUnknownType;
}

}  // namespace fastnode::types
