// What decorators make of a function. Those that are known by name come first; of the others their
// signature is asked, and an answer counts if it tells more than the function itself.
#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/file/decorators.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/functions.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/wrappers.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

// Those that leave a function's result as it is.
bool IsTransparent(std::string_view name) {
  static constexpr std::string_view kNames[] = {"staticmethod",    "classmethod",
                                                "abstractmethod",  "lru_cache",
                                                "cache",           "wraps",
                                                "override",        "final",
                                                "overload",        "abstractclassmethod",
                                                "deprecated",      "no_type_check",
                                                "type_check_only", "abstractstaticmethod"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool MakesProperty(std::string_view name) {
  return name.ends_with("property") || name == "setter" || name == "getter" || name == "deleter" ||
         name == "DynamicClassAttribute" || name == "_magic_enum_attr" || name == "reify";
}

// Whether a decorator says what it returns; without a signature it is a wrapper that tells less
// than the function.
bool DeclaresResult(Infer& infer, TypeId decorator) {
  const TypeData& data = infer.table()[decorator];
  if (data.form != Form::kFunction) {
    return data.form == Form::kClass || data.form == Form::kCallable ||
           data.form == Form::kInstance;
  }
  const File& f = infer.files().at(data.file);
  return f.kind(data.node) == Kind::kFunctionDefinition &&
         f.child(data.node, Field::kReturnType) != kNoNode;
}

bool Tells(const TypeTable& table, TypeId result) {
  switch (table.form(result)) {
    case Form::kInstance:
    case Form::kFunction:
    case Form::kClass:
    case Form::kProperty:
      return true;
    case Form::kCallable:
      return IsKnown(table[result].arguments.back());
    default:
      return false;
  }
}

// What can be called in a function's place takes what the function does, as far as anybody says:
// `Callable[P, Iterator[T]]` becomes `Callable[P, ContextManager[T]]`.
TypeId WithParametersOf(TypeTable& table, TypeId result, TypeId function) {
  const TypeData& decorated = table[function];
  if (table.form(result) != Form::kCallable || decorated.node == kNoNode) return result;
  if (decorated.form != Form::kFunction && decorated.form != Form::kCallable) return result;
  TypeData data = table[result];
  data.file = decorated.file;
  data.node = decorated.node;
  return table.Add(std::move(data));
}

TypeId AsProperty(TypeTable& table, TypeId function) {
  if (table.form(function) != Form::kFunction) return function;
  TypeData data = table[function];
  data.form = Form::kProperty;
  return table.Add(std::move(data));
}

// A class made of property, or a function that gives one that asks the function it is given:
//   def lazy(get):
//       @property
//       def asked(self): ...get(self)...
//       return asked
bool MakesPropertyOf(Infer& infer, TypeId decorator, TypeId function) {
  const TypeTable& table = infer.table();
  if (table.form(function) != Form::kFunction) return false;
  const File& own = infer.files().at(table[function].file);
  if (own.module->is_stub() || ClassOfFunction(own, table[function].node) == kNoNode) return false;
  const TypeData data = table[decorator];
  if (data.form == Form::kClass) {
    return infer.classes().Inherits(decorator, "builtins", "property") ||
           infer.classes().Inherits(decorator, "functools", "cached_property");
  }
  if (data.form != Form::kFunction || !data.arguments.empty()) return false;
  const File& f = infer.files().at(data.file);
  if (f.module->is_stub() || f.kind(data.node) != Kind::kFunctionDefinition) return false;
  return table.form(infer.ResultOf(f, data.node)) == Form::kProperty;
}

// A function within another, as those give that wrap what they are given.
bool IsWrapper(Infer& infer, TypeId decorator, TypeId result) {
  const TypeData &given = infer.table()[result], &by = infer.table()[decorator];
  if (given.form != Form::kFunction || by.form != Form::kInstance) return false;
  const File& f = infer.files().at(given.file);
  const ScopeId scope = f.scope_of(given.node);
  return scope != kNone && f.scope(scope).kind == bind::ScopeKind::kFunction;
}

// What is called like the function, and gives what the wrapper around it does.
std::optional<TypeId> Replaced(Infer& infer, TypeId decorator, TypeId function) {
  const TypeData decorated = infer.table()[function];
  if (decorated.form != Form::kFunction || infer.table().form(decorator) != Form::kFunction) {
    return std::nullopt;
  }
  const TypeId wrapper = infer.Call(decorator, PassTypes({function}));
  const auto result = ResultOfWrapper(infer, decorator, wrapper);
  if (!result) return std::nullopt;
  const TypeId called = infer.table().Add({.form = Form::kCallable, .arguments = {*result}});
  return WithParametersOf(infer.table(), called, function);
}

TypeId Apply(Infer& infer, TypeId decorator, TypeId function) {
  const Arguments arguments = PassTypes({function});
  std::vector<TypeId> results;
  for (TypeId alternative : infer.table().Alternatives(decorator)) {
    if (MakesPropertyOf(infer, alternative, function)) {
      results.push_back(AsProperty(infer.table(), function));
      continue;
    }
    if (!DeclaresResult(infer, alternative)) {
      if (const auto result = Replaced(infer, alternative, function)) results.push_back(*result);
      continue;
    }
    TypeId result = infer.Call(alternative, arguments);
    if (!Tells(infer.table(), result) || IsWrapper(infer, alternative, result)) continue;
    results.push_back(WithParametersOf(infer.table(), result, function));
  }
  return results.empty() ? function : infer.table().Union(results);
}

}  // namespace

TypeId DecoratedValue(Infer& infer, const File& f, NodeId definition) {
  TypeId type = infer.table().Function(f.number, definition);
  const std::vector<NodeId> decorators = DecoratorsOf(f, definition);
  for (auto at = decorators.rbegin(); at != decorators.rend(); ++at) {
    std::string_view name = DecoratorName(f, *at);
    if (IsTransparent(name)) continue;
    if (MakesProperty(name) && infer.table().form(type) == Form::kFunction) {
      type = AsProperty(infer.table(), type);
      continue;
    }
    NodeId expression = f.next(f.first(*at));
    if (expression != kNoNode) type = Apply(infer, infer.TypeOf(f, expression), type);
  }
  return type;
}

}  // namespace fastnode::types
