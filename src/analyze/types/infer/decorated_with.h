// What a function is handed that is used as a decorator: the classes and functions below it. Those
// who keep them, `REGISTRY[name] = cls`, keep these.
#pragma once

#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// `in`: the file in which is looked. `function`: of `f`, used as `@function`, or returned by one
// that is used as `@outer(...)`. The first few.
std::vector<TypeId> DecoratedWith(Infer& infer, const File& f, NodeId function, const File& in);

// The name by which a function is used as a decorator: its own, or that of the one that returns it.
std::string_view NameOfDecorator(const File& f, NodeId function);

}  // namespace fastnode::types
