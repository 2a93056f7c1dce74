#include "analyze/types/infer/parameters.h"

#include <string>
#include <vector>

#include "analyze/types/file/decorators.h"
#include "analyze/types/file/docstring.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/type_comment.h"
#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/constructors.h"
#include "analyze/types/infer/django.h"
#include "analyze/types/infer/fixtures.h"
#include "analyze/types/infer/handed_over.h"
#include "analyze/types/infer/handlers.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/mocks.h"
#include "analyze/types/infer/parametrized.h"
#include "analyze/types/infer/parsed_arguments.h"
#include "analyze/types/infer/solve.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

// What the first parameter of a method is: the object, or the class.
TypeId Receiver(Infer& infer, const File& f, NodeId function) {
  NodeId cls = ClassOfFunction(f, function);
  if (cls == kNoNode || HasDecorator(f, function, "staticmethod")) return kUnknownType;
  bool of_class = IsOfClass(f, function);
  TypeId self = infer.classes().Self(f, cls);
  if (!of_class && infer.classes().Inherits(self, "builtins", "type")) {
    return self;  // a metaclass: what it makes are classes, which have all that it has
  }
  return of_class ? infer.table().ClassOf(self) : self;
}

// The annotation of the parameter of this name in a method that is overridden; of its place, where
// the names differ.
NodeId OverriddenAnnotation(const std::vector<Parameter>& theirs,
                            const std::vector<Parameter>& ours, std::string_view name) {
  for (const Parameter& parameter : theirs) {
    if (parameter.name == name && parameter.annotation != kNoNode) return parameter.annotation;
  }
  for (size_t p = 0; p < ours.size() && p < theirs.size(); ++p) {
    bool counts = ours[p].name == name && theirs[p].annotation != kNoNode &&
                  theirs[p].kind <= ParameterKind::kNormal;
    if (counts) return theirs[p].annotation;
  }
  return kNoNode;
}

// What is connected to a Protocol of asyncio is declared to be any transport, as it is declared
// once for all kinds; all but pipes that are only read can be written to.
TypeId TransportOf(Infer& infer, TypeId protocol, TypeId declared) {
  if (!IsKnown(declared) || infer.table().form(declared) != Form::kInstance) return declared;
  const TypeId any = LibraryClass(infer, "asyncio.transports", "BaseTransport");
  if (infer.table().ClassOf(declared) != any) return declared;
  if (!infer.classes().Inherits(protocol, "asyncio.protocols", "Protocol")) return declared;
  return LibraryInstance(infer, "asyncio.transports", "Transport");
}

// What the nearest ancestor declares that has the method and declares the parameter.
TypeId ParameterFromBase(Infer& infer, const File& f, NodeId function, std::string_view name) {
  NodeId cls = ClassOfFunction(f, function), own = f.child(function, Field::kName);
  if (cls == kNoNode || own == kNoNode || f.text(own) == "__init__") return kUnknownType;
  std::vector<TypeId> ancestors = infer.classes().Ancestors(infer.table().Class(f.number, cls));
  for (size_t i = 1; i < ancestors.size(); ++i) {
    const TypeData& base = infer.table()[ancestors[i]];
    if (base.form != Form::kClass) continue;
    const File& other = infer.files().at(base.file);
    VariableId variable = other.module->Find(other.module->ScopeOfClass(base.node), f.text(own));
    if (variable == kNone) continue;
    for (NodeId binding : Bindings(other, variable)) {
      NodeId definition = other.parent(binding);
      if (other.kind(definition) != Kind::kFunctionDefinition) continue;
      NodeId annotation = OverriddenAnnotation(infer.files().ParametersOf(other, definition),
                                               infer.files().ParametersOf(f, function), name);
      if (annotation == kNoNode) continue;
      TypeId declared = infer.TypeOfAnnotation(other, annotation);
      declared = Substitute(infer, declared, infer.classes().Arguments(ancestors[i]));
      return TransportOf(infer, ancestors[0], declared);
    }
  }
  return kUnknownType;
}

