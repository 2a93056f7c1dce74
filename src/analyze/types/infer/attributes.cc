// Attributes: looked up along the ancestors, and what functions, properties and other descriptors
// become on an object or a class (https://docs.python.org/3/howto/descriptor.html).
#include <algorithm>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxDefinitions = 16;  // of one attribute

}  // namespace

TypeId Evaluator::Attribute(TypeId base, std::string_view name) {
  std::vector<TypeId> types;
  for (TypeId alternative : table_.Alternatives(base)) {
    const TypeData& data = table_[alternative];
    switch (data.form) {
      case Form::kUnknown:
        if (!data.text.empty()) types.push_back(Opaque(data.text + "." + std::string(name)));
        break;
      case Form::kModule:
        types.push_back(ModuleName(data.text, name));
        break;
      case Form::kClass:
      case Form::kInstance:
        types.push_back(ClassAttribute(alternative, name));
        break;
      case Form::kFunction:
        types.push_back(ClassAttribute(
            LibraryInstance("types", data.arguments.empty() ? "FunctionType" : "MethodType"),
            name));
        break;
      case Form::kVariable:
        types.push_back(data.arguments.empty() ? ClassAttribute(Instance("object"), name)
                                               : Attribute(data.arguments[0], name));
        break;
      case Form::kClassOf:
        types.push_back(Attribute(ClassOf(Ground(data.arguments[0])), name));
        break;
      default:
        break;
    }
  }
  return table_.Union(types);
}

TypeId Evaluator::ClassAttribute(TypeId base, std::string_view name) {
  const TypeData& data = table_[base];
  if (data.form != Form::kClass && data.form != Form::kInstance) return kUnknownType;
  bool on_instance = data.form == Form::kInstance;
  if (name == "__class__" && on_instance) return ClassOf(base);
  bool none = false, behind = (data.flags & kIsSuper) == 0;
  std::string foreign;
  std::vector<TypeId> ancestors = Ancestors(base);
  for (TypeId ancestor : ancestors) {
    if (!behind) {
      behind = true;
      continue;
    }
    const TypeData& cls = table_[ancestor];
    if (cls.form != Form::kClass) {
      if (foreign.empty()) foreign = cls.text;
      continue;
    }
    bool found = false;
    TypeId value = MemberValue(file(cls.file), cls.node, name, base, found);
    if (!found) continue;
    if (value != kNoneType) {
      if (!table_.HasVariables(value)) return value;
      Substitution with = ClassArguments(ancestor);
      with.receiver = on_instance ? base : kUnknownType;
      return Substitute(value, with);
    }
    none = true;  // a bare `x = None`: a base may say more
  }
  if (none) return kNoneType;
  if (!on_instance) {
    TypeId meta = ClassAt(data.file, data.node).metaclass;
    TypeId value = ClassAttribute(InstanceOf(meta), name);
    if (!table_.IsKnown(value)) value = ClassAttribute(Instance("type"), name);
    if (table_.IsKnown(value)) return value;
  } else if (name != "__getattr__" && !name.starts_with("__")) {
    TypeId getter = ClassAttribute(base, "__getattr__");
    if (table_[getter].form == Form::kFunction) {
      Arguments arguments;
      arguments.list.push_back({.type = Instance("str")});
      TypeId value = Call(getter, arguments);
      if (table_.IsKnown(value)) return value;
    }
  }
  if (foreign.empty()) return kUnknownType;
  return Opaque(foreign + (on_instance ? "()." : ".") + std::string(name));
}

