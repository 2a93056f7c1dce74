#include "analyze/ast/missing_below.h"

#include <algorithm>
#include <string>

#include "analyze/ast/name_byte.h"

namespace fastnode::ast {
namespace {

// The line at the cursor, up to the cursor, and what stands before it there.
struct LineOfCode {
  std::string_view indentation, code;
};

LineOfCode LastLine(std::string_view left) {
  left.remove_prefix(left.find_last_of('\n') + 1);
  const size_t first = std::min(left.find_first_not_of(" \t"), left.size());
  return {left.substr(0, first), left.substr(first)};
}

bool BeginsWithWord(std::string_view code, std::string_view word) {
  return code.starts_with(word) && (code.size() == word.size() || !IsNameByte(code[word.size()]));
}

// The next line that is not blank.
LineOfCode NextLine(std::string_view text) {
  const size_t code = text.find_first_not_of(" \t\r\n");
  if (code == text.npos) return {};
  const size_t begin = text.find_last_of('\n', code) + 1;
  return {text.substr(begin, code - begin), text.substr(code)};
}

// Whether a statement is being typed that begins with a word which may be a name, too.
bool IsHeadOf(const LineOfCode& line, std::string_view word) {
  if (!BeginsWithWord(line.code, word) || line.code.size() == word.size()) return false;
  const size_t subject = line.code.find_first_not_of(" \t", word.size());
  if (subject == word.size()) return false;
  return subject == line.code.npos || line.code.find_first_of("=.,)]}:;", subject) != subject;
}

// What has to stand below the line for it to be part of a program, if it does not stand there: what
// a decorator decorates, the first case of a match.
std::string MissingBelow(const LineOfCode& line, std::string_view below) {
  const LineOfCode next = NextLine(below);
  const std::string indentation(line.indentation);
  if (line.code.starts_with('@')) {
    const bool is_there =
        next.indentation == line.indentation &&
        (next.code.starts_with('@') || BeginsWithWord(next.code, "def") ||
         BeginsWithWord(next.code, "async") || BeginsWithWord(next.code, "class"));
    return is_there ? "" : "\n" + indentation + "def " + std::string(kDecoratedName) + "(): pass";
  }
  if (IsHeadOf(line, "match")) {
    const bool is_there =
        next.indentation.size() > line.indentation.size() && BeginsWithWord(next.code, "case");
    return is_there ? "" : "\n" + indentation + "    case _: pass";
  }
  if (IsHeadOf(line, "case")) {
    const bool is_there = next.indentation.size() > line.indentation.size();
    return is_there ? "" : "\n" + indentation + "    pass";
  }
  return "";
}

}  // namespace

Lacking FindMissingBelow(std::string_view left, std::string_view right) {
  const size_t end = std::min(right.find('\n'), right.size());
  const LineOfCode line = LastLine(left);
  std::string missing = MissingBelow(line, right.substr(end));
  if (missing.empty()) return {};
  const std::string_view rest = right.substr(0, end);
  const size_t last = rest.find_last_not_of(" \t\r");
  const bool has_colon = last != rest.npos && rest[last] == ':';
  if (!line.code.starts_with('@') && !has_colon) missing.insert(0, ":");
  return {missing, end};
}

}  // namespace fastnode::ast
