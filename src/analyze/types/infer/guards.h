// Functions that tell what their first argument is (PEP 647, PEP 742).
#pragma once

#include <optional>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

struct Guard {
  TypeId type = kUnknownType;  // what the argument is, if the call gives True
  bool tells_no = false;       // it is none, if the call gives False: TypeIs
};

// What a function declares that it tells; nothing if it declares no such thing.
std::optional<Guard> GuardOf(Infer& infer, TypeId function);

}  // namespace fastnode::types
