// Calls: of functions, classes and objects, and those that type checkers know by name.
#include <algorithm>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxCallDepth = 8;  // objects that are called, whose __call__ is an object...

}  // namespace

Arguments Evaluator::ArgumentsOf(const File& f, NodeId call) const {
  Arguments arguments{.file = &f};
  NodeId list = f.child(call, Field::kArguments);
  if (list == kNoNode) return arguments;
  if (f.kind(list) == Kind::kGeneratorExpression) {  // f(x for x in y)
    arguments.list.push_back({.node = list});
    return arguments;
  }
  if (f.kind(list) != Kind::kArgumentList) return arguments;
  for (NodeId c = f.first(list); c != kNoNode; c = f.next(c)) {
    if (IsHidden(f, c) || f.kind(c) == Kind::kError) continue;
    Argument argument{.node = c};
    if (f.kind(c) == Kind::kKeywordArgument) {
      NodeId name = f.child(c, Field::kName), value = f.child(c, Field::kValue);
      if (name == kNoNode || value == kNoNode) continue;
      argument = {.keyword = f.text(name), .node = value};
    } else if (f.kind(c) == Kind::kListSplat || f.kind(c) == Kind::kDictionarySplat) {
      argument.splat = true;
    }
    arguments.list.push_back(argument);
  }
  return arguments;
}

TypeId Evaluator::ArgumentType(const Arguments& arguments, size_t i) {
  const Argument& argument = arguments.list[i];
  return argument.node == kNoNode || arguments.file == nullptr
             ? argument.type
             : TypeOf(*arguments.file, argument.node);
}

TypeId Evaluator::CallValue(const File& f, NodeId call) {
  NodeId function = f.child(call, Field::kFunction);
  if (function == kNoNode) return kUnknownType;
  TypeId callee = TypeOf(f, function);
  // cls.__new__(cls): a static method that makes what its first argument says.
  if (table_[callee].form == Form::kFunction && f.kind(function) == Kind::kAttribute &&
      f.text(function).ends_with("__new__")) {
    Arguments arguments = ArgumentsOf(f, call);
    TypeId cls = arguments.list.empty() ? kUnknownType : ArgumentType(arguments, 0);
    if (table_[cls].form == Form::kClass) return InstanceOf(cls);
  }
  bool handled = false;
  TypeId special = SpecialCall(callee, f, call, handled);
  if (handled) return special;
  return Call(callee, ArgumentsOf(f, call));
}

TypeId Evaluator::Call(TypeId callee, const Arguments& arguments, int depth) {
  if (depth > kMaxCallDepth) return kUnknownType;
  std::vector<TypeId> results;
  for (TypeId alternative : table_.Alternatives(callee)) {
    const TypeData& data = table_[alternative];
    switch (data.form) {
      case Form::kUnknown:
        if (!data.text.empty()) results.push_back(Opaque(data.text + "()"));
        break;
      case Form::kClass:
        results.push_back(Constructed(alternative, arguments));
        break;
      case Form::kClassOf:
        results.push_back(data.arguments[0]);
        break;
      case Form::kFunction:
        results.push_back(CallFunction(alternative, arguments));
        break;
      case Form::kCallable:
        results.push_back(data.arguments[0]);
        break;
      case Form::kInstance: {
        TypeId method = ClassAttribute(alternative, "__call__");
        if (table_.IsKnown(method)) results.push_back(Call(method, arguments, depth + 1));
        break;
      }
      case Form::kVariable:
        if (!data.arguments.empty()) {
          results.push_back(Call(data.arguments[0], arguments, depth + 1));
        }
        break;
      default:
        break;
    }
  }
  return table_.Union(results);
}

NodeId Evaluator::FunctionOfCall(TypeId callee, bool& bound, const File*& where) {
  TypeData data = table_[callee];
  if (data.form == Form::kClass) {
    TypeId init = ClassAttribute(InstanceOf(callee), "__init__");
    bool own =
        table_[init].form == Form::kFunction && PathOf(table_[init]) != "builtins.object.__init__";
    if (!own) init = ClassAttribute(callee, "__new__");
    data = table_[init];
    if (data.form == Form::kFunction && PathOf(data) == "builtins.object.__new__") return kNoNode;
  } else if (data.form == Form::kInstance) {
    data = table_[ClassAttribute(callee, "__call__")];
  }
  if (data.form != Form::kFunction) return kNoNode;
  bound = !data.arguments.empty();
  where = &file(data.file);
  return data.node;
}

