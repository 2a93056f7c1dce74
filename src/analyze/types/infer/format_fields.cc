#include "analyze/types/infer/format_fields.h"

#include <algorithm>

#include "analyze/ast/name_byte.h"

namespace fastnode::types {

FormatFields ReadFormatFields(std::string_view text) {
  FormatFields fields;
  bool is_in_field = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '}') is_in_field = false;
    if (text[i] != '{') continue;
    if (!is_in_field && i + 1 < text.size() && text[i + 1] == '{') {
      ++i;  // a brace
      continue;
    }
    is_in_field = true;
    size_t end = i + 1;
    while (end < text.size() && ast::IsNameByte(text[end])) ++end;
    const std::string_view name = text.substr(i + 1, end - i - 1);
    if (name.empty() || (name[0] >= '0' && name[0] <= '9')) {
      fields.has_positions = true;
    } else if (std::find(fields.names.begin(), fields.names.end(), name) == fields.names.end()) {
      fields.names.push_back(name);
    }
    i = end - 1;
  }
  return fields;
}

}  // namespace fastnode::types
