// What calls and operators take: the types that are declared for an argument.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Of each overload, for the argument at a position, or under a keyword ("" for a position). Unknown
// of one that declares nothing; nothing of those that take no such argument.
std::vector<TypeId> TypesTaken(Infer& infer, TypeId callee, size_t position,
                               std::string_view keyword);

enum class ValueFit : uint8_t { kNot, kUnknown, kWell };

// How a value of a type fits where any of these is declared. What is not known may fit, and so may
// a guess; anything fits an object, but not well.
ValueFit FitOfValue(Infer& infer, TypeId value, const std::vector<TypeId>& declared);
// ... and behind an operator ("+"): the method of either side may take the other (language
// reference, 3.3.8).
ValueFit FitOfOperand(Infer& infer, std::string_view sign, TypeId left, TypeId right);
// ... and where one of these methods is called.
ValueFit FitOfObject(Infer& infer, TypeId value, const std::vector<std::string_view>& methods);

}  // namespace fastnode::types
