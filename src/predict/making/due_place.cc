#include "predict/making/due_place.h"

#include <algorithm>

#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "predict/asked/blanks.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

bool EndsInWord(std::string_view text, std::string_view word) {
  return text.ends_with(word) &&
         (text.size() == word.size() || !ast::IsNameByte(text[text.size() - word.size() - 1]));
}

bool BeginsWithWord(std::string_view text, std::string_view word) {
  return text.starts_with(word) &&
         (text.size() == word.size() || !ast::IsNameByte(text[word.size()]));
}

// Names, commas and brackets: of what a statement binds.
bool IsTargets(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return ast::IsNameByte(c) || IsBlank(c) || std::string_view(",()[]*").find(c) != kNowhere;
  });
}

// Whether behind a target comes what binds it, as `, b) = x` does.
size_t EndOfTargets(std::string_view right) {
  size_t end = 0;
  while (end < right.size() && IsTargets(right.substr(end, 1))) ++end;
  return end;
}

bool IsAssigned(std::string_view right) {
  const std::string_view sign = right.substr(EndOfTargets(right));
  return sign.starts_with('=') && !sign.starts_with("==");
}

// `: int = 3`
bool IsDeclared(std::string_view right) {
  const size_t equal = right.find(" = ");
  return equal != kNowhere && ast::IsNameByte(right[2]) &&
         right.substr(0, equal).find_first_of("({:", 1) == kNowhere;
}

bool IsAugmented(std::string_view right) {
  for (const char* sign :
       {"+=", "-=", "*=", "/=", "//=", "%=", "**=", "&=", "|=", "^=", ">>=", "<<=", "@="}) {
    if (right.starts_with(sign)) return true;
  }
  return false;
}

// Whether the text behind a target goes on with `in`.
bool GoesOnWithIn(std::string_view right) {
  const size_t end = EndOfTargets(right);
  const std::string_view targets = right.substr(0, end);
  const size_t in = targets.find("in ");
  return in != kNowhere && (in == 0 || !ast::IsNameByte(targets[in - 1]));
}

// Whether a name is one of those behind `for`.
bool IsBehindFor(std::string_view left) {
  size_t begin = left.size();
  while (begin > 0 && IsTargets(left.substr(begin - 1, 1))) --begin;
  std::string_view targets = left.substr(begin);
  const size_t at = targets.rfind("for");
  if (at == kNowhere || (at > 0 && ast::IsNameByte(targets[at - 1]))) return false;
  if (at + 3 < targets.size() && ast::IsNameByte(targets[at + 3])) return false;
  const std::string_view rest = TrimmedRight(targets.substr(at + 3));
  // Behind `in` stands what is looped over.
  for (size_t in = rest.find("in"); in != kNowhere; in = rest.find("in", in + 1)) {
    const bool begins = !ast::IsNameByte(rest[in - 1]);  // behind "for" a name cannot begin at once
    if (begins && (in + 2 == rest.size() || !ast::IsNameByte(rest[in + 2]))) return false;
  }
  return rest.empty() || rest.back() == ',' || rest.back() == '(';
}

// Whether nothing stands behind a target yet but brackets that an editor closes.
bool EndsBehindTarget(std::string_view right) {
  return right.find_first_not_of(")]},:") == kNowhere;
}

// What stands before the bracket that is open at the end of a text: "def f", "with"; "" if none is.
std::string_view BeforeOpenBracket(std::string_view left) {
  constexpr size_t kMaxLength = 2000;
  int depth = 0;
  for (size_t i = left.size(), n = 0; i-- > 0 && n < kMaxLength; ++n) {
    const char c = left[i];
    if (c == ')' || c == ']' || c == '}') ++depth;
    if (c != '(' && c != '[' && c != '{') continue;
    if (--depth >= 0) continue;
    return c == '(' ? TrimmedRight(left.substr(0, i)) : "";
  }
  return "";
}

// Whether a bracket is open at the end of a text, as far as its last statements tell.
bool IsInBrackets(std::string_view left) {
  constexpr size_t kMaxLength = 2000;
  int depth = 0;
  for (size_t i = left.size(), n = 0; i-- > 0 && n < kMaxLength; ++n) {
    const char c = left[i];
    if (c == ')' || c == ']' || c == '}') ++depth;
    if ((c == '(' || c == '[' || c == '{') && --depth < 0) return true;
  }
  return false;
}