TypeId Evaluator::CallMethod(TypeId receiver, std::string_view method, std::vector<TypeId> types) {
  std::vector<TypeId> results;
  Arguments arguments;
  for (TypeId type : types) arguments.list.push_back({.type = type});
  for (TypeId alternative : table_.Alternatives(receiver)) {
    Form form = table_[alternative].form;
    TypeId callee = kUnknownType;
    if (form == Form::kInstance) {
      callee = ClassAttribute(alternative, method);
    } else if (form == Form::kClass) {  // of its metaclass
      const TypeData& data = table_[alternative];
      TypeId meta = ClassAt(data.file, data.node).metaclass;
      if (table_.IsKnown(meta)) {
        callee = Bound(Attribute(InstanceOf(meta), method), alternative, false);
        if (table_[callee].form == Form::kFunction) {
          // The class is what the metaclass's method is called on.
          TypeData bound = table_[callee];
          bound.arguments = {alternative};
          callee = table_.Add(std::move(bound));
        }
      }
    } else if (form == Form::kVariable) {
      callee = Attribute(alternative, method);
    }
    if (table_.IsKnown(callee)) results.push_back(Call(callee, arguments));
  }
  return table_.Union(results);
}

// An object of a class, its type arguments solved from what is passed.
TypeId Evaluator::Constructed(TypeId cls, const Arguments& arguments) {
  TypeData data = table_[cls];
  TypeId instance = InstanceOf(cls);
  const ClassInfo info = ClassAt(data.file, data.node);
  if (data.file == 0 && info.parameters.empty()) return instance;
  if (info.parameters.empty() || !data.arguments.empty()) {
    if (!IsBuiltin(cls, "zip") && !IsBuiltin(cls, "map")) return instance;
  }
  // `__new__` may say what it makes: zip.__new__ does.
  TypeData generic = table_[instance];
  generic.arguments = info.parameters;
  TypeId open = table_.Add(generic);
  bool found = false;
  const File& f = file(data.file);
  MemberValue(f, data.node, "__new__", cls, found);
  if (found) {
    TypeData open_class = table_[open];
    open_class.form = Form::kClass;
    TypeId result = Call(ClassAttribute(table_.Add(open_class), "__new__"), arguments);
    if (table_[result].form == Form::kInstance && !table_.HasVariables(result)) return result;
  }
  TypeId init = ClassAttribute(open, "__init__");
  if (table_[init].form != Form::kFunction) return instance;
  TypeData bound = table_[init];
  const File& where = file(bound.file);
  NodeId function = bound.node;
  for (NodeId overload : Overloads(where, bound.node)) {
    if (!Fits(where, overload, open, arguments)) continue;
    function = overload;
    break;
  }
  Substitution with;
  const std::vector<Parameter>& parameters = ParametersOf(where, function);
  if (!parameters.empty() && parameters[0].annotation != kNoNode) {
    // def __init__(self: dict[str, V], ...)
    TypeId self = Annotated(where, parameters[0].annotation);
    if (table_[self].form == Form::kInstance) {
      Substitution args = ClassArguments(self);
      for (auto& [variable, type] : args.variables) {
        if (type != variable && table_.IsKnown(type)) with.variables.emplace_back(variable, type);
      }
    }
  }
  bool fits = true;
  std::vector<int> matched = Match(parameters, true, arguments, fits);
  for (size_t i = 0; i < matched.size(); ++i) {
    if (matched[i] < 0) continue;
    NodeId annotation = parameters[static_cast<size_t>(matched[i])].annotation;
    if (annotation == kNoNode) continue;
    TypeId pattern = Annotated(where, annotation);
    if (table_.HasVariables(pattern)) Unify(pattern, ArgumentType(arguments, i), with, 0);
  }
  return Ground(Substitute(open, with));
}

