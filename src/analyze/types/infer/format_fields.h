// What a format string takes (library reference, "Format String Syntax").
#pragma once

#include <string_view>
#include <vector>

namespace fastnode::types {

struct FormatFields {
  std::vector<std::string_view> names;  // in order, each once: "{name.first:{width}}" has two
  bool has_positions = false;           // "{}", "{0}"
};

// `text`: between the quotes.
FormatFields ReadFormatFields(std::string_view text);

}  // namespace fastnode::types
