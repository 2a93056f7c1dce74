#include "analyze/types/infer/calls.h"

#include "analyze/types/file/references.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/kept_functions.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/mocks.h"
#include "analyze/types/infer/signatures.h"
#include "analyze/types/infer/solve.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxCallDepth = 8;  // objects that are called, whose __call__ is an object...

// What the metaclass's method is that is called on a class.
TypeId MethodOfMetaclass(Infer& infer, TypeId cls, std::string_view method) {
  TypeTable& table = infer.table();
  const TypeData& data = table[cls];
  TypeId meta = infer.classes().At(data.file, data.node).metaclass;
  if (!IsKnown(meta)) return kUnknownType;
  TypeId callee =
      Bound(infer, infer.TypeOfMember(table.InstanceOf(meta), method), cls, /*in_body=*/false);
  if (table.form(callee) != Form::kFunction) return callee;
  TypeData bound = table[callee];
  bound.arguments = {cls};
  return table.Add(std::move(bound));
}

// Callable[[T], T]: what T stands for is said by what is passed.
TypeId CallableCallValue(Infer& infer, TypeData callee, const Arguments& arguments) {
  const TypeId result = callee.arguments.back();
  Substitution with;
  for (size_t i = 0; i + 1 < callee.arguments.size() && i < arguments.list.size(); ++i) {
    if (!arguments.list[i].keyword.empty() || arguments.list[i].splat) break;
    Unify(infer, callee.arguments[i], ArgumentType(infer, arguments, i), with);
  }
  return with.variables.empty() ? result : Substitute(infer, result, with);
}

TypeId CallOfOne(Infer& infer, TypeId callee, const Arguments& arguments, int depth) {
  const TypeData& data = infer.table()[callee];
  switch (data.form) {
    case Form::kUnknown:
      return data.text.empty() ? kUnknownType : infer.table().Opaque(data.text + "()");
    case Form::kClass:
      return ConstructedObject(infer, callee, arguments);
    case Form::kFunction:
      return FunctionCallValue(infer, callee, arguments);
    case Form::kClassOf:
      return data.arguments[0];
    case Form::kCallable:
      return CallableCallValue(infer, data, arguments);
    case Form::kInstance: {
      const TypeId mock = MockOf(infer, callee);
      if (IsKnown(mock)) return mock;
      TypeId method = ClassMember(infer, callee, "__call__");
      if (!IsKnown(method)) return kUnknownType;
      const TypeId result = CallValue(infer, method, arguments, depth + 1);
      return IsKnown(result) ? result : infer.table().Guessed(GivenByKept(infer, callee));
    }
    case Form::kVariable:
      return data.arguments.empty() ? kUnknownType
                                    : CallValue(infer, data.arguments[0], arguments, depth + 1);
    default:
      return kUnknownType;
  }
}

// How many ancestors of a class stand before the one whose statement has the method.
size_t DistanceTo(Infer& infer, TypeId cls, TypeId method) {
  const std::vector<TypeId> ancestors = infer.classes().Ancestors(cls);
  const TypeData& data = infer.table()[method];
  if (data.form != Form::kFunction) return ancestors.size();
  const NodeId owner = ClassOfFunction(infer.files().at(data.file), data.node);
  size_t i = 0;
  for (; i < ancestors.size(); ++i) {
    const TypeData& ancestor = infer.table()[ancestors[i]];
    if (ancestor.file == data.file && ancestor.node == owner) break;
  }
  return i;
}

TypeId MethodOfOne(Infer& infer, TypeId receiver, std::string_view method) {
  switch (infer.table().form(receiver)) {
    case Form::kInstance:
      return ClassMember(infer, receiver, method);
    case Form::kClass:
      return MethodOfMetaclass(infer, receiver, method);
    case Form::kVariable:
      return infer.TypeOfMember(receiver, method);
    default:
      return kUnknownType;
  }
}

// Whether nothing is known of what a mapping holds, or whether it is one.
bool MayHoldAnything(Infer& infer, TypeId mapping) {
  if (!IsKnown(mapping)) return true;
  const TypeData& data = infer.table()[mapping];
  return IsInstanceOf(infer, mapping, "dict") &&
         (data.arguments.size() != 2 || !IsKnown(data.arguments[1]));
}

// `options.get("size", 0)` of unknown options gives what the default is, as getattr does; but that
// it is a mapping, is a guess. A path instead of a key, or settings instead of a default, are
// passed to something else.
TypeId DefaultGiven(Infer& infer, const File& f, NodeId call) {
  const NodeId function = f.child(call, Field::kFunction);
  if (f.kind(function) != Kind::kAttribute || f.module->is_stub()) return kUnknownType;
  const NodeId name = f.child(function, Field::kAttribute);
  if (name == kNoNode || (f.text(name) != "get" && f.text(name) != "pop")) return kUnknownType;
  const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
  if (arguments.size() != 2 || !arguments[0].keyword.empty() || !arguments[1].keyword.empty()) {
    return kUnknownType;
  }
  const NodeId key = arguments[0].node, value = arguments[1].node;
  const bool has_key = f.kind(key) == Kind::kString && f.text(key).find('/') == std::string::npos;
  const bool has_settings = f.kind(value) == Kind::kDictionary && f.first(value) != kNoNode;
  if (!has_key || has_settings || f.is_hidden(name)) return kUnknownType;
  if (!MayHoldAnything(infer, infer.TypeOf(f, f.child(function, Field::kObject)))) {
    return kUnknownType;
  }
  const TypeId given = infer.TypeOf(f, value);
  if (IsInstanceOf(infer, given, "bool")) return kUnknownType;  // for "it is missing"
  return infer.table().form(given) == Form::kInstance ? infer.table().Guessed(given) : kUnknownType;
}

