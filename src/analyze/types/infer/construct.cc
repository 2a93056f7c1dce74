// What calling a class makes: an object whose type arguments are found from what is passed to
// __init__, or what __new__ declares (zip.__new__ does).
#include <algorithm>
#include <vector>

#include "analyze/types/file/references.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/constructors.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/open_parameter.h"
#include "analyze/types/infer/signatures.h"
#include "analyze/types/infer/solve.h"

namespace fastnode::types {
namespace {

// Whether there is nothing to solve: no parameters, or all given.
bool IsPlain(Infer& infer, TypeId cls, const ClassInfo& info) {
  const TypeData& data = infer.table()[cls];
  if (data.file == 0 && info.parameters.empty()) return true;
  if (!info.parameters.empty() && data.arguments.empty()) return false;
  return !IsBuiltin(infer, cls, "zip") && !IsBuiltin(infer, cls, "map");
}

// Whether a type tells what it holds in terms of none of these variables.
bool TellsWithout(TypeTable& table, TypeId type, const std::vector<TypeId>& variables) {
  if (table.form(type) != Form::kInstance) return false;
  const std::vector<TypeId> open = table.VariablesIn(type);
  return std::none_of(open.begin(), open.end(), [&](TypeId variable) {
    return std::find(variables.begin(), variables.end(), variable) != variables.end();
  });
}

// What __new__ declares that it makes, if the class's own statement has one and the result leaves
// none of the class's parameters open; else unknown.
TypeId MadeByNew(Infer& infer, TypeId cls, TypeId open, const Arguments& arguments) {
  TypeTable& table = infer.table();
  const TypeData& data = table[cls];
  if (!OwnMember(infer, infer.files().at(data.file), data.node, "__new__", cls)) {
    return kUnknownType;
  }
  TypeData open_class = table[open];
  open_class.form = Form::kClass;
  TypeId made = ClassMember(infer, table.Add(std::move(open_class)), "__new__");
  TypeId result = infer.Call(made, arguments);
  if (!table.HasVariables(result)) {
    return table.form(result) == Form::kInstance ? result : kUnknownType;
  }
  const bool tells = TellsWithout(table, result, table[open].arguments);
  return tells ? table.Grounded(result) : kUnknownType;
}

// def __init__(self: dict[str, V], ...): what that says of the class's parameters.
void AddDeclaredSelf(Infer& infer, const File& f, const std::vector<Parameter>& parameters,
                     Substitution& with) {
  if (parameters.empty() || parameters[0].annotation == kNoNode) return;
  TypeId self = infer.TypeOfAnnotation(f, parameters[0].annotation);
  if (infer.table().form(self) != Form::kInstance) return;
  for (const auto& [variable, type] : infer.classes().Arguments(self).variables) {
    if (type != variable && IsKnown(type)) with.variables.emplace_back(variable, type);
  }
}

// __init__ may be inherited, and what was solved be told of the ancestor's parameters:
// OrderedDict([(key, value)]) by dict's.
void AddInherited(Infer& infer, const File& f, NodeId function, TypeId open, Substitution& with) {
  const NodeId owner = ClassOfFunction(f, function);
  const TypeData& own = infer.table()[open];
  if (owner == kNoNode || with.variables.empty() || (own.file == f.number && own.node == owner)) {
    return;
  }
  const TypeId ancestor = infer.classes().FindAncestor(open, f.number, owner);
  if (!IsKnown(ancestor)) return;
  Substitution inherited;
  for (const auto& [variable, given] : infer.classes().Arguments(ancestor).variables) {
    const TypeId solved = Substitute(infer, variable, with);
    if (solved != variable) Unify(infer, given, solved, inherited);
  }
  with.variables.insert(with.variables.begin(), inherited.variables.begin(),
                        inherited.variables.end());
}

// A parameter that nothing solves is unknown where it is bound to a protocol: what an empty
// PriorityQueue holds is not "something that can be compared".
TypeId WithoutProtocols(Infer& infer, TypeId made) {
  Substitution with;
  for (TypeId variable : infer.table().VariablesIn(made)) {
    const std::vector<TypeId> bound = infer.table()[variable].arguments;
    const bool counts = !bound.empty() && IsOfProtocols(infer, bound[0]);
    if (counts) with.variables.emplace_back(variable, kUnknownType);
  }
  return with.variables.empty() ? made : Substitute(infer, made, with);
}

// With defaults or bounds for the class's own variables. Those of others stay: what
// `list(self.items)` holds in a generic class is as open as the class is.
TypeId WithoutOwn(Infer& infer, const ClassInfo& info, TypeId made) {
  TypeTable& table = infer.table();
  if (!table.HasVariables(made)) return made;
  Substitution with;
  for (size_t i = 0; i < info.parameters.size(); ++i) {
    const TypeId otherwise = i < info.defaults.size() ? info.defaults[i] : kUnknownType;
    const TypeId variable = info.parameters[i];
    with.variables.emplace_back(variable,
                                IsKnown(otherwise) ? otherwise : table.Grounded(variable));
  }
  return Substitute(infer, made, with);
}

// A generic class with a constructor that is made of its fields: what is passed for them.
TypeId MadeOfFields(Infer& infer, TypeId open, const std::vector<MadeParameter>& fields,
                    const Arguments& arguments) {
  Substitution with;
  size_t place = 0;
  for (size_t i = 0; i < arguments.list.size(); ++i) {
    const WrittenArgument& argument = arguments.list[i];
    if (argument.splat) break;
    const auto field =
        argument.keyword.empty()
            ? fields.begin() + static_cast<ptrdiff_t>(std::min(place++, fields.size()))
            : std::find_if(fields.begin(), fields.end(),
                           [&](const auto& one) { return one.name == argument.keyword; });
    if (field == fields.end() || field->annotation == kNoNode) continue;
    const NodeId owner = EnclosingClass(*field->file, field->annotation);
    const TypeId declared = infer.TypeOfAnnotation(*field->file, field->annotation);
    if (owner == kNoNode || !infer.table().HasVariables(declared)) continue;
    const TypeId ancestor = infer.classes().FindAncestor(open, field->file->number, owner);
    Unify(infer, Substitute(infer, declared, infer.classes().Arguments(ancestor)),
          ArgumentType(infer, arguments, i), with);
  }
  return Substitute(infer, open, with);
}

}  // namespace

TypeId ConstructedObject(Infer& infer, TypeId cls, const Arguments& arguments) {
  TypeTable& table = infer.table();
  TypeId instance = table.InstanceOf(cls);
  const ClassInfo info = infer.classes().At(table[cls].file, table[cls].node);
  if (IsPlain(infer, cls, info)) return instance;
  TypeData generic = table[instance];
  generic.arguments = info.parameters;
  const TypeId open = table.Add(std::move(generic));
  if (TypeId made = MadeByNew(infer, cls, open, arguments); IsKnown(made)) {
    return IsBuiltin(infer, cls, "tuple") ? table.OfAnyLength(made) : made;
  }
  TypeId init = ClassMember(infer, open, "__init__");
  if (table.form(init) != Form::kFunction) return instance;
  if (const auto made = MadeConstructor(infer, cls)) {
    return WithoutOwn(infer, info, MadeOfFields(infer, open, *made, arguments));
  }
  const File& f = infer.files().at(table[init].file);
  NodeId function = table[init].node;
  for (NodeId overload : Overloads(f, function)) {
    if (!Fits(infer, f, overload, open, arguments)) continue;
    function = overload;
    break;
  }
  const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, function);
  if (IsKnown(info.open)) return MadeWithOpen(infer, cls, f, function, arguments);
  Substitution with;
  AddDeclaredSelf(infer, f, parameters, with);
  SolvePassed(infer, f, parameters, /*bound=*/true, arguments, with);
  AddInherited(infer, f, function, open, with);
  return WithoutOwn(infer, info, WithoutProtocols(infer, Substitute(infer, open, with)));
}

}  // namespace fastnode::types
