// Strings that name fields of a class that declares them, as Pydantic's models do:
// `@field_validator("|")` within it, `order.model_copy(update={"|": 1})`,
// `Order.model_validate({"|": 1})`.
#pragma once

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"

namespace fastnode::predict {

class Keys;

// Adds the fields that the string at `place`, a name of the tree that stands for it, may name.
// False: it is no such place, or nothing is known of the class.
bool AddModelFields(const bind::FileIndex& index, types::TypeEvaluator& types, ast::NodeId place,
                    Keys& keys);

}  // namespace fastnode::predict
