// The text of a type, for people and tests: "builtins.list[builtins.str]|None".
#pragma once

#include <string>

#include "analyze/types/infer/type_id.h"

namespace fastnode::types {

class Infer;

std::string Describe(const Infer& infer, TypeId type, int depth = 0);

}  // namespace fastnode::types
