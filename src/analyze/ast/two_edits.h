// Two edits of a text that are far from each other, as whoever goes on elsewhere makes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fastnode::ast {

// The text with the first of them alone; nothing if `after` differs from `before` in one place, or
// in several that are not far from each other.
std::optional<std::string> WithFirstEdit(std::string_view before, std::string_view after);

}  // namespace fastnode::ast
