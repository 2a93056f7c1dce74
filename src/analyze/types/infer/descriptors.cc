// Descriptors (https://docs.python.org/3/howto/descriptor.html): what a class's member becomes when
// it is looked up on an object or a class. A function becomes a method, bound to the object or, of
// a class method, to the class; a property its value; an object with __get__ what that gives.
#include <algorithm>
#include <string_view>
#include <vector>

#include "analyze/types/file/decorators.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/kept_functions.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/parameters.h"
#include "analyze/types/infer/solve.h"

namespace fastnode::types {

using ast::Kind;

namespace {

// The object itself, of what super() gives.
TypeId NotSuper(TypeTable& table, TypeId receiver) {
  if ((table[receiver].flags & kIsSuper) == 0) return receiver;
  TypeData plain = table[receiver];
  plain.flags &= static_cast<uint8_t>(~kIsSuper);
  return table.Add(std::move(plain));
}

TypeId BoundTo(TypeTable& table, TypeId function, TypeId object) {
  const TypeData& data = table[function];
  return table.Add({.form = Form::kFunction,
                    .flags = data.flags,
                    .file = data.file,
                    .node = data.node,
                    .arguments = {object},
                    .text = data.text});
}

TypeId BoundFunction(Infer& infer, TypeId function, TypeId receiver, bool on_instance) {
  TypeTable& table = infer.table();
  const TypeData& data = table[function];
  const File& f = infer.files().at(data.file);
  bool in_class = ClassOfFunction(f, data.node) != kNoNode;
  if (!in_class || HasDecorator(f, data.node, "staticmethod")) return function;
  if (IsOfClass(f, data.node)) {
    TypeId object = NotSuper(table, receiver);
    return BoundTo(table, function, on_instance ? table.ClassOf(object) : object);
  }
  return on_instance ? BoundTo(table, function, NotSuper(table, receiver)) : function;
}

// The method of this name that a class or one of its ancestors writes; the file is null if none
// does.
struct WrittenMethod {
  const File* file = nullptr;
  NodeId function = kNoNode;
};
WrittenMethod WrittenMethodOf(Infer& infer, TypeId type, std::string_view name) {
  for (TypeId ancestor : infer.classes().Ancestors(type)) {
    const TypeData& cls = infer.table()[ancestor];
    if (cls.form != Form::kClass) continue;
    const File& f = infer.files().at(cls.file);
    const VariableId variable = f.module->Find(f.module->ScopeOfClass(cls.node), name);
    if (variable != kNone) return {&f, f.parent(f.variable(variable).references[0].node)};
  }
  return {};
}

// What `__set__` declares that it takes: the same is given back, more often than not.
TypeId TakenBySetter(Infer& infer, TypeId descriptor) {
  const WrittenMethod setter = WrittenMethodOf(infer, descriptor, "__set__");
  if (setter.file == nullptr || setter.file->kind(setter.function) != Kind::kFunctionDefinition) {
    return kUnknownType;
  }
  const auto& parameters = infer.files().ParametersOf(*setter.file, setter.function);
  if (parameters.size() != 3 || parameters[2].annotation == kNoNode) return kUnknownType;
  const TypeId declared = infer.TypeOfAnnotation(*setter.file, parameters[2].annotation);
  return Substitute(infer, declared, infer.classes().Arguments(descriptor));
}

TypeId BoundObject(Infer& infer, TypeId member, TypeId receiver, bool on_instance) {
  const WrittenMethod getter = WrittenMethodOf(infer, member, "__get__");
  if (getter.file == nullptr) return member;
  TypeTable& table = infer.table();
  TypeId object = on_instance ? receiver : kNoneType;
  TypeId owner = on_instance ? table.ClassOf(receiver) : receiver;
  TypeId value = infer.CallMethod(member, "__get__", {object, owner});
  if (getter.file->module->is_stub()) return IsKnown(value) ? value : member;
  // `if thing is None: return self` is for those who ask the class.
  const auto all = table.Alternatives(value);
  std::vector<TypeId> others(all.begin(), all.end());
  const TypeId itself = table.ClassOf(member);
  std::erase_if(others, [&](TypeId one) {
    return table.form(one) == Form::kInstance && table.ClassOf(one) == itself;
  });
  const bool may_be_itself = others.size() < all.size();
  if (!on_instance && (may_be_itself || IsKnown(value))) return may_be_itself ? member : value;
  value = table.Union(others);
  if (!IsKnown(value) && on_instance) value = TakenBySetter(infer, member);
  if (!IsKnown(value)) value = table.Guessed(GivenByKept(infer, member));
  return IsKnown(value) || on_instance ? value : member;
}

// @classproperty and the like: one asks the class, too.
bool IsPropertyOfClass(const File& f, NodeId function) {
  for (NodeId decorator : DecoratorsOf(f, function)) {
    const std::string_view name = DecoratorName(f, decorator);
    const bool is_property = name.ends_with("property") || name.ends_with("Property");
    if (is_property && (name.find("class") != name.npos || name.find("Class") != name.npos)) {
      return true;
    }
  }
  return false;
}

TypeId BoundProperty(Infer& infer, TypeId property, TypeId receiver, bool on_instance) {
  TypeTable& table = infer.table();
  const TypeData data = table[property];
  const File& f = infer.files().at(data.file);
  // @property over @classmethod: a value of the class.
  const bool is_function = f.kind(data.node) == Kind::kFunctionDefinition;
  if (is_function && (HasDecorator(f, data.node, "classmethod") ||
                      (!on_instance && IsPropertyOfClass(f, data.node)))) {
    const TypeId object = NotSuper(table, receiver);
    return infer.Call(BoundTo(table, property, on_instance ? table.ClassOf(object) : object), {});
  }
  if (!on_instance) return Instance(infer, "property");
  return infer.Call(BoundTo(table, property, NotSuper(table, receiver)), {});
}

}  // namespace

TypeId Bound(Infer& infer, TypeId member, TypeId receiver, bool in_body) {
  TypeTable& table = infer.table();
  const bool on_instance = table.form(receiver) == Form::kInstance;
  std::vector<TypeId> types;
  for (TypeId alternative : table.Alternatives(member)) {
    const TypeData& data = table[alternative];
    bool is_function = data.form == Form::kFunction && data.arguments.empty() &&
                       infer.files().at(data.file).kind(data.node) == Kind::kFunctionDefinition;
    if (is_function) {
      types.push_back(BoundFunction(infer, alternative, receiver, on_instance));
    } else if (data.form == Form::kProperty) {
      types.push_back(BoundProperty(infer, alternative, receiver, on_instance));
    } else if (data.form == Form::kInstance && in_body) {
      types.push_back(BoundObject(infer, alternative, receiver, on_instance));
    } else {
      types.push_back(alternative);
    }
  }
  return table.Union(types);
}

}  // namespace fastnode::types
