// Classes: type parameters, bases, the order of ancestors, and the lookup of attributes.
#include <algorithm>

#include "analyze/types/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::ReferenceKind;
using bind::ScopeKind;

namespace {

constexpr size_t kMaxDefinitions = 16;  // of one attribute

}  // namespace

// The class whose method a function is, or kNoNode.
NodeId Evaluator::ClassOfFunction(const File& f, NodeId function) const {
  if (f.kind(function) != Kind::kFunctionDefinition) return kNoNode;
  ScopeId scope = f.scope_of(function);
  // The scope of the function's own type parameters stands between.
  while (scope != kNone && f.kind(f.scope(scope).node) == Kind::kTypeParameter) {
    scope = f.scope(scope).parent;
  }
  return scope != kNone && f.scope(scope).kind == ScopeKind::kClass ? f.scope(scope).node : kNoNode;
}

// The class in whose body or methods a node stands.
NodeId Evaluator::EnclosingClass(const File& f, NodeId node) const {
  for (ScopeId scope = f.scope_of(node); scope != kNone; scope = f.scope(scope).parent) {
    if (f.scope(scope).kind == ScopeKind::kClass) return f.scope(scope).node;
  }
  return kNoNode;
}

TypeId Evaluator::SelfType(const File& f, NodeId cls) {
  TypeData self{.form = Form::kInstance, .flags = kIsSelf, .file = f.number, .node = cls};
  self.arguments = ClassAt(f.number, cls).parameters;
  return table_.Add(std::move(self));
}

const ClassInfo& Evaluator::ClassAt(int32_t number, NodeId cls) {
  auto [found, is_new] = classes_.emplace(std::pair(number, cls), ClassInfo());
  if (!is_new) return found->second;
  ClassInfo& info = found->second;
  const File& f = file(number);
  TypeId self = ClassType(f, cls);
  info.ancestors = {self};  // until it is known, for classes that come back to themselves
  ReadBases(f, cls, info);
  Linearise(self, info);
  info.complete = true;
  for (TypeId type : tentative_) ancestors_.erase(type);
  tentative_.clear();
  return info;
}

void Evaluator::ReadBases(const File& f, NodeId cls, ClassInfo& info) {
  auto add_parameter = [&](TypeId variable) {
    bool known = std::find(info.parameters.begin(), info.parameters.end(), variable) !=
                 info.parameters.end();
    if (!known) info.parameters.push_back(variable);
  };
  auto collect = [&](auto&& again, TypeId type) -> void {
    if (!table_.HasVariables(type)) return;
    if (table_[type].form == Form::kVariable) return add_parameter(type);
    std::vector<TypeId> inner = table_[type].arguments;
    for (TypeId argument : inner) again(again, argument);
  };
  if (f.kind(cls) == Kind::kClassDefinition) {
    if (NodeId list = f.child(cls, Field::kTypeParameters); list != kNoNode) {
      for (NodeId c = f.first(list); c != kNoNode; c = f.next(c)) {
        for (NodeId n = c; n < f.tree()[c].subtree_end; ++n) {
          if (f.kind(n) != Kind::kIdentifier || f.variable_of(n) == kNone) continue;
          add_parameter(table_.Add({.form = Form::kVariable,
                                    .file = f.number,
                                    .node = n,
                                    .text = std::string(f.text(n))}));
          break;
        }
      }
    }
  }
  if (f.kind(cls) == Kind::kCall) info.bases = BasesOfCall(f, cls);
  NodeId list = f.child(cls, Field::kSuperclasses);
  std::vector<TypeId> generic;
  for (NodeId c = list == kNoNode ? kNoNode : f.first(list); c != kNoNode; c = f.next(c)) {
    if (IsHidden(f, c)) continue;
    if (f.kind(c) == Kind::kKeywordArgument) {
      NodeId name = f.child(c, Field::kName), value = f.child(c, Field::kValue);
      if (name != kNoNode && value != kNoNode && f.text(name) == "metaclass") {
        info.metaclass = TypeOf(f, value);
      }
      continue;
    }
    NodeId head = f.kind(c) == Kind::kSubscript ? f.first(c) : c;
    TypeId head_type = head == kNoNode ? kUnknownType : TypeOf(f, head);
    const TypeData& special = table_[head_type];
    if (special.form == Form::kSpecial) {
      if (special.text == "Generic" || special.text == "Protocol") {
        info.is_protocol |= special.text == "Protocol";
        for (NodeId a = head == c ? kNoNode : f.next(head); a != kNoNode; a = f.next(a)) {
          generic.push_back(Annotation(f, a, f.scope_of(c), 0));
        }
      } else if (special.text == "TypedDict") {
        info.is_typed_dict = true;
        info.bases.push_back(LibraryClass("typing", "_TypedDict"));
      } else if (special.text == "Tuple") {
        info.bases.push_back(ClassOf(Annotation(f, c, f.scope_of(c), 0)));
      }
      continue;
    }
    TypeId base = head_type;
    if (head != c) {
      TypeId applied = ClassOf(Annotation(f, c, f.scope_of(c), 0));
      if (table_.IsKnown(applied)) base = applied;
    }
    for (TypeId alternative : table_.Alternatives(base)) {
      Form form = table_[alternative].form;
      bool is_class = form == Form::kClass || form == Form::kUnknown;
      info.bases.push_back(is_class ? alternative : kUnknownType);
      if (info.bases.size() > kMaxDefinitions) break;
    }
  }
  for (TypeId type : generic) collect(collect, type);
  std::vector<TypeId> bases = info.bases;
  for (TypeId base : bases) collect(collect, base);
  bool is_object = f.module->path() == "builtins" && f.kind(cls) == Kind::kClassDefinition &&
                   f.text(f.child(cls, Field::kName)) == "object";
  if (info.bases.empty() && !is_object) info.bases.push_back(Builtin("object"));
}

