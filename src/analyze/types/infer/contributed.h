// Objects in a class's body that are handed to the class: a metaclass calls their method
// `contribute_to_class(self, cls, name)`, which puts something in their place. Fields of a database
// become the values that their `to_python` gives; fields that stand for another class become
// objects of it; managers of rows learn whose rows they manage.
#pragma once

#include <optional>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What such an object is when it is looked up on the class or an object of it; nothing if it is
// none. `binding`: where the body binds its name, or kNoNode.
std::optional<TypeId> ContributedValue(Infer& infer, const File& f, NodeId binding, TypeId member,
                                       TypeId receiver);

}  // namespace fastnode::types
