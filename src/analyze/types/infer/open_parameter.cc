// Of what the parameter is, the sources of Django are silent: rows of the database are made at run
// time, of a class that is kept as `model`. So three of its names are known here: `model` is that
// class, and `_iterable_class` what makes the objects that are iterated over; a method that sets
// the latter gives objects of another kind, as values() does. All else, such as that get() gives
// one object and filter() as many as there are, is found in the sources.
#include "analyze/types/infer/open_parameter.h"

#include <algorithm>
#include <span>
#include <vector>

#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/kept_functions.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr std::string_view kOpener = "__class_getitem__";
constexpr std::string_view kClassHeld = "model";
constexpr std::string_view kMakerHeld = "_iterable_class";

// The definition `def __class_getitem__(cls, ...): return cls` of a class's body, or kNoNode.
NodeId OpenerOf(const File& f, NodeId cls) {
  if (f.kind(cls) != Kind::kClassDefinition || f.module->is_stub()) return kNoNode;
  const VariableId variable = f.module->Find(f.module->ScopeOfClass(cls), kOpener);
  if (variable == kNone || f.variable(variable).references.empty()) return kNoNode;
  const NodeId name = f.variable(variable).references[0].node;
  const NodeId function = f.parent(name);
  if (f.kind(function) != Kind::kFunctionDefinition) return kNoNode;
  const NodeId list = f.child(function, Field::kParameters), body = f.child(function, Field::kBody);
  const NodeId first = list == kNoNode ? kNoNode : f.first(list);
  NodeId last = kNoNode;
  for (NodeId c = body == kNoNode ? kNoNode : f.first(body); c != kNoNode; c = f.next(c)) last = c;
  if (first == kNoNode || last == kNoNode || f.kind(last) != Kind::kReturnStatement) return kNoNode;
  const NodeId value = f.next(f.first(last));
  const bool gives_itself = value != kNoNode && f.kind(value) == Kind::kIdentifier &&
                            f.text(value) == f.text(first) && !f.is_hidden(value) &&
                            !f.is_hidden(first) && !f.is_hidden(name);
  return gives_itself ? function : NodeId(kNoNode);
}

// Whether methods of the class keep a class as `model`. Others that may be subscripted are mostly
// generic in a way that is declared further down.
bool KeepsModel(const File& f, NodeId cls) {
  const std::span<const SelfStore> stores = f.module->StoresOf(cls);
  const auto kept = std::lower_bound(
      stores.begin(), stores.end(), kClassHeld,
      [](const SelfStore& store, std::string_view name) { return store.name < name; });
  if (kept == stores.end() || kept->name != kClassHeld) return false;
  return !f.hides_in(kept->attribute);
}

size_t PlaceOf(const ClassInfo& info) {
  const auto found = std::find(info.parameters.begin(), info.parameters.end(), info.open);
  return static_cast<size_t>(found - info.parameters.begin());
}

bool IsClassOrObject(const TypeTable& table, TypeId type) {
  return table.form(type) == Form::kClass || table.form(type) == Form::kInstance;
}

}  // namespace

TypeId OwnOpenParameter(Infer& infer, const File& f, NodeId cls) {
  const NodeId opener = OpenerOf(f, cls);
  const bool opens = opener != kNoNode && KeepsModel(f, cls);
  return opens ? infer.table().Variable(f.number, opener, "") : ResultOfKept(infer, f, cls);
}

TypeId WithOpenParameter(Infer& infer, TypeId base) {
  const TypeData& data = infer.table()[base];
  if (data.form != Form::kClass) return base;
  const TypeId open = infer.classes().At(data.file, data.node).open;
  if (!IsKnown(open) || IsKnown(OpenArgument(infer, base))) return base;
  return WithOpenArgument(infer, base, open);
}

TypeId OpenArgument(Infer& infer, TypeId type) {
  if (!IsClassOrObject(infer.table(), type)) return kUnknownType;
  const TypeData data = infer.table()[type];
  const ClassInfo& info = infer.classes().At(data.file, data.node);
  const size_t place = PlaceOf(info);
  return IsKnown(info.open) && place < data.arguments.size() ? data.arguments[place] : kUnknownType;
}