// Of a class's constructor the class's docstring may tell.
TypeId DocumentedParameter(Infer& infer, const File& f, NodeId function, std::string_view name) {
  NodeId own = f.child(function, Field::kName), cls = ClassOfFunction(f, function);
  const bool constructs = cls != kNoNode && own != kNoNode && f.text(own) == "__init__";
  for (NodeId definition : {function, constructs ? cls : NodeId(kNoNode)}) {
    if (definition == kNoNode) continue;
    const std::string written = DocumentedType(DocstringOf(f, definition), name);
    TypeId type = written.empty() ? kUnknownType
                                  : ReadAnnotationText(infer, f, written, f.scope_of(function));
    if (IsKnown(type)) return type;
  }
  return kUnknownType;
}

TypeId CommentedParameter(Infer& infer, const File& f, NodeId function,
                          const std::vector<Parameter>& all, const Parameter& parameter) {
  if (f.kind(function) != Kind::kFunctionDefinition || f.module->is_stub()) return kUnknownType;
  const std::string_view written = TypeCommentOfParameter(f, function, all, parameter);
  return written.empty() ? kUnknownType
                         : ReadAnnotationText(infer, f, written, f.scope_of(function));
}

bool IsForInitAlone(const MadeParameter& field) {
  const File& f = *field.file;
  for (NodeId n : f.tree().Subtree(field.annotation)) {
    if (f.kind(n) != Kind::kIdentifier || f.text(n) != "InitVar") continue;
    if (!f.is_hidden(n)) return true;
  }
  return false;
}

// Of __post_init__: it is passed the fields that are for it alone, InitVar, in their order.
TypeId PassedToPostInit(Infer& infer, const File& f, NodeId function, const Parameter& parameter) {
  const NodeId name = f.child(function, Field::kName), cls = ClassOfFunction(f, function);
  if (cls == kNoNode || name == kNoNode || f.text(name) != "__post_init__") return kUnknownType;
  const auto fields = MadeConstructor(infer, infer.table().Class(f.number, cls));
  if (!fields) return kUnknownType;
  const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, function);
  size_t place = 1;
  for (const MadeParameter& field : *fields) {
    if (field.annotation == kNoNode || !IsForInitAlone(field)) continue;
    const bool is_it =
        place < parameters.size() && parameters[place].identifier == parameter.identifier;
    ++place;
    if (is_it) return infer.TypeOfAnnotation(*field.file, field.annotation);
  }
  return kUnknownType;
}

// Without an annotation: its default, and what others declare or pass.
TypeId UndeclaredParameter(Infer& infer, const File& f, NodeId function,
                           const Parameter& parameter) {
  std::vector<TypeId> types;
  if (parameter.value != kNoNode) {
    TypeId value = infer.TypeOf(f, parameter.value);
    if (value != kNoneType) types.push_back(value);
  }
  if (f.kind(function) == Kind::kFunctionDefinition && !f.module->is_stub()) {
    TypeId told = ParameterFromBase(infer, f, function, parameter.name);
    if (!IsKnown(told)) told = PassedToPostInit(infer, f, function, parameter);
    if (!IsKnown(told)) told = DocumentedParameter(infer, f, function, parameter.name);
    if (!IsKnown(told)) told = ParametrizedValue(infer, f, function, parameter.name);
    if (!IsKnown(told)) told = FixtureValue(infer, f, function, parameter.name);
    if (!IsKnown(told)) told = PatchedParameter(infer, f, function, parameter.identifier);
    if (!IsKnown(told)) told = DispatchedParameter(infer, f, function, parameter.identifier);
    if (!IsKnown(told)) told = FormOfView(infer, f, function, parameter.identifier);
    if (!IsKnown(told)) told = HandledByDjango(infer, f, function, parameter.identifier);
    types.push_back(IsKnown(told) ? told : infer.PassedFor(f, parameter.identifier));
  }
  if (f.kind(function) == Kind::kLambda) {
    const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, function);
    size_t place = 0;
    while (place < parameters.size() && parameters[place].identifier != parameter.identifier) {
      ++place;
    }
    const std::string_view name = place < parameters.size() ? parameter.name : "";
    types.push_back(HandedOver(infer, f, function, {.place = place, .name = name}));
  }
  return infer.table().Union(types);
}

}  // namespace

