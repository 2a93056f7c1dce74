// What expressions give: a table of the kinds of expressions.
#pragma once

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

TypeId ExpressionValue(Infer& infer, const File& f, NodeId expression);
// Lists, tuples, sets, dictionaries and comprehensions, with the types of what they hold.
TypeId DisplayValue(Infer& infer, const File& f, NodeId display);
TypeId ComprehensionValue(Infer& infer, const File& f, NodeId comprehension);

}  // namespace fastnode::types