TypeId WithOpenArgument(Infer& infer, TypeId type, TypeId argument) {
  if (!IsClassOrObject(infer.table(), type)) return type;
  TypeData data = infer.table()[type];
  const ClassInfo& info = infer.classes().At(data.file, data.node);
  if (!IsKnown(info.open)) return type;
  data.arguments.resize(info.parameters.size(), kUnknownType);
  data.arguments[PlaceOf(info)] = argument;
  return infer.table().Add(std::move(data));
}

std::optional<TypeId> HeldByOpen(Infer& infer, const File& f, NodeId cls, std::string_view name) {
  if (name != kClassHeld && name != kMakerHeld) return std::nullopt;
  const bool opens = OpenerOf(f, cls) != kNoNode;
  const TypeId open = opens ? OwnOpenParameter(infer, f, cls) : kUnknownType;
  if (!IsKnown(open)) return std::nullopt;
  if (name == kClassHeld) return infer.table().ClassOf(open);
  return infer.table().Add({.form = Form::kCallable,
                            .arguments = {LibraryInstance(infer, "typing", "Iterable", {open})}});
}

TypeId MadeWithOpen(Infer& infer, TypeId cls, const File& f, NodeId function,
                    const Arguments& arguments) {
  TypeTable& table = infer.table();
  const TypeId open = infer.classes().At(table[cls].file, table[cls].node).open;
  if (IsResultOfKept(table, open)) {
    const TypeId given = GivenByPassed(infer, open, f, function, arguments);
    return WithOpenArgument(infer, table.InstanceOf(cls), given);
  }
  const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, function);
  const Matching matching = Match(parameters, /*bound=*/true, arguments.list);
  TypeId held = kUnknownType;
  for (size_t i = 0; i < arguments.list.size(); ++i) {
    const int taken_by = matching.parameter_of[i];
    if (taken_by < 0 || parameters[static_cast<size_t>(taken_by)].name != kClassHeld) continue;
    held = table.InstanceOf(ArgumentType(infer, arguments, i));
  }
  return WithOpenArgument(infer, table.InstanceOf(cls), held);
}

namespace {

// What iterating over what a class makes gives. Where it makes dictionaries of what it reads, their
// keys are the names of columns, and where it reads from need not be known.
TypeId RowMadeBy(Infer& infer, TypeId maker) {
  const TypeData& cls = infer.table()[maker];
  const File& f = infer.files().at(cls.file);
  const VariableId variable = f.module->Find(f.module->ScopeOfClass(cls.node), "__iter__");
  if (variable != kNone && !f.hides_in(cls.node)) {
    const NodeId function = f.parent(f.variable(variable).references[0].node);
    for (NodeId n : f.tree().Subtree(function)) {
      if (f.kind(n) != Kind::kYield) continue;
      const NodeId value = f.next(f.first(n));
      if (value == kNoNode || f.kind(value) != Kind::kDictionaryComprehension) break;
      return Instance(infer, "dict", {Instance(infer, "str"), kUnknownType});
    }
  }
  return infer.Element(infer.table().InstanceOf(maker));
}

}  // namespace

TypeId WithOpenChanged(Infer& infer, const File& f, NodeId function, TypeId result) {
  TypeTable& table = infer.table();
  if (f.module->is_stub() || !IsKnown(OpenArgument(infer, result))) return result;
  const NodeId body = f.child(function, Field::kBody);
  for (NodeId n = body; n != kNoNode && n < f.tree()[body].subtree_end; ++n) {
    if (f.kind(n) != Kind::kAssignment) continue;
    const NodeId left = f.child(n, Field::kLeft), right = f.child(n, Field::kRight);
    if (left == kNoNode || right == kNoNode || f.kind(left) != Kind::kAttribute) continue;
    const NodeId name = f.child(left, Field::kAttribute);
    if (name == kNoNode || f.text(name) != kMakerHeld || f.is_hidden(name)) continue;
    const TypeId maker = infer.TypeOf(f, right);
    // A copy's is what the copied one's was.
    if (table.form(maker) == Form::kCallable) continue;
    // One of several says nothing of which.
    const bool is_one = table.form(maker) == Form::kClass;
    TypeData changed = table[result];
    changed.flags &= static_cast<uint8_t>(~kIsSelf);  // the object it is called on holds others
    return WithOpenArgument(infer, table.Add(std::move(changed)),
                            is_one ? RowMadeBy(infer, maker) : kUnknownType);
  }
  return result;
}

}  // namespace fastnode::types
