// Methods that Python calls by itself
// (https://docs.python.org/3/reference/datamodel.html#special-method-names).
#pragma once

#include <span>
#include <string_view>

namespace fastnode::predict {

struct SpecialMethod {
  std::string_view name;
  std::string_view parameters;  // as people write them: "self, other"
};
// Those that a class may define, whatever its bases are, but the constructor. What classes define
// most comes first.
std::span<const SpecialMethod> SpecialMethods();

}  // namespace fastnode::predict
