#include "serve/triggers.h"

#include <algorithm>

#include "analyze/ast/name_byte.h"

namespace fastnode::serve {

bool BeginsArgument(std::string_view before) {
  const size_t last = before.find_last_not_of(" \t\r\n");
  return last != std::string_view::npos && (before[last] == '(' || before[last] == ',');
}

bool BracketBeginsCall(std::string_view before) {
  if (!before.ends_with('(') || before.size() < 2) return false;
  const char c = before[before.size() - 2];
  return ast::IsNameByte(c) || c == ')' || c == ']';
}

bool SpaceBeginsSomething(std::string_view before) {
  const size_t last = before.find_last_not_of(' ');
  if (last == std::string_view::npos) return false;
  if (before[last] == ',') return true;
  std::string_view line = before.substr(before.rfind('\n') + 1);
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  return word == "import" || word == "from";
}

}  // namespace fastnode::serve
