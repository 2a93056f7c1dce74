#include "analyze/types/infer/iterate.h"

#include <optional>
#include <vector>

#include "analyze/types/infer/constructors.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {
namespace {

// By __iter__ and __next__, else by __getitem__.
TypeId NextOf(Infer& infer, TypeId iterable) {
  TypeId iterator = infer.CallMethod(iterable, "__iter__", {});
  if (!IsKnown(iterator))
    return infer.CallMethod(iterable, "__getitem__", {Instance(infer, "int")});
  TypeId element = infer.CallMethod(iterator, "__next__", {});
  if (IsKnown(element)) return element;
  // A generator function of a source: what it yields stands first.
  const TypeData& data = infer.table()[iterator];
  bool holds = data.form == Form::kInstance && !data.arguments.empty();
  return holds ? data.arguments[0] : kUnknownType;
}

// Of a named tuple, which is declared to hold anything: what any of its fields is.
TypeId FieldOf(Infer& infer, TypeId tuple) {
  if (infer.table().form(tuple) != Form::kInstance) return kUnknownType;
  if (!infer.classes().Inherits(tuple, "typing", "NamedTuple")) return kUnknownType;
  const auto fields = MadeConstructor(infer, infer.table().ClassOf(tuple));
  std::vector<TypeId> types;
  for (size_t i = 0; fields && i < fields->size(); ++i) {
    types.push_back(infer.TypeOfMember(tuple, (*fields)[i].name));
    if (!IsKnown(types.back())) return kUnknownType;
  }
  return infer.table().Union(types);
}

TypeId ElementOfOne(Infer& infer, TypeId iterable, bool is_async) {
  const TypeData& data = infer.table()[iterable];
  if (data.form == Form::kUnknown && !data.text.empty()) return kUnknownType;
  if (is_async) {
    TypeId iterator = infer.CallMethod(iterable, "__aiter__", {});
    return infer.Awaited(infer.CallMethod(iterator, "__anext__", {}));
  }
  if (IsInstanceOf(infer, iterable, "tuple") || IsInstanceOf(infer, iterable, "list")) {
    return infer.table().Union(data.arguments);
  }
  const TypeId next = NextOf(infer, iterable);
  return IsKnown(next) ? next : FieldOf(infer, iterable);
}

// What typing.Coroutine or typing.Awaitable gives in the end, if the type is one of these; unknown
// if that says nothing.
std::optional<TypeId> ResultOfCoroutine(Infer& infer, TypeId awaitable) {
  const auto arguments = ArgumentsAs(infer, awaitable, {"Coroutine", "Awaitable"});
  if (!arguments) return std::nullopt;
  return arguments->empty() ? kUnknownType : arguments->back();
}

TypeId AwaitedOne(Infer& infer, TypeId awaitable) {
  const Form form = infer.table().form(awaitable);
  if (form == Form::kUnknown) return awaitable;
  if (form != Form::kInstance) return kUnknownType;
  if (std::optional<TypeId> result = ResultOfCoroutine(infer, awaitable)) return *result;
  // __await__ gives a generator that returns the value.
  const TypeData& made = infer.table()[infer.CallMethod(awaitable, "__await__", {})];
  bool is_generator = made.form == Form::kInstance && made.arguments.size() == 3;
  return is_generator ? made.arguments[2] : kUnknownType;
}

}  // namespace

std::optional<std::vector<TypeId>> ArgumentsAs(Infer& infer, TypeId type,
                                               std::initializer_list<std::string_view> names) {
  for (std::string_view name : names) {
    TypeId cls = LibraryClass(infer, "typing", name);
    if (infer.table().form(cls) != Form::kClass) continue;
    TypeId ancestor = infer.classes().FindAncestor(type, cls);
    if (IsKnown(ancestor)) return infer.table()[ancestor].arguments;
  }
  return std::nullopt;
}

TypeId ElementOf(Infer& infer, TypeId iterable, bool is_async) {
  std::vector<TypeId> types;
  for (TypeId alternative : infer.table().Alternatives(iterable)) {
    types.push_back(ElementOfOne(infer, alternative, is_async));
  }
  return infer.table().Union(types);
}

TypeId AwaitedValue(Infer& infer, TypeId awaitable) {
  std::vector<TypeId> types;
  for (TypeId alternative : infer.table().Alternatives(awaitable)) {
    types.push_back(AwaitedOne(infer, alternative));
  }
  return infer.table().Union(types);
}

}  // namespace fastnode::types