// `response.json()` is declared to be anything, or nothing is known of the response. It is a
// dictionary more often than a list.
TypeId DocumentGiven(Infer& infer, const File& f, NodeId call) {
  const NodeId function = f.child(call, Field::kFunction);
  if (f.kind(function) != Kind::kAttribute || f.module->is_stub()) return kUnknownType;
  const NodeId name = f.child(function, Field::kAttribute);
  if (name == kNoNode || (f.text(name) != "json" && f.text(name) != "get_json")) {
    return kUnknownType;
  }
  for (const WrittenArgument& argument : WrittenArguments(f, call)) {
    if (argument.keyword.empty()) return kUnknownType;
  }
  if (f.is_hidden(name)) return kUnknownType;
  const TypeId key = Instance(infer, "str");
  return infer.table().Guessed(Instance(infer, "dict", {key, kUnknownType}));
}

}  // namespace

TypeId ArgumentType(Infer& infer, const Arguments& arguments, size_t i) {
  if (arguments.file == nullptr) return arguments.types[i];
  return infer.TypeOf(*arguments.file, arguments.list[i].node);
}

TypeId CallExpressionValue(Infer& infer, const File& f, NodeId call) {
  NodeId function = f.child(call, Field::kFunction);
  if (function == kNoNode) return kUnknownType;
  TypeId callee = infer.TypeOf(f, function);
  // cls.__new__(cls): a static method that makes what its first argument says.
  if (infer.table().form(callee) == Form::kFunction && f.kind(function) == Kind::kAttribute &&
      f.text(function).ends_with("__new__")) {
    Arguments arguments = ArgumentsOf(f, call);
    TypeId cls = arguments.list.empty() ? kUnknownType : ArgumentType(infer, arguments, 0);
    if (infer.table().form(cls) == Form::kClass) return infer.table().InstanceOf(cls);
  }
  std::optional<TypeId> special = SpecialCallValue(infer, callee, f, call);
  const TypeId result = special ? *special : infer.Call(callee, ArgumentsOf(f, call));
  if (IsKnown(result)) return result;
  const TypeId given = DefaultGiven(infer, f, call);
  return IsKnown(given) ? given : DocumentGiven(infer, f, call);
}

TypeId CallValue(Infer& infer, TypeId callee, const Arguments& arguments, int depth) {
  if (depth > kMaxCallDepth) return kUnknownType;
  std::vector<TypeId> results;
  for (TypeId alternative : infer.table().Alternatives(callee)) {
    results.push_back(CallOfOne(infer, alternative, arguments, depth));
  }
  return infer.table().Union(results);
}

TypeId MethodCallValue(Infer& infer, TypeId receiver, std::string_view method,
                       std::vector<TypeId> types) {
  const Arguments arguments = PassTypes(std::move(types));
  std::vector<TypeId> results;
  for (TypeId alternative : infer.table().Alternatives(receiver)) {
    TypeId callee = MethodOfOne(infer, alternative, method);
    if (IsKnown(callee)) results.push_back(infer.Call(callee, arguments));
  }
  return infer.table().Union(results);
}

std::optional<CalledFunction> FunctionOfCall(Infer& infer, TypeId callee) {
  const TypeTable& table = infer.table();
  auto path_of = [&](TypeId function) {
    return infer.files().PathOf(table[function].file, table[function].node);
  };
  TypeId function = callee;
  if (table.form(callee) == Form::kClass) {
    function = ClassMember(infer, infer.table().InstanceOf(callee), "__init__");
    bool own =
        table.form(function) == Form::kFunction && path_of(function) != "builtins.object.__init__";
    const TypeId made_by = ClassMember(infer, callee, "__new__");
    if (!own || DistanceTo(infer, callee, made_by) < DistanceTo(infer, callee, function)) {
      function = made_by;
    }
  } else if (table.form(callee) == Form::kInstance) {
    function = ClassMember(infer, callee, "__call__");
  }
  const TypeData& data = table[function];
  if (data.form != Form::kFunction) return std::nullopt;
  // Neither the constructor of every class, nor that of classes themselves, says anything of one.
  bool of_class = table.form(callee) == Form::kClass;
  const std::string path = path_of(function);
  if (of_class && (path == "builtins.object.__new__" || path == "builtins.type.__new__")) {
    return std::nullopt;
  }
  return CalledFunction{&infer.files().at(data.file), data.node, !data.arguments.empty()};
}

}  // namespace fastnode::types
