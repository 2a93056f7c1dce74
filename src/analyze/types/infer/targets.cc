#include "analyze/types/infer/targets.h"

#include <vector>

#include "analyze/types/file/references.h"
#include "analyze/types/file/type_comment.h"
#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/functions.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/module_members.h"
#include "analyze/types/infer/names.h"
#include "analyze/types/infer/operators.h"
#include "analyze/types/infer/parameters.h"
#include "analyze/types/infer/unpacking.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::ReferenceKind;

namespace {

// `x: list = [1]` says less than the value does. Unknown if it does not.
TypeId FilledAs(Infer& infer, const File& f, TypeId declared, NodeId target, NodeId value) {
  const TypeData& data = infer.table()[declared];
  const bool is_bare = data.form == Form::kInstance && data.arguments.empty();
  if (!is_bare || value == kNoNode || f.module->is_stub()) return kUnknownType;
  if (infer.classes().At(data.file, data.node).parameters.empty()) return kUnknownType;
  const TypeId given = GrownIfEmpty(infer, f, target, value, infer.TypeOf(f, value));
  const TypeData& filled = infer.table()[given];
  const bool is_same =
      filled.form == Form::kInstance && filled.file == data.file && filled.node == data.node;
  return is_same ? given : kUnknownType;
}

TypeId AssignedValue(Infer& infer, const File& f, NodeId assignment, NodeId target,
                     const TargetPath& path) {
  NodeId type = f.child(assignment, Field::kType), value = f.child(assignment, Field::kRight);
  if (type != kNoNode && path.empty()) {
    TypeId declared = infer.TypeOfAnnotation(f, type);
    Form form = infer.table().form(declared);
    if (form != Form::kUnknown && form != Form::kSpecial) {
      const TypeId filled = FilledAs(infer, f, declared, target, value);
      return IsKnown(filled) ? filled : declared;
    }
  }
  if (type == kNoNode && path.empty() && !f.module->is_stub()) {
    const std::string_view written = TypeCommentBehind(f, assignment);
    TypeId declared = written.empty()
                          ? kUnknownType
                          : ReadAnnotationText(infer, f, written, f.scope_of(assignment));
    if (IsKnown(declared) && declared != kNoneType) return declared;
  }
  if (value == kNoNode) return kUnknownType;
  TypeId given = UnpackedFrom(infer, f, value, path);
  return path.empty() ? GrownIfEmpty(infer, f, target, value, given) : given;
}

// x += value
TypeId AugmentedValue(Infer& infer, const File& f, NodeId assignment, NodeId target) {
  NodeId sign = f.child(assignment, Field::kOperator);
  NodeId value = f.child(assignment, Field::kRight);
  if (sign == kNoNode || value == kNoNode) return kUnknownType;
  if (f.kind(target) != Kind::kIdentifier) return kUnknownType;
  std::string_view text = f.text(sign);
  VariableId variable = f.variable_of(target);
  if (variable == kNone) return kUnknownType;
  TypeId before = FlowValue(infer, f, variable, target);
  TypeId after =
      BinaryResult(infer, text.substr(0, text.size() - 1), before, infer.TypeOf(f, value));
  return IsKnown(after) ? after : before;
}

TypeId LoopValue(Infer& infer, const File& f, NodeId loop, const TargetPath& path) {
  NodeId iterable = f.child(loop, Field::kRight), word = f.first(loop);
  if (iterable == kNoNode) return kUnknownType;
  bool is_async = f.kind(word) == Kind::kKeyword && f.text(word) == "async";
  return PartOf(infer, infer.Element(infer.TypeOf(f, iterable), is_async), path);
}

// `except VALUE as x`, `except* VALUE as x`
TypeId CaughtValue(Infer& infer, const File& f, NodeId value, bool is_group) {
  TypeId raised = infer.TypeOf(f, value);
  if (IsInstanceOf(infer, raised, "tuple")) raised = infer.Element(raised);
  TypeId instance = infer.table().InstanceOf(raised);
  const TypeId caught = IsKnown(instance) ? instance : Instance(infer, "Exception");
  if (!is_group) return caught;
  const bool is_usual =
      infer.classes().Inherits(infer.table().Alternatives(caught)[0], "builtins", "Exception");
  return Instance(infer, is_usual ? "ExceptionGroup" : "BaseExceptionGroup", {caught});
}

// `with VALUE as x`, `except VALUE as x`
TypeId EnteredValue(Infer& infer, const File& f, NodeId as_pattern) {
  NodeId value = f.first(as_pattern), owner = f.parent(as_pattern);
  if (value == kNoNode || owner == kNoNode) return kUnknownType;
  if (f.kind(owner) == Kind::kExceptClause) {
    const NodeId sign = f.next(f.first(owner));
    return CaughtValue(infer, f, value, f.kind(sign) == Kind::kOperator);
  }
  if (f.kind(owner) != Kind::kWithItem) return kUnknownType;
  NodeId statement = owner;
  while (statement != kNoNode && f.kind(statement) != Kind::kWithStatement) {
    statement = f.parent(statement);
  }
  bool is_async = statement != kNoNode && f.text(f.first(statement)) == "async";
  TypeId manager = infer.TypeOf(f, value);
  TypeId entered = infer.CallMethod(manager, is_async ? "__aenter__" : "__enter__", {});
  return is_async ? infer.Awaited(entered) : entered;
}

bool IsStarredTarget(const File& f, NodeId target) {
  return f.kind(target) == Kind::kListSplatPattern || f.kind(target) == Kind::kListSplat;
}

// Walks outwards from the target to the statement that binds it, through the sequences of targets
// in which it stands.
TypeId BoundByStatement(Infer& infer, const File& f, NodeId target) {
  TargetPath path;
  for (NodeId node = target, parent = f.parent(node); parent != kNoNode;
       node = parent, parent = f.parent(node)) {
    const Field field = f.field(node);
    switch (f.kind(parent)) {
      case Kind::kAssignment:
        return field == Field::kLeft ? AssignedValue(infer, f, parent, target, path) : kUnknownType;
      case Kind::kAugmentedAssignment:
        return field == Field::kLeft ? AugmentedValue(infer, f, parent, target) : kUnknownType;
      case Kind::kForStatement:
      case Kind::kForInClause:
        return field == Field::kLeft ? LoopValue(infer, f, parent, path) : kUnknownType;
      case Kind::kNamedExpression: {
        NodeId value = f.child(parent, Field::kValue);
        bool is_bound = value != kNoNode && field == Field::kName;
        return is_bound ? infer.TypeOf(f, value) : kUnknownType;
      }
      case Kind::kAsPattern:
        if (f.kind(f.parent(parent)) == Kind::kCasePattern) return CapturedValue(infer, f, target);
        return PartOf(infer, EnteredValue(infer, f, parent), path);
      case Kind::kAsPatternTarget:
      case Kind::kParenthesizedExpression:
        break;
      case Kind::kListSplatPattern:
      case Kind::kListSplat:
        if (!path.empty()) return kUnknownType;
        if (!IsSequence(f.kind(f.parent(parent)))) return Instance(infer, "list");
        break;
      case Kind::kCasePattern:
      case Kind::kDottedName:
      case Kind::kKeywordPattern:
      case Kind::kSplatPattern:
        return CapturedValue(infer, f, target);
      default:
        if (!IsSequence(f.kind(parent))) return kUnknownType;
        path.push_back(PlaceOfTarget(f, node, IsStarredTarget));
    }
  }
  return kUnknownType;
}

}  // namespace

TypeId TargetValue(Infer& infer, const File& f, NodeId target) {
  if (f.kind(target) != Kind::kIdentifier) return BoundByStatement(infer, f, target);
  const bind::Reference* reference = ReferenceAt(f, target);
  if (reference == nullptr) return kUnknownType;
  switch (reference->kind) {
    case ReferenceKind::kImport:
      return ImportValue(infer, f, target);
    case ReferenceKind::kParameter:
      return ParameterValue(infer, f, target);
    case ReferenceKind::kFunction:
      return FunctionValue(infer, f, f.parent(target));
    case ReferenceKind::kClass:
      return infer.table().Class(f.number, f.parent(target));
    default:
      return BoundByStatement(infer, f, target);
  }
}

}  // namespace fastnode::types
