#pragma once

#include <cstdint>

namespace fastnode::types {

// Of parameters of which nothing is said: no annotation, no default, no docstring, no base class.
enum class Undeclared : uint8_t {
  kUnknown,  // they are unknown, which is cheap
  kByUse,    // what calls pass for them (infer/callers.cc), or what they are used as
};

}  // namespace fastnode::types