// What a class's own statement and the stores in its methods make of an attribute.
TypeId Evaluator::MemberValue(const File& f, NodeId cls, std::string_view name, TypeId receiver,
                              bool& found) {
  if (f.kind(cls) == Kind::kCall) return FieldOfCall(f, cls, name, found);
  std::vector<TypeId> types;
  ScopeId scope = f.module->ScopeOfClass(cls);
  VariableId variable = f.module->Find(scope, name);
  if (variable != kNone) {
    std::vector<NodeId> bindings = Bindings(f, variable);
    if (!bindings.empty()) {
      found = true;
      TypeId own = Combine(f, bindings);
      const ClassInfo& info = ClassAt(f.number, cls);
      bool enum_member = info.is_enum && !name.starts_with("_");
      for (NodeId binding : bindings) {
        NodeId parent = f.parent(binding);
        enum_member &= f.kind(parent) == Kind::kAssignment || f.kind(parent) == Kind::kPatternList;
        // In stubs `RED: int` says what its value is.
        if (f.kind(parent) == Kind::kAssignment && f.child(parent, Field::kType) != kNoNode &&
            !f.module->is_stub()) {
          enum_member = false;
        }
      }
      if (enum_member) return InstanceOf(ClassType(f, cls));
      TypeId bound = Bound(own, receiver, true);
      NodeId parent = f.parent(bindings[0]);
      bool declared =
          f.kind(parent) == Kind::kAssignment && f.child(parent, Field::kType) != kNoNode;
      if (declared && table_.IsKnown(bound)) return bound;
      types.push_back(bound);
    }
  }
  std::span<const SelfStore> stores = f.module->StoresOf(cls);
  auto at = std::lower_bound(stores.begin(), stores.end(), name,
                             [](const SelfStore& s, std::string_view n) { return s.name < n; });
  size_t count = 0;
  for (; at != stores.end() && at->name == name; ++at) {
    NodeId identifier = f.child(at->attribute, Field::kAttribute);
    NodeId object = f.child(at->attribute, Field::kObject);
    if (IsHidden(f, identifier) || IsHidden(f, object)) continue;
    found = true;
    if (++count > kMaxDefinitions) break;
    TypeId type = Ask(Question::kTarget, f, at->attribute);
    NodeId parent = f.parent(at->attribute);
    bool declared = f.kind(parent) == Kind::kAssignment && f.child(parent, Field::kType) != kNoNode;
    if (declared && table_[type].form != Form::kUnknown) return type;
    types.push_back(type);
  }
  return table_.Union(types);
}

// What looking up a class's member on an object or a class gives: functions become methods,
// properties their value (https://docs.python.org/3/howto/descriptor.html).
TypeId Evaluator::Bound(TypeId member, TypeId receiver, bool in_body) {
  bool on_instance = table_[receiver].form == Form::kInstance;
  std::vector<TypeId> types;
  for (TypeId alternative : table_.Alternatives(member)) {
    TypeData data = table_[alternative];
    bool is_function = data.form == Form::kFunction && data.arguments.empty() &&
                       file(data.file).kind(data.node) == Kind::kFunctionDefinition;
    if (is_function) {
      const File& f = file(data.file);
      NodeId name = f.child(data.node, Field::kName);
      std::string_view text = name == kNoNode ? "" : f.text(name);
      bool of_class = text == "__new__" || text == "__init_subclass__" ||
                      text == "__class_getitem__" || HasDecorator(f, data.node, "classmethod");
      bool in_class = ClassOfFunction(f, data.node) != kNoNode;
      if (!in_class || HasDecorator(f, data.node, "staticmethod")) {
        types.push_back(alternative);
      } else if (of_class) {
        TypeData plain = table_[receiver];
        plain.flags &= static_cast<uint8_t>(~kIsSuper);
        TypeId object = table_.Add(plain);
        data.arguments = {on_instance ? ClassOf(object) : object};
        types.push_back(table_.Add(std::move(data)));
      } else if (on_instance) {
        TypeData plain = table_[receiver];
        plain.flags &= static_cast<uint8_t>(~kIsSuper);
        data.arguments = {table_.Add(plain)};
        types.push_back(table_.Add(std::move(data)));
      } else {
        types.push_back(alternative);
      }
    } else if (data.form == Form::kProperty) {
      if (!on_instance) {
        types.push_back(Instance("property"));
        continue;
      }
      data.form = Form::kFunction;
      TypeData plain = table_[receiver];
      plain.flags &= static_cast<uint8_t>(~kIsSuper);
      data.arguments = {table_.Add(plain)};
      types.push_back(Call(table_.Add(std::move(data)), {}));
    } else if (data.form == Form::kInstance && in_body && data.file != 0) {
      // A descriptor.
      bool found = false;
      const std::vector<TypeId> ancestors = Ancestors(alternative);
      for (TypeId ancestor : ancestors) {
        const TypeData& cls = table_[ancestor];
        if (cls.form != Form::kClass) continue;
        const File& f = file(cls.file);
        found |= f.module->Find(f.module->ScopeOfClass(cls.node), "__get__") != kNone;
      }
      TypeId value = kUnknownType;
      if (found) {
        TypeId object = on_instance ? receiver : kNoneType;
        value = CallMethod(alternative, "__get__",
                           {object, on_instance ? ClassOf(receiver) : receiver});
      }
      types.push_back(table_.IsKnown(value) ? value : alternative);
    } else {
      types.push_back(alternative);
    }
  }
  return table_.Union(types);
}

}  // namespace fastnode::types
