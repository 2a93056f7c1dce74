// Classes that keep a function and call it later, as decorators and descriptors do:
//   class lazy:
//       def __init__(self, get): self.get = get
//       def __get__(self, thing, owner): return self.get(thing)
// What the function gives is a type parameter of the class that nobody writes down. Like that of
// open_parameter.h it is handed on to classes made of this one.
#pragma once

#include <optional>
#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/passed.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What stands for what is given by the function that the class's own statement keeps; unknown if it
// keeps none.
TypeId ResultOfKept(Infer& infer, const File& f, NodeId cls);
// Whether an open parameter is such a one.
bool IsResultOfKept(const TypeTable& table, TypeId open);
// What the attribute is that holds the function; nothing if it is another attribute.
std::optional<TypeId> HeldFunction(Infer& infer, const File& f, NodeId cls, std::string_view name);
// What `open` is where the constructor, `function`, is called with these.
TypeId GivenByPassed(Infer& infer, TypeId open, const File& f, NodeId function,
                     const Arguments& arguments);
// What an object's own function gives; unknown if it keeps none.
TypeId GivenByKept(Infer& infer, TypeId object);

}  // namespace fastnode::types
