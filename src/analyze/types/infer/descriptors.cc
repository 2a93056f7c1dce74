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
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/parameters.h"

namespace fastnode::types {

using ast::Kind;

namespace {

// The object itself, of what super() gives.
TypeId NotSuper(TypeTable& table, TypeId receiver) {
  TypeData plain = table[receiver];
  plain.flags &= static_cast<uint8_t>(~kIsSuper);
  return table.Add(std::move(plain));
}

TypeId BoundTo(TypeTable& table, TypeId function, TypeId object) {
  TypeData data = table[function];
  data.form = Form::kFunction;
  data.arguments = {object};
  return table.Add(std::move(data));
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

bool HasGetter(Infer& infer, TypeId type) {
  const std::vector<TypeId>& ancestors = infer.classes().Ancestors(type);
  return std::any_of(ancestors.begin(), ancestors.end(), [&](TypeId ancestor) {
    const TypeData& cls = infer.table()[ancestor];
    if (cls.form != Form::kClass) return false;
    const File& f = infer.files().at(cls.file);
    return f.module->Find(f.module->ScopeOfClass(cls.node), "__get__") != kNone;
  });
}

TypeId BoundObject(Infer& infer, TypeId member, TypeId receiver, bool on_instance) {
  if (!HasGetter(infer, member)) return member;
  TypeId object = on_instance ? receiver : kNoneType;
  TypeId owner = on_instance ? infer.table().ClassOf(receiver) : receiver;
  TypeId value = infer.CallMethod(member, "__get__", {object, owner});
  return IsKnown(value) ? value : member;
}

TypeId BoundProperty(Infer& infer, TypeId property, TypeId receiver, bool on_instance) {
  TypeTable& table = infer.table();
  const TypeData data = table[property];
  const File& f = infer.files().at(data.file);
  // @property over @classmethod: a value of the class.
  if (f.kind(data.node) == Kind::kFunctionDefinition && HasDecorator(f, data.node, "classmethod")) {
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
