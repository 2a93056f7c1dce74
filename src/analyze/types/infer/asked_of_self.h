// What the methods of a class ask of their own object, `self.name`, whoever defines it: a base that
// nobody knows, a mixin, or somebody who has yet to write it.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Of the classes of the file at hand and their bases in it, for an object or the class itself.
// Sorted, each name once; what is hidden is not there.
std::vector<std::string_view> NamesAskedOfSelf(Infer& infer, TypeId type);

}  // namespace fastnode::types
