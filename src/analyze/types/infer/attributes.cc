#include "analyze/types/infer/attributes.h"

#include <algorithm>
#include <string>
#include <vector>

#include "analyze/types/file/references.h"
#include "analyze/types/infer/contributed.h"
#include "analyze/types/infer/django.h"
#include "analyze/types/infer/heirs.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/kept_functions.h"
#include "analyze/types/infer/kept_results.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/made_classes.h"
#include "analyze/types/infer/made_with.h"
#include "analyze/types/infer/mocks.h"
#include "analyze/types/infer/module_members.h"
#include "analyze/types/infer/names.h"
#include "analyze/types/infer/open_parameter.h"
#include "analyze/types/infer/parameters.h"
#include "analyze/types/infer/related_classes.h"
#include "analyze/types/infer/set_by_metaclass.h"
#include "analyze/types/infer/solve.h"
#include "analyze/types/infer/stored_outside.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxDefinitions = 16;  // of one attribute
constexpr size_t kMaxOwnStores = 4;     // that look at what they store to

bool IsDeclared(const File& f, NodeId binding) {
  NodeId parent = f.parent(binding);
  return f.kind(parent) == Kind::kAssignment && f.child(parent, Field::kType) != kNoNode;
}

TypeId MemberOfOne(Infer& infer, TypeId base, std::string_view name) {
  TypeTable& table = infer.table();
  const TypeData& data = table[base];
  switch (data.form) {
    case Form::kUnknown:
      return data.text.empty() ? kUnknownType : table.Opaque(data.text + "." + std::string(name));
    case Form::kModule:
      return ModuleMember(infer, data.text, name);
    case Form::kClass:
    case Form::kInstance:
      return ClassMember(infer, base, name);
    case Form::kFunction: {
      const File& f = infer.files().at(data.file);
      const auto stored = StoredOutside(infer, f, data.node, name, /*of_class=*/false);
      if (stored && IsKnown(*stored)) return *stored;
      const char* cls = infer.table()[base].arguments.empty() ? "FunctionType" : "MethodType";
      const TypeId own = ClassMember(infer, LibraryInstance(infer, "types", cls), name);
      if (IsKnown(own)) return own;
      const TypeId keeper = KeeperOfResults(infer, f, infer.table()[base].node);
      return ClassMember(infer, infer.table().InstanceOf(keeper), name);
    }
    case Form::kCallable:  // a function more often than not
      return ClassMember(infer, LibraryInstance(infer, "types", "FunctionType"), name);
    case Form::kProperty:  // as the class's body sees it
      return ClassMember(infer, Instance(infer, "property"), name);
    case Form::kVariable:
      return data.arguments.empty() ? ClassMember(infer, Instance(infer, "object"), name)
                                    : infer.TypeOfMember(data.arguments[0], name);
    case Form::kClassOf:
      return infer.TypeOfMember(table.ClassOf(table.Grounded(data.arguments[0])), name);
    default:
      return kUnknownType;
  }
}

struct AlongAncestors {
  std::optional<TypeId> value;  // unknown, too, may be what a class makes of it
  std::string foreign;          // the path of the first ancestor that is unknown
};
AlongAncestors LookUp(Infer& infer, TypeId base, std::string_view name) {
  AlongAncestors found;
  const TypeData& data = infer.table()[base];
  const std::vector<TypeId>& ancestors = infer.classes().Ancestors(base);
  for (size_t i = (data.flags & kIsSuper) != 0 ? 1 : 0; i < ancestors.size(); ++i) {
    const TypeData& cls = infer.table()[ancestors[i]];
    if (cls.form != Form::kClass) {
      if (found.foreign.empty()) found.foreign = cls.text;
      continue;
    }
    std::optional<TypeId> value =
        OwnMember(infer, infer.files().at(cls.file), cls.node, name, base);
    if (!value) continue;
    found.value = value;
    if (*value == kNoneType) continue;  // a bare `x = None`: a base may say more
    if (infer.table().HasVariables(*value)) {
      Substitution with = infer.classes().Arguments(ancestors[i]);
      with.receiver = data.form == Form::kInstance ? base : kUnknownType;
      found.value = Substitute(infer, *value, with);
    }
    break;
  }
  return found;
}

