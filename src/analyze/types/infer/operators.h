// Operators and comparisons, by the methods that Python calls for them (language reference, 3.3.8).
#pragma once

#include <string>
#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// "__add__" of "+", or "__radd__"; "" if it is none of these.
std::string OperatorMethod(std::string_view sign, bool reflected);
TypeId BinaryResult(Infer& infer, std::string_view sign, TypeId left, TypeId right);

TypeId BinaryValue(Infer& infer, const File& f, NodeId node);
TypeId UnaryValue(Infer& infer, const File& f, NodeId node);
// `a or b`: one of the two; `a and b` likewise.
TypeId BooleanValue(Infer& infer, const File& f, NodeId node);
TypeId ConditionalValue(Infer& infer, const File& f, NodeId node);
// `in`, `is` and `not` give bool; `==` and `<` what the class's method gives.
TypeId ComparisonValue(Infer& infer, const File& f, NodeId node);

}  // namespace fastnode::types
