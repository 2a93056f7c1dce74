#include "serve/cell_imports.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace fastnode::serve {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// The line of the cell's first code, from its beginning. Magics are blank in the text.
size_t TopOf(const WholeNotebook& whole) {
  const std::string_view text = std::string_view(whole.text).substr(0, whole.end);
  const size_t code = text.find_first_not_of(kBlanks, whole.begin);
  if (code == text.npos) return whole.begin;
  const size_t line = text.rfind('\n', code);
  return line == text.npos ? whole.begin : std::max(line + 1, whole.begin);
}

// What the edits add is a whole statement, or a name among those of one.
std::string StatementOf(const predict::Completion& one) {
  for (const auto_import::Edit& edit : one.edits) {
    const size_t begin = edit.text.find_first_not_of(kBlanks);
    if (begin == std::string::npos || edit.text.find("import ") == std::string::npos) continue;
    return edit.text.substr(begin, edit.text.find_last_not_of(kBlanks) + 1 - begin) + "\n";
  }
  return "from " + one.module + " import " + one.text + "\n";
}

}  // namespace

void ImportInCell(const WholeNotebook& whole, predict::Answer& answer) {
  for (predict::Completion& one : answer.completions) {
    const bool reaches_out = std::any_of(one.edits.begin(), one.edits.end(), [&](const auto& edit) {
      return edit.begin < whole.begin || edit.end >= whole.end;
    });
    if (!reaches_out) continue;
    const size_t top = TopOf(whole);
    one.edits = {auto_import::Edit{top, top, StatementOf(one)}};
  }
}

}  // namespace fastnode::serve
