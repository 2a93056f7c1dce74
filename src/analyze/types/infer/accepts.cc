// Assignability as the typing specification has it (https://typing.python.org/en/latest/spec/), as
// far as it tells overloads apart: by the name of the class (PEP 484) and its arguments, which all
// count as covariant; of a protocol by the names of its members (PEP 544); int for float, float for
// complex. In doubt the answer is yes: a type or a base that is unknown may be what is wanted.
#include "analyze/types/infer/accepts.h"

#include <algorithm>
#include <vector>

#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {
namespace {

constexpr int kMaxMembersCompared = 8;

// Where both say what they hold, that has to agree, too.
bool AcceptsArguments(Infer& infer, TypeId pattern, TypeId ancestor, int depth) {
  const std::vector<TypeId>& wanted = infer.table()[pattern].arguments;
  const std::vector<TypeId>& given = infer.table()[ancestor].arguments;
  if (wanted.size() != given.size() && IsBuiltin(infer, pattern, "tuple")) return true;
  for (size_t i = 0; i < wanted.size() && i < given.size(); ++i) {
    if (!IsKnown(wanted[i]) || !IsKnown(given[i])) continue;
    if (!Accepts(infer, wanted[i], given[i], depth + 1)) return false;
  }
  return true;
}

// The names of the protocol's own statement have to be there.
bool AcceptsProtocol(Infer& infer, const TypeData& protocol, TypeId actual) {
  const File& f = infer.files().at(protocol.file);
  const bool is_function = infer.table().form(actual) == Form::kFunction;
  int looked_at = 0;
  for (VariableId variable : f.module->VariablesOf(f.module->ScopeOfClass(protocol.node))) {
    std::string_view name = f.variable(variable).name;
    if (name == "__slots__" || name == "__hash__" || name == "__class_getitem__") continue;
    if (++looked_at > kMaxMembersCompared) break;
    if (name == "__call__" && is_function) continue;
    if (!IsKnown(infer.TypeOfMember(actual, name))) return false;
  }
  return true;
}

// PEP 484, "The numeric tower".
bool AcceptsNumber(Infer& infer, TypeId pattern, TypeId actual) {
  if (!IsInstanceOf(infer, pattern, "float") && !IsInstanceOf(infer, pattern, "complex")) {
    return false;
  }
  return infer.classes().Inherits(actual, "builtins", "int") ||
         IsInstanceOf(infer, actual, "float");
}

bool AcceptsObject(Infer& infer, TypeId pattern, TypeId actual, int depth) {
  const TypeData& wanted = infer.table()[pattern];
  const Form given = infer.table().form(actual);
  if (IsInstanceOf(infer, pattern, "object")) return true;
  if (given == Form::kNone) return false;
  if (given == Form::kClass && IsInstanceOf(infer, pattern, "type")) return true;
  if (given == Form::kInstance) {
    TypeId ancestor = infer.classes().FindAncestor(actual, wanted.file, wanted.node);
    if (IsKnown(ancestor)) return AcceptsArguments(infer, pattern, ancestor, depth);
    if (AcceptsNumber(infer, pattern, actual) || HasUnknownBase(infer, actual)) return true;
  }
  bool is_protocol = infer.classes().At(wanted.file, wanted.node).is_protocol;
  return is_protocol && AcceptsProtocol(infer, wanted, actual);
}

bool IsCallable(Infer& infer, TypeId type) {
  switch (infer.table().form(type)) {
    case Form::kFunction:
    case Form::kClass:
    case Form::kCallable:
      return true;
    case Form::kInstance:
      return IsKnown(ClassMember(infer, type, "__call__"));
    default:
      return false;
  }
}

}  // namespace

bool HasUnknownBase(Infer& infer, TypeId type) {
  const std::vector<TypeId>& ancestors = infer.classes().Ancestors(type);
  return std::any_of(ancestors.begin(), ancestors.end(), [&](TypeId ancestor) {
    return infer.table().form(ancestor) == Form::kUnknown;
  });
}

bool Accepts(Infer& infer, TypeId pattern, TypeId actual, int depth) {
  if (depth > kMaxTypeDepth) return true;
  const TypeData &wanted = infer.table()[pattern], &given = infer.table()[actual];
  if (wanted.form == Form::kUnion) {
    return std::any_of(wanted.arguments.begin(), wanted.arguments.end(),
                       [&](TypeId t) { return Accepts(infer, t, actual, depth + 1); });
  }
  if (given.form == Form::kUnion) {
    return std::any_of(given.arguments.begin(), given.arguments.end(), [&](TypeId t) {
      return t != kNoneType && Accepts(infer, pattern, t, depth + 1);
    });
  }
  if (given.form == Form::kUnknown || given.form == Form::kVariable) return true;
  switch (wanted.form) {
    case Form::kVariable:
      return wanted.arguments.empty() || Accepts(infer, wanted.arguments[0], actual, depth + 1);
    case Form::kNone:
      return given.form == Form::kNone;
    case Form::kClass:
      return given.form == Form::kClass &&
             IsKnown(infer.classes().FindAncestor(actual, wanted.file, wanted.node));
    case Form::kClassOf:
      return given.form == Form::kClass;
    case Form::kCallable:
      return IsCallable(infer, actual);
    case Form::kInstance:
      return AcceptsObject(infer, pattern, actual, depth);
    default:
      return true;
  }
}

}  // namespace fastnode::types
