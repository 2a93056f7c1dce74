// What type variables stand for, and what a method was called on.
#pragma once

#include <utility>
#include <vector>

#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

struct Substitution {
  std::vector<std::pair<TypeId, TypeId>> variables;
  TypeId receiver = kUnknownType;
};

}  // namespace fastnode::types