// What the metaclass has, and every class.
TypeId MemberOfMetaclass(Infer& infer, TypeId cls, std::string_view name) {
  const TypeData& data = infer.table()[cls];
  if (name == "__members__" && infer.classes().At(data.file, data.node).is_enum) {
    return LibraryInstance(infer, "types", "MappingProxyType",
                           {Instance(infer, "str"), infer.table().InstanceOf(cls)});
  }
  TypeId meta = infer.classes().At(data.file, data.node).metaclass;
  TypeId value = ClassMember(infer, infer.table().InstanceOf(meta), name);
  if (!IsKnown(value)) value = SetByMetaclass(infer, cls, name);
  return IsKnown(value) ? value : ClassMember(infer, Instance(infer, "type"), name);
}

// What `__getattr__` gives, if the class has one.
TypeId MadeOnDemand(Infer& infer, TypeId object, std::string_view name) {
  if (name == "__getattr__" || name.starts_with("__")) return kUnknownType;
  TypeId getter = ClassMember(infer, object, "__getattr__");
  if (infer.table().form(getter) != Form::kFunction) return kUnknownType;
  return infer.Call(getter, PassTypes({Instance(infer, "str")}));
}

// What the class itself does not tell: set by its metaclass, by classes that name it, or on demand.
TypeId AddedToObject(Infer& infer, TypeId object, std::string_view name) {
  TypeId added = SetByMetaclass(infer, object, name);
  if (!IsKnown(added)) added = RelatedFromElsewhere(infer, object, name);
  if (!IsKnown(added)) added = SettingOf(infer, object, name);
  if (!IsKnown(added)) added = AddedToRequest(infer, object, name);
  return IsKnown(added) ? added : MadeOnDemand(infer, object, name);
}

// What is found, but says nothing.
TypeId ToldByName(Infer& infer, TypeId object, std::string_view name) {
  TypeId told = LabelOfChoice(infer, object, name);
  if (!IsKnown(told)) told = KeyOfRow(infer, object, name);
  return IsKnown(told) ? told : RowKept(infer, object, name);
}

// What the members of an enumeration are bound to, all of them together; unknown if it says itself
// what a value is.
TypeId ValueOfMembers(Infer& infer, const File& f, NodeId cls) {
  if (f.kind(cls) != Kind::kClassDefinition) return kUnknownType;
  // class Kind(str, Enum): what the body binds are the arguments that make one.
  const TypeId members = infer.table().Class(f.number, cls);
  for (std::string_view mixed : {"str", "int", "float", "bytes"}) {
    if (infer.classes().Inherits(members, "builtins", mixed)) return Instance(infer, mixed);
  }
  std::vector<TypeId> types;
  for (VariableId v : f.module->VariablesOf(f.module->ScopeOfClass(cls))) {
    const std::string_view name = f.variable(v).name;
    if (name == "value" || name == "_value_") return kUnknownType;
    const FewNodes bindings = Bindings(f, v);
    if (bindings.empty() || !IsEnumMember(f, name, bindings)) continue;
    types.push_back(Combine(infer, f, bindings));
    if (infer.classes().Inherits(types.back(), "enum", "auto")) {
      const TypeId own = infer.table().Class(f.number, cls);
      types.back() =
          Instance(infer, infer.classes().Inherits(own, "enum", "StrEnum") ? "str" : "int");
    }
    if (types.size() == kMaxDefinitions) break;
  }
  return infer.table().Union(types);
}

// A process's streams are declared to hold anything, but that they are text is a question of the
// process: Popen[str].
TypeId StreamOf(Infer& infer, TypeId process, std::string_view name) {
  if (name != "stdin" && name != "stdout" && name != "stderr") return kUnknownType;
  const std::vector<TypeId> held = infer.table()[process].arguments;
  if (held.size() != 1 || !infer.classes().Inherits(process, "subprocess", "Popen")) {
    return kUnknownType;
  }
  return infer.table().Union({LibraryInstance(infer, "typing", "IO", held), kNoneType});
}

// What nobody sets but heirs: a bare `x = None` of any object, and of `self` what is nowhere else.
TypeId LeftToHeirs(Infer& infer, TypeId object, std::string_view name,
                   const std::optional<TypeId>& found) {
  const TypeData& data = infer.table()[object];
  const bool is_self = (data.flags & kIsSelf) != 0 && (data.flags & kIsSuper) == 0;
  if (found ? *found != kNoneType : !is_self) return kUnknownType;
  const File& f = infer.files().at(data.file);
  return f.module->is_stub() ? kUnknownType : MemberOfHeirs(infer, f, data.node, name);
}

