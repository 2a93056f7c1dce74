#include "serve/triggers.h"

#include <algorithm>

#include "analyze/ast/name_byte.h"

namespace fastnode::serve {
namespace {

std::string_view TakeWord(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  line.remove_prefix(word.size());
  return word;
}

}  // namespace

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
  const std::string_view first = TakeWord(line), second = TakeWord(line), third = TakeWord(line);
  const bool is_last = TakeWord(line).empty();
  if (first == "import") return second.empty();
  if (first == "for") return !second.empty() && third.empty();
  return first == "from" && (third.empty() || (third == "import" && is_last));
}

}  // namespace fastnode::serve