namespace {

// *args: *Ts, or Unpack[Ts]
bool SpreadsOut(const File& f, NodeId annotation) {
  const NodeId inner = f.kind(annotation) == Kind::kType ? f.first(annotation) : annotation;
  if (inner == kNoNode) return false;
  if (f.kind(inner) == Kind::kSplatType || f.kind(inner) == Kind::kListSplat) return true;
  const NodeId head = f.first(inner);
  if (head != kNoNode && f.kind(head) == Kind::kListSplat) return true;  // *tuple[int, str]
  return head != kNoNode && f.text(head).ends_with("Unpack") && !f.hides_in(head);
}

}  // namespace

TypeId ParameterValue(Infer& infer, const File& f, NodeId identifier) {
  NodeId list = ParameterListAround(f, identifier);
  if (list == kNoNode) return kUnknownType;
  NodeId function = f.parent(list);
  const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, function);
  const Parameter* found = FindParameter(parameters, identifier);
  if (found == nullptr) return kUnknownType;
  const Parameter& parameter = *found;
  TypeId declared = parameter.annotation == kNoNode
                        ? CommentedParameter(infer, f, function, parameters, parameter)
                        : infer.TypeOfAnnotation(f, parameter.annotation);
  if (infer.table().form(declared) == Form::kSpecial) declared = kUnknownType;
  if (parameter.kind == ParameterKind::kList) {
    const bool is_spread = parameter.annotation != kNoNode && SpreadsOut(f, parameter.annotation);
    if (is_spread && IsInstanceOf(infer, declared, "tuple"))
      return declared;  // *args: *tuple[A, B]
    const TypeId tuple = Instance(infer, "tuple", {declared});
    return is_spread && infer.table().IsPack(declared) ? tuple : infer.table().OfAnyLength(tuple);
  }
  if (parameter.kind == ParameterKind::kDictionary) {
    return Instance(infer, "dict", {Instance(infer, "str"), declared});
  }
  if (infer.table().form(declared) != Form::kUnknown) {
    return parameter.annotation == kNoNode ? declared : ParsedIfDeclared(infer, f, declared);
  }
  if (found == &parameters[0] && f.kind(list) == Kind::kParameters) {
    if (TypeId self = Receiver(infer, f, function); IsKnown(self)) return self;
  }
  TypeId type = UndeclaredParameter(infer, f, function, parameter);
  if (!IsKnown(type) && f.kind(function) == Kind::kFunctionDefinition) {
    type = RequestOfView(infer, f, function, identifier);
  }
  if (!IsKnown(type) && f.kind(function) == Kind::kFunctionDefinition) {
    type = UsedAs(infer, f, identifier);
  }
  return IsKnown(type) ? type : declared;
}

namespace {

// `make = classmethod(make)` behind the method.
bool IsMadeClassMethod(const File& f, NodeId function) {
  const NodeId name = f.child(function, Field::kName);
  const VariableId variable = name == kNoNode ? VariableId(kNone) : f.variable_of(name);
  if (variable == kNone || f.variable(variable).references.size() < 2) return false;
  for (const bind::Reference& reference : f.variable(variable).references) {
    const NodeId assignment = f.parent(reference.node);
    if (reference.node < function || f.kind(assignment) != Kind::kAssignment) continue;
    const NodeId value = f.child(assignment, Field::kRight);
    if (value == kNoNode || f.kind(value) != Kind::kCall || f.hides_in(assignment)) continue;
    const NodeId callee = f.child(value, Field::kFunction);
    const std::vector<WrittenArgument> arguments = WrittenArguments(f, value);
    if (callee == kNoNode || f.text(callee) != "classmethod" || arguments.size() != 1) continue;
    return f.text(arguments[0].node) == f.text(name);
  }
  return false;
}

}  // namespace

bool IsOfClass(const File& f, NodeId function) {
  NodeId name = f.child(function, Field::kName);
  std::string_view text = name == kNoNode ? "" : f.text(name);
  return text == "__new__" || text == "__init_subclass__" || text == "__class_getitem__" ||
         HasDecorator(f, function, "classmethod") || IsMadeClassMethod(f, function);
}

}  // namespace fastnode::types
