// Calls: of functions, classes and objects.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/passed.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

TypeId CallExpressionValue(Infer& infer, const File& f, NodeId call);
TypeId CallValue(Infer& infer, TypeId callee, const Arguments& arguments, int depth = 0);
TypeId MethodCallValue(Infer& infer, TypeId receiver, std::string_view method,
                       std::vector<TypeId> arguments);

// The function that runs when a value is called; of overloads one.
struct CalledFunction {
  const File* file = nullptr;
  NodeId function = kNoNode;
  bool bound = false;  // its first parameter is taken already
};
std::optional<CalledFunction> FunctionOfCall(Infer& infer, TypeId callee);

// construct.cc. An object of a class, its type arguments solved from what is passed.
TypeId ConstructedObject(Infer& infer, TypeId cls, const Arguments& arguments);

// special_calls.cc. Calls whose result depends on more than a signature, as type checkers know them
// by name: super(), cast(), type(), TypeVar(), namedtuple()... Nothing of others.
std::optional<TypeId> SpecialCallValue(Infer& infer, TypeId callee, const File& f, NodeId call);

}  // namespace fastnode::types
