// Objects of unittest.mock, whose attributes and results are such objects, too
// (library reference, "unittest.mock"). Its stub says that they are anything.
#pragma once

#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What an attribute or a call of the object gives, if it is a mock object; else unknown.
TypeId MockOf(Infer& infer, TypeId object);

// What `@patch("module.name")` and `@patch.object(Class, "name")` pass to a parameter of the
// function, the first to the decorator that stands closest to it. Unknown if none does.
TypeId PatchedParameter(Infer& infer, const File& f, NodeId function, NodeId identifier);

}  // namespace fastnode::types
