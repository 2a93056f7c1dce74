// The class within a class in which Django, and who does as it does, keeps options: `class Meta`.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace fastnode::predict {

// What such a class sets, by how often, of the class round it by the last name of a base; none if
// that has no such class.
std::vector<std::string_view> OptionsOf(std::string_view base);

// What is typed of the name behind `class` where it is due: in the body of a class that wants one
// and has none above. By the text alone.
std::optional<std::string_view> FindInnerClass(std::string_view text, size_t cursor);

}  // namespace fastnode::predict
