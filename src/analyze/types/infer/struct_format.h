// Formats of struct, "<4sI": what unpacking gives, by Python's names of the classes
// (https://docs.python.org/3/library/struct.html#format-characters).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace fastnode::types {

// In order; nothing of what is no format, or of one that gives very many.
std::optional<std::vector<std::string_view>> ClassesOfFormat(std::string_view format);

}  // namespace fastnode::types