// Calls whose result depends on more than a signature.
TypeId Evaluator::SpecialCall(TypeId callee, const File& f, NodeId call, bool& handled) {
  const TypeData data = table_[callee];
  if ((data.form != Form::kClass && data.form != Form::kFunction) || data.file == 0) {
    return kUnknownType;
  }
  const std::string& module = file(data.file).module->path();
  NodeId name_node = file(data.file).child(data.node, Field::kName);
  std::string_view name = name_node == kNoNode ? "" : file(data.file).text(name_node);
  Arguments arguments = ArgumentsOf(f, call);
  auto is = [&](std::string_view m, std::string_view n) { return module == m && name == n; };
  handled = true;
  if (is("builtins", "super")) return Super(f, call);
  if (is("typing", "cast") || is("typing_extensions", "cast")) {
    NodeId type = arguments.list.empty() ? kNoNode : arguments.list[0].node;
    return type == kNoNode ? kUnknownType : Annotation(f, type, f.scope_of(type), 0);
  }
  if (is("builtins", "type")) {
    if (arguments.list.size() == 1) return ClassOf(ArgumentType(arguments, 0));
    if (arguments.list.size() == 3) return ClassType(f, call);
    return kUnknownType;
  }
  if (is("typing", "TypeVar") || is("typing_extensions", "TypeVar")) {
    TypeData variable{.form = Form::kVariable, .file = f.number, .node = call};
    std::vector<TypeId> constraints;
    for (const Argument& argument : arguments.list) {
      bool bound = argument.keyword == "bound";
      bool constraint = argument.keyword.empty() && &argument != &arguments.list[0];
      if (argument.node == kNoNode || (!bound && !constraint)) continue;
      constraints.push_back(Annotation(f, argument.node, f.scope_of(argument.node), 0));
    }
    TypeId bound = table_.Union(constraints);
    if (table_.IsKnown(bound)) variable.arguments = {bound};
    return table_.Add(std::move(variable));
  }
  if (is("typing", "ParamSpec") || is("typing", "TypeVarTuple") ||
      is("typing_extensions", "ParamSpec") || is("typing_extensions", "TypeVarTuple")) {
    return table_.Add({.form = Form::kVariable, .file = f.number, .node = call});
  }
  if (is("typing", "NewType") || is("typing_extensions", "NewType")) {
    NodeId type = arguments.list.size() < 2 ? kNoNode : arguments.list[1].node;
    return type == kNoNode ? kUnknownType : ClassOf(Annotation(f, type, f.scope_of(type), 0));
  }
  if (is("builtins", "property")) {
    TypeId getter = arguments.list.empty() ? kUnknownType : ArgumentType(arguments, 0);
    TypeData property = table_[getter];
    handled = property.form == Form::kFunction;
    property.form = Form::kProperty;
    return handled ? table_.Add(std::move(property)) : kUnknownType;
  }
  if (is("collections", "namedtuple") || is("typing", "NamedTuple")) return ClassType(f, call);
  bool makes_enum = data.form == Form::kClass && module == "enum" &&
                    (ClassAt(data.file, data.node).is_enum || name == "Enum") &&
                    arguments.list.size() >= 2;
  if (makes_enum) return ClassType(f, call);
  handled = false;
  return kUnknownType;
}

// `super()`: the object, seen from behind its class.
TypeId Evaluator::Super(const File& f, NodeId call) {
  NodeId cls = EnclosingClass(f, call);
  if (cls == kNoNode) return kUnknownType;
  bool on_class = false;
  for (ScopeId scope = f.scope_of(call); scope != kNone; scope = f.scope(scope).parent) {
    NodeId function = f.scope(scope).node;
    if (f.scope(scope).kind != bind::ScopeKind::kFunction ||
        f.kind(function) != Kind::kFunctionDefinition || ClassOfFunction(f, function) != cls) {
      continue;
    }
    NodeId name = f.child(function, Field::kName);
    on_class =
        HasDecorator(f, function, "classmethod") || (name != kNoNode && f.text(name) == "__new__");
    break;
  }
  TypeData self = table_[SelfType(f, cls)];
  self.flags |= kIsSuper;
  if (on_class) self.form = Form::kClass;
  return table_.Add(std::move(self));
}

}  // namespace fastnode::types
