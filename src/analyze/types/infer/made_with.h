// Classes that a function makes with the methods of another one that it is passed:
//
//     def from_rows(cls, rows_class):
//         return type("Made", (cls,), {"_rows_class": rows_class, **cls._methods_of(rows_class)})
//
// Such a class has a type parameter: the class that is passed. Its objects have the public methods
// of that class, called on what a method of theirs gives, where the one who copies them says so
// (`getattr(self.get_rows(), name)`), or on an object of the class.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/file/parameters.h"
#include "analyze/types/infer/passed.h"
#include "analyze/types/infer/substitution.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// The type parameter of the class that a call makes; unknown if it is no such call.
TypeId ParameterOfMade(Infer& infer, const File& f, NodeId call);
// A member of the class, seen on an object; nothing if it has none of that name.
std::optional<TypeId> MemberOfMade(Infer& infer, const File& f, NodeId call, std::string_view name,
                                   TypeId receiver);
// An object of the class whose methods an application of the made class has; unknown if none.
TypeId CopiedFrom(Infer& infer, const File& f, NodeId call, TypeId applied);
// What the call of such a function says of the parameters in what it gives.
void SolveMadeWith(Infer& infer, const File& f, TypeId result,
                   const std::vector<Parameter>& parameters, bool bound, const Arguments& arguments,
                   Substitution& with);

}  // namespace fastnode::types