struct OfBody {
  TypeId type = kUnknownType;
  bool rules = false;  // whatever methods store
};
// What the bindings in a class's body make of a name.
OfBody BodyMember(Infer& infer, const File& f, NodeId cls, std::string_view name, TypeId receiver,
                  std::span<const NodeId> bindings) {
  TypeId own = Combine(infer, f, bindings);
  if (IsEnumMember(f, name, bindings) && infer.classes().At(f.number, cls).is_enum) {
    return {infer.table().InstanceOf(infer.table().Class(f.number, cls)), true};
  }
  if (const auto value = ContributedValue(infer, f, bindings[0], own, receiver)) {
    return {*value, false};
  }
  TypeId bound = Bound(infer, own, receiver, true);
  const bool says_all = IsDeclared(f, bindings[0]) || infer.table().form(own) == Form::kProperty;
  return {bound, says_all && IsKnown(bound)};
}

// The stores `self.name = ...` in the methods of a class; of the class itself those of its class
// methods.
std::vector<NodeId> StoresOf(const File& f, NodeId cls, std::string_view name, bool of_class) {
  std::vector<NodeId> attributes;
  std::span<const SelfStore> stores = f.module->StoresOf(cls);
  auto at = std::lower_bound(stores.begin(), stores.end(), name,
                             [](const SelfStore& s, std::string_view n) { return s.name < n; });
  for (; at != stores.end() && at->name == name; ++at) {
    if (f.is_hidden(f.child(at->attribute, Field::kAttribute))) continue;
    if (f.is_hidden(f.child(at->attribute, Field::kObject))) continue;
    if (of_class && !IsStoreOfClass(f, at->attribute)) continue;
    attributes.push_back(at->attribute);
    if (attributes.size() == kMaxDefinitions) break;
  }
  return attributes;
}

// The assignment to the same attribute of `self` in whose value a read of it stands, or kNoNode.
NodeId OwnStoreAround(const File& f, NodeId attribute) {
  const NodeId object = f.child(attribute, Field::kObject);
  if (object == kNoNode || f.kind(object) != Kind::kIdentifier) return kNoNode;
  for (NodeId at = attribute, around = f.parent(at); around != kNoNode;
       at = around, around = f.parent(at)) {
    switch (f.kind(around)) {
      case Kind::kAssignment: {
        const NodeId left = f.child(around, Field::kLeft);
        const bool is_own = left != kNoNode && left != at && f.kind(left) == Kind::kAttribute &&
                            f.text(left) == f.text(attribute);
        return is_own && !f.hides_in(left) ? around : NodeId(kNoNode);
      }
      case Kind::kExpressionStatement:
      case Kind::kBlock:
      case Kind::kModule:
      case Kind::kLambda:
        return kNoNode;
      default:
        break;
    }
  }
  return kNoNode;
}

bool LooksAt(const File& f, NodeId expression, std::string_view name) {
  for (NodeId n : f.tree().Subtree(expression)) {
    if (f.kind(n) != Kind::kIdentifier || f.field(n) != Field::kAttribute) continue;
    if (f.text(n) == name && !f.is_hidden(n)) return true;
  }
  return false;
}

}  // namespace

std::optional<TypeId> BeforeOwnStore(Infer& infer, const File& f, NodeId attribute) {
  if (OwnStoreAround(f, attribute) == kNoNode) return std::nullopt;
  const NodeId cls = ClassOfSelf(f.index(), f.child(attribute, Field::kObject));
  if (cls == kNoNode) return std::nullopt;
  const std::string_view name = f.text(f.child(attribute, Field::kAttribute));
  if (f.module->Find(f.module->ScopeOfClass(cls), name) != kNone) return std::nullopt;
  std::vector<NodeId> plain = StoresOf(f, cls, name, /*of_class=*/false);
  const size_t all = plain.size();
  std::erase_if(plain, [&](NodeId store) {
    const NodeId value = f.child(f.parent(store), Field::kRight);
    return value != kNoNode && LooksAt(f, value, name);
  });
  if (all - plain.size() <= kMaxOwnStores) return std::nullopt;
  std::vector<TypeId> types;
  for (NodeId store : plain) types.push_back(infer.TypeOfTarget(f, store));
  return infer.table().Union(types);
}

bool IsEnumMember(const File& f, std::string_view name, std::span<const NodeId> bindings) {
  if (name.starts_with("_")) return false;
  return std::all_of(bindings.begin(), bindings.end(), [&](NodeId binding) {
    Kind kind = f.kind(f.parent(binding));
    if (kind != Kind::kAssignment && kind != Kind::kPatternList) return false;
    // In stubs `RED: int` says what its value is.
    return f.module->is_stub() || !IsDeclared(f, binding);
  });
}