// Whether a parameter of a `def` begins behind `left`.
bool IsBehindDef(std::string_view left) {
  const std::string_view before = TrimmedRight(left, " \t\r\n*");
  if (!before.ends_with('(') && !before.ends_with(',')) return false;
  const std::string_view head = BeforeOpenBracket(before);
  const size_t name = ast::BeginOfWord(head, head.size());
  return name < head.size() && EndsInWord(TrimmedRight(head.substr(0, name)), "def");
}

// Whether the first line below that is not empty is indented deeper than one.
bool HasBody(std::string_view text, size_t end_of_line, size_t indentation) {
  for (size_t at = end_of_line; at < text.size();) {
    const size_t begin = at + 1;
    at = std::min(text.find('\n', begin), text.size());
    if (begin >= text.size()) return false;
    const std::string_view line = text.substr(begin, at - begin);
    const size_t indent = line.find_first_not_of(kBlanksOfLine);
    if (indent != kNowhere) return indent > indentation;
  }
  return false;
}

}  // namespace

std::optional<DuePlace> FindDuePlace(std::string_view text, size_t cursor, bool is_of_lambda) {
  const size_t word = ast::BeginOfWord(text, cursor), end = ast::EndOfWord(text, cursor);
  const size_t line = text.substr(0, word).rfind('\n') + 1;  // npos + 1 is 0
  const size_t end_of_line = std::min(text.find('\n', end), text.size());
  const std::string_view whole = text.substr(line, word - line);
  const size_t indentation = std::min(whole.find_first_not_of(" \t"), whole.size());
  const std::string_view left = Trimmed(whole);
  const std::string_view right = Trimmed(text.substr(end, end_of_line - end));
  const bool is_apart = word == line + indentation || !ast::IsNameByte(text[word - 1]);
  if (!is_apart) return std::nullopt;
  DuePlace place{Binder::kAssignment, left.empty() && IsAssigned(right) && right[0] == '=', word,
                 end};
  while (static_cast<size_t>(place.stars) < left.size() &&
         left[left.size() - 1 - static_cast<size_t>(place.stars)] == '*') {
    ++place.stars;
  }
  auto made = [&](Binder binder) {
    place.binder = binder;
    return std::optional(place);
  };
  auto lacks = [&](std::string_view closing) {
    place.missing =
        std::string(closing) + (HasBody(text, end_of_line, indentation) ? ":" : ": pass");
  };
  if (is_of_lambda) return made(Binder::kLambda);
  if (left.empty() && IsAugmented(right)) return made(Binder::kAugmented);
  if (IsBehindDef(text.substr(0, word))) {
    if (right.empty()) lacks(")");
    if (right == ")") lacks("");
    return made(Binder::kParameter);
  }
  const bool is_declared = left.empty() && right.starts_with(": ") && IsDeclared(right);
  if (right.starts_with(":=") || is_declared) return made(Binder::kAssignment);
  const bool may_go_on = left.empty() || std::string_view(",([*").find(left.back()) != kNowhere;
  if (may_go_on && IsTargets(left) && IsAssigned(right)) return made(Binder::kAssignment);
  if (GoesOnWithIn(right) && IsBehindFor(left)) {
    if (right.find(':') == kNowhere && (BeginsWithWord(left, "for") || left.starts_with("async"))) {
      lacks("");
    }
    return made(Binder::kLoop);
  }
  if (EndsBehindTarget(right) && IsBehindFor(left)) {
    place.behind = " in ()";
    const bool is_statement = right.empty() && !IsInBrackets(text.substr(0, line)) &&
                              (BeginsWithWord(left, "for") || BeginsWithWord(left, "async"));
    if (is_statement) lacks("");
    return made(Binder::kLoop);
  }
  const bool is_block = BeginsWithWord(left, "with") || BeginsWithWord(left, "except") ||
                        BeginsWithWord(left, "async");
  if (is_block && EndsInWord(left, "as")) {
    if (right.empty()) lacks("");
    return made(Binder::kAs);
  }
  if (EndsInWord(left, "as") && EndsInWord(BeforeOpenBracket(text.substr(0, word)), "with")) {
    return made(Binder::kAs);
  }
  if (left == "class") {
    if (right.empty()) lacks("");
    return made(Binder::kClass);
  }
  return std::nullopt;
}

}  // namespace fastnode::predict
