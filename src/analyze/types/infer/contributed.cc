#include "analyze/types/infer/contributed.h"

#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/open_parameter.h"
#include "analyze/types/infer/related_classes.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxGiven = 8;

// Whether a class, or one that it is derived from, has the name in its body.
bool HasInBody(Infer& infer, TypeId object, std::string_view name) {
  for (TypeId ancestor : infer.classes().Ancestors(object)) {
    const TypeData& cls = infer.table()[ancestor];
    if (cls.form != Form::kClass) continue;
    const File& f = infer.files().at(cls.file);
    if (f.module->is_stub()) continue;
    if (f.module->Find(f.module->ScopeOfClass(cls.node), name) != kNone) return true;
  }
  return false;
}

// Whether an expression is a parameter of its function, as it was passed.
bool IsParameter(const File& f, NodeId expression) {
  if (f.kind(expression) != Kind::kIdentifier) return false;
  const VariableId variable = f.variable_of(expression);
  return variable != kNone &&
         f.variable(variable).references[0].kind == bind::ReferenceKind::kParameter;
}

// What a method gives that makes a value of what it is passed; where it hands that back, it says
// nothing.
TypeId MadeByMethod(Infer& infer, TypeId object, std::string_view method) {
  const TypeData made_by = infer.table()[ClassMember(infer, object, method)];
  if (made_by.form != Form::kFunction) return kUnknownType;
  const File& f = infer.files().at(made_by.file);
  if (f.kind(made_by.node) != Kind::kFunctionDefinition) return kUnknownType;
  if (const NodeId declared = f.child(made_by.node, Field::kReturnType); declared != kNoNode) {
    return infer.TypeOfAnnotation(f, declared);
  }
  const NodeId body = f.child(made_by.node, Field::kBody);
  std::vector<TypeId> types;
  for (NodeId n = body; n != kNoNode && n < f.tree()[body].subtree_end; ++n) {
    if (f.kind(n) != Kind::kReturnStatement || types.size() >= kMaxGiven) continue;
    const NodeId value = f.next(f.first(n));
    if (value == kNoNode || IsParameter(f, value)) continue;
    types.push_back(infer.TypeOf(f, value));
  }
  return infer.table().WithoutNone(infer.table().Union(types));
}

// What a field's value is; unknown, if it does not say.
TypeId ValueOfField(Infer& infer, TypeId field) {
  const TypeId value = MadeByMethod(infer, field, "to_python");
  if (infer.table().form(value) != Form::kNone && IsKnown(value)) return value;
  // A field of files: what stands for the file is an object of this class.
  const TypeId cls = infer.TypeOfMember(field, "attr_class");
  return infer.table().form(cls) == Form::kClass ? infer.table().InstanceOf(cls) : kUnknownType;
}

}  // namespace

std::optional<TypeId> ContributedValue(Infer& infer, const File& f, NodeId binding, TypeId member,
                                       TypeId receiver) {
  const TypeTable& table = infer.table();
  if (table.form(member) != Form::kInstance) return std::nullopt;
  if (infer.files().at(table[member].file).module->is_stub()) return std::nullopt;
  if (!HasInBody(infer, member, "contribute_to_class")) return std::nullopt;
  const bool on_object = table.form(receiver) == Form::kInstance;
  if (HasInBody(infer, member, "to_python")) {
    if (!on_object) return std::nullopt;
    if (!StandsForOthers(infer, member)) return ValueOfField(infer, member);
    return binding == kNoNode ? kUnknownType : RelatedValue(infer, f, binding, member);
  }
  const TypeData& data = table[member];
  if (!IsKnown(infer.classes().At(data.file, data.node).open)) return std::nullopt;
  const TypeId owner = on_object ? receiver : infer.table().InstanceOf(receiver);
  return WithOpenArgument(infer, member, owner);
}

}  // namespace fastnode::types