bool IsStoreOfClass(const File& f, NodeId attribute) {
  const VariableId self = f.variable_of(f.child(attribute, Field::kObject));
  return self != kNone && IsOfClass(f, f.scope(f.variable(self).scope).node);
}

TypeId MemberOf(Infer& infer, TypeId base, std::string_view name) {
  const auto alternatives = infer.table().Alternatives(base);
  if (alternatives.size() == 1) return MemberOfOne(infer, base, name);  // most often
  std::vector<TypeId> types;
  for (TypeId alternative : alternatives) {
    types.push_back(MemberOfOne(infer, alternative, name));
  }
  return infer.table().Union(types);
}

TypeId ClassMember(Infer& infer, TypeId base, std::string_view name) {
  TypeTable& table = infer.table();
  const Form form = table.form(base);
  if (form != Form::kClass && form != Form::kInstance) return kUnknownType;
  const bool on_instance = form == Form::kInstance;
  if (name == "__class__" && on_instance) return table.ClassOf(base);
  if (on_instance && (name == "value" || name == "_value_")) {
    const TypeData& data = table[base];
    TypeId value = infer.classes().At(data.file, data.node).is_enum
                       ? ValueOfMembers(infer, infer.files().at(data.file), data.node)
                       : kUnknownType;
    if (IsKnown(value)) return value;
  }
  if (on_instance && name.starts_with("std")) {
    const TypeId stream = StreamOf(infer, base, name);
    if (IsKnown(stream)) return stream;
  }
  AlongAncestors found = LookUp(infer, base, name);
  if (on_instance && !name.starts_with("__")) {
    const TypeId left = LeftToHeirs(infer, base, name, found.value);
    if (IsKnown(left)) return left;
  }
  if (found.value && (IsKnown(*found.value) || !on_instance)) return *found.value;
  if (on_instance && !name.starts_with("__")) {
    const TypeId mock = MockOf(infer, base);
    if (IsKnown(mock)) return mock;
  }
  if (found.value) return on_instance ? ToldByName(infer, base, name) : *found.value;
  TypeId value = on_instance ? AddedToObject(infer, base, name)  //
                             : MemberOfMetaclass(infer, base, name);
  if (IsKnown(value) || found.foreign.empty()) return value;
  return table.Opaque(found.foreign + (on_instance ? "()." : ".") + std::string(name));
}

std::optional<TypeId> OwnMember(Infer& infer, const File& f, NodeId cls, std::string_view name,
                                TypeId receiver) {
  const bool of_class = infer.table().form(receiver) == Form::kClass;
  if (f.kind(cls) == Kind::kCall) {
    const std::optional<TypeId> field = FieldOfCall(infer, f, cls, name);
    if (field && IsKnown(*field)) return field;
    const std::optional<TypeId> stored = StoredOutside(infer, f, cls, name, of_class);
    if (stored) return stored;
    return field ? field : MemberOfMade(infer, f, cls, name, receiver);
  }
  if (std::optional<TypeId> held = HeldByOpen(infer, f, cls, name)) return held;
  std::vector<TypeId> types;
  const FewNodes bindings = Bindings(f, f.module->Find(f.module->ScopeOfClass(cls), name));
  if (!bindings.empty()) {
    OfBody body = BodyMember(infer, f, cls, name, receiver, bindings);
    if (body.rules) return body.type;
    types.push_back(body.type);
  }
  const std::vector<NodeId> stores = StoresOf(f, cls, name, of_class);
  for (NodeId attribute : stores) {
    TypeId type = infer.TypeOfTarget(f, attribute);
    if (IsDeclared(f, attribute) && infer.table().form(type) != Form::kUnknown) return type;
    types.push_back(type);
  }
  if (!stores.empty()) {
    if (const auto function = HeldFunction(infer, f, cls, name)) types.push_back(*function);
  }
  if (bindings.empty() && stores.empty()) return StoredOutside(infer, f, cls, name, of_class);
  const TypeId own = infer.table().Union(types);
  if (own != kNoneType) return own;
  // A bare `self.x = None`: others may set it.
  const std::optional<TypeId> stored = StoredOutside(infer, f, cls, name, of_class);
  return infer.table().Union({own, stored.value_or(kUnknownType)});
}

}  // namespace fastnode::types