// C3 (https://www.python.org/download/releases/2.3/mro/); bases that cannot be merged are taken
// depth first.
void Evaluator::Linearise(TypeId self, ClassInfo& info) {
  TypeData own = table_[self];
  own.arguments = info.parameters;
  std::vector<TypeId> order = {info.parameters.empty() ? self : table_.Add(own)};
  std::vector<std::vector<TypeId>> rows;
  for (TypeId base : info.bases) {
    if (table_[base].form == Form::kClass) {
      if (table_[base].file == own.file && table_[base].node == own.node) continue;
      rows.push_back(Ancestors(base));
    } else {
      rows.push_back({base});
    }
  }
  std::vector<std::vector<TypeId>> depth_first = rows;
  rows.push_back({});
  for (const std::vector<TypeId>& row : depth_first) rows.back().push_back(row[0]);
  auto same = [&](TypeId a, TypeId b) {
    const TypeData &x = table_[a], &y = table_[b];
    return a == b || (x.form == Form::kClass && y.form == Form::kClass && x.file == y.file &&
                      x.node == y.node);
  };
  for (;;) {
    std::erase_if(rows, [](const std::vector<TypeId>& row) { return row.empty(); });
    if (rows.empty()) break;
    TypeId next = -1;
    for (const std::vector<TypeId>& row : rows) {
      bool in_tail = std::any_of(rows.begin(), rows.end(), [&](const std::vector<TypeId>& r) {
        return std::any_of(r.begin() + 1, r.end(), [&](TypeId t) { return same(t, row[0]); });
      });
      if (!in_tail) {
        next = row[0];
        break;
      }
    }
    if (next < 0) {
      order.resize(1);
      for (const std::vector<TypeId>& row : depth_first) {
        for (TypeId type : row) {
          bool known =
              std::any_of(order.begin(), order.end(), [&](TypeId t) { return same(t, type); });
          if (!known) order.push_back(type);
        }
      }
      break;
    }
    order.push_back(next);
    for (std::vector<TypeId>& row : rows) {
      if (same(row[0], next)) row.erase(row.begin());
    }
  }
  info.ancestors = std::move(order);
  for (size_t i = 1; i < info.ancestors.size(); ++i) {
    const TypeData& ancestor = table_[info.ancestors[i]];
    if (ancestor.form != Form::kClass) continue;
    const std::string& module = file(ancestor.file).module->path();
    NodeId name = file(ancestor.file).child(ancestor.node, Field::kName);
    std::string_view text = name == kNoNode ? "" : file(ancestor.file).text(name);
    info.is_enum |= module == "enum" && (text == "Enum" || text == "Flag");
    info.is_typed_dict |= module == "typing" && text == "_TypedDict";
    if (info.metaclass == kUnknownType) {
      info.metaclass = ClassAt(ancestor.file, ancestor.node).metaclass;
    }
  }
}

// What the type parameters of a class stand for in a class type or instance.
Substitution Evaluator::ClassArguments(TypeId type) {
  Substitution with;
  TypeData data = table_[type];
  if (data.form != Form::kClass && data.form != Form::kInstance) return with;
  const std::vector<TypeId>& parameters = ClassAt(data.file, data.node).parameters;
  if (IsBuiltin(type, "tuple")) data.arguments = {table_.Union(data.arguments)};
  for (size_t i = 0; i < parameters.size(); ++i) {
    TypeId argument = i < data.arguments.size() ? data.arguments[i] : kUnknownType;
    with.variables.emplace_back(parameters[i], argument);
  }
  return with;
}

const std::vector<TypeId>& Evaluator::Ancestors(TypeId type) {
  auto found = ancestors_.find(type);
  if (found != ancestors_.end()) return found->second;
  TypeData data = table_[type];
  std::vector<TypeId> ancestors;
  if (data.form == Form::kClass || data.form == Form::kInstance) {
    const ClassInfo& info = ClassAt(data.file, data.node);
    if (!info.complete) tentative_.push_back(type);
    std::vector<TypeId> raw = info.ancestors;
    Substitution with = ClassArguments(type);
    for (TypeId ancestor : raw) {
      ancestors.push_back(with.variables.empty() ? ancestor : Substitute(ancestor, with));
    }
  }
  return ancestors_[type] = std::move(ancestors);
}

// The ancestor of a type that is this class, its arguments put in; unknown if it is none.
TypeId Evaluator::FindAncestor(TypeId type, int32_t file, NodeId cls) {
  for (TypeId ancestor : Ancestors(type)) {
    const TypeData& data = table_[ancestor];
    if (data.form == Form::kClass && data.file == file && data.node == cls) return ancestor;
  }
  return kUnknownType;
}

bool Evaluator::Inherits(TypeId type, std::string_view module, std::string_view name) {
  const TypeData& cls = table_[LibraryClass(module, name)];
  return cls.form == Form::kClass && FindAncestor(type, cls.file, cls.node) != kUnknownType;
}

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
