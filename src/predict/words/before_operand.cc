// The statement's tokens before the cursor say which words may stand there, the rest of the line
// says which of them is meant: parameters and a colon want `lambda`, an error wants `raise`.
#include "predict/words/before_operand.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>

#include "analyze/ast/line_ends.h"
#include "analyze/ast/line_words.h"
#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "collect/context/tokens.h"
#include "predict/asked/blanks.h"
#include "predict/words/spelled.h"

namespace fastnode::predict {
namespace {

using context::Token;
namespace tokens = context::tokens;
using WordList = std::vector<std::string_view>;

bool IsSpelledAsAny(Token token, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [token](std::string_view word) { return IsSpelled(token, word); });
}

// What the rest of the line is.
struct Rest {
  bool is_call = false;        // a name, dotted or not, and an opening bracket
  bool is_name = false;        // a name, dotted or not, and nothing else
  bool is_element = false;     // the same, and brackets of a subscript
  bool is_parameters = false;  // names and commas up to a colon
  bool is_assigned = false, has_colon = false, has_import = false, has_from = false;
  bool is_negated = false;     // `not in y`: another `not` is no Python
  std::string_view last_name;  // of the name that it begins with
};

// Whether some tokens are brackets of a subscript and nothing else.
bool IsSubscript(std::span<const Token> list) {
  if (list.empty() || list.front() != tokens::Operator("[")) return false;
  int depth = 0;
  for (size_t i = 0; i < list.size(); ++i) {
    depth += DepthOf(list[i]);
    if (depth == 0) return i + 1 == list.size() || list[i + 1] == tokens::kNewline;
  }
  return false;
}

Rest ReadRest(std::string_view right) {
  Rest rest;
  const context::Tokens read = context::Tokenize(right);
  const std::vector<Token>& list = read.list;
  size_t at = 0;
  for (bool is_name = true; at < list.size(); ++at, is_name = !is_name) {
    if (is_name ? !tokens::IsName(list[at]) : list[at] != tokens::kDot) break;
    if (is_name) rest.last_name = context::NameAt(right, read.begin[at]);
  }
  rest.is_negated = !list.empty() && IsSpelled(list.front(), "not");
  rest.is_call = at < list.size() && list[at] == tokens::kOpen;
  rest.is_name = at == list.size() || list[at] == tokens::kNewline;
  rest.is_element = IsSubscript(std::span(list).subspan(at));
  int depth = 0;
  bool may_be_parameters = true;
  for (const Token token : list) {
    depth += DepthOf(token);
    if (token == tokens::kNewline || depth < 0) break;
    if (depth > 0) continue;
    if (token == tokens::Operator(":")) {
      rest.is_parameters |= may_be_parameters && !rest.has_colon;
      rest.has_colon = true;
    }
    const bool is_word = tokens::IsName(token) && IsWordToken(token);
    may_be_parameters &= (tokens::IsName(token) && !is_word) || token == tokens::kComma;
    rest.is_assigned |= token == tokens::kEquals;
    rest.has_import |= IsSpelled(token, "import");
    rest.has_from |= IsSpelled(token, "from");
  }
  return rest;
}

// The bracket round the end of some tokens, and what stands before that.
struct Bracket {
  Token open = tokens::kNothing, before = tokens::kNothing;
  Token first = tokens::kNothing;  // of the statement
};

Bracket ReadBracket(std::span<const Token> list) {
  Bracket bracket;
  int depth = 0;
  size_t at = list.size();
  for (; at > 0 && list[at - 1] != tokens::kNewline; --at) {
    depth -= DepthOf(list[at - 1]);
    if (depth >= 0 || bracket.open != tokens::kNothing) continue;
    bracket.open = list[at - 1];
    if (at > 1) bracket.before = list[at - 2];
  }
  if (at < list.size()) bracket.first = list[at];
  return bracket;
}

// What an expression that begins there may be: one of a statement whose head has a colon, a slice,
// a dictionary and parameters have colons of their own.
bool MayBeLambda(const Bracket& bracket, Token last) {
  if (last == tokens::kEquals) return true;
  if (IsSpelledAsAny(bracket.first, {"def", "class", "async"})) return false;
  if (bracket.open == tokens::kNothing) {
    return IsSpelled(last, "return");
  }
  if (bracket.open == tokens::Operator("{")) return false;
  return bracket.open == tokens::kOpen || !tokens::IsName(bracket.before);
}

enum class Around : uint8_t { kModule, kClass, kFunction, kAsyncFunction };

bool IsFirstOfLine(std::string_view text, size_t at) {
  while (at > 0 && IsBlank(text[at - 1])) --at;
  return at == 0 || text[at - 1] == '\n';
}

// Takes the line ends out that stand in brackets. A bracket that is never closed ends at a word
// that begins a statement and can stand in none.
void JoinLines(std::string_view text, context::Tokens& read) {
  context::Tokens joined;
  int depth = 0;
  for (size_t i = 0; i < read.list.size(); ++i) {
    const Token token = read.list[i];
    const bool begins = depth > 0 &&
                        IsSpelledAsAny(token, {"def", "class", "return", "import", "with", "while",
                                               "try", "raise", "assert", "del", "pass"}) &&
                        IsFirstOfLine(text, read.begin[i]);
    if (begins) {
      depth = 0;
      joined.list.push_back(tokens::kNewline);
      joined.begin.push_back(read.begin[i]);
    }
    depth = std::max(0, depth + DepthOf(token));
    if (token == tokens::kNewline && depth > 0) continue;
    joined.list.push_back(token);
    joined.begin.push_back(read.begin[i]);
  }
  read = std::move(joined);
}

// Of the statement that the tokens end in; of a new one it is the line's.
size_t IndentationAt(std::string_view text, const context::Tokens& read, size_t of_line) {
  size_t at = read.list.size();
  while (at > 0 && read.list[at - 1] != tokens::kNewline) --at;
  if (at == read.list.size()) return of_line;
  return read.begin[at] - (text.substr(0, read.begin[at]).rfind('\n') + 1);  // npos + 1 is 0
}

// By the statements before the end of the tokens that are indented less and less.
Around ReadAround(std::string_view text, const context::Tokens& read, size_t indentation) {
  constexpr int kMaxStatements = 2000;
  size_t at = read.list.size();
  while (at > 0 && read.list[at - 1] != tokens::kNewline) --at;  // the statement itself
  for (int i = 0; i < kMaxStatements && at > 0 && indentation > 0; ++i) {
    const size_t end = --at;
    while (at > 0 && read.list[at - 1] != tokens::kNewline) --at;
    if (at == end) continue;
    const size_t begin = read.begin[at];
    const size_t indent = begin - (text.substr(0, begin).rfind('\n') + 1);  // npos + 1 is 0
    if (indent >= indentation) continue;
    indentation = indent;
    if (IsSpelled(read.list[at], "def")) return Around::kFunction;
    const bool is_async = at + 1 < end && IsSpelled(read.list[at], "async");
    if (is_async && IsSpelled(read.list[at + 1], "def")) return Around::kAsyncFunction;
    if (IsSpelled(read.list[at], "class")) return Around::kClass;
  }
  return Around::kModule;
}

bool NamesError(std::string_view name) {
  return name.ends_with("Error") || name.ends_with("Exception") || name == "StopIteration" ||
         name == "SystemExit" || name == "KeyboardInterrupt";
}

// Where the statement ends that has its first value at `at`: brackets may take it over many lines.
size_t EndOfStatement(std::string_view text, size_t at) {
  constexpr size_t kMostBytes = 4096;
  const context::Tokens read = context::Tokenize(text.substr(at, kMostBytes));
  int depth = 0;
  for (size_t i = 0; i < read.list.size(); ++i) {
    depth += DepthOf(read.list[i]);
    if (depth <= 0 && read.list[i] == tokens::kNewline) return at + read.begin[i];
  }
  return std::min(text.find('\n', at), text.size());
}

// Whether the block goes on below a line.
bool GoesOn(std::string_view below, size_t indentation) {
  while (!below.empty()) {
    const size_t end = std::min(below.find('\n'), below.size());
    const size_t indent = below.find_first_not_of(" \t");
    if (indent != below.npos && indent < end) return indent >= indentation;
    below.remove_prefix(std::min(end + 1, below.size()));
  }
  return false;
}

WordList BeginsStatement(const Rest& rest, Around around, bool goes_on) {
  if (rest.has_import) return {"from"};
  if (rest.is_assigned || rest.has_colon) return {};
  if (rest.has_from || NamesError(rest.last_name)) {
    return around == Around::kModule ? WordList{"raise"} : WordList{"raise", "return"};
  }
  switch (around) {
    case Around::kClass:
      return {};
    case Around::kModule:
      return rest.is_name ? WordList{"import", "del", "assert"} : WordList{"assert"};
    default:
      break;
  }
  WordList words;
  if (rest.is_call && around == Around::kAsyncFunction) words.push_back("await");
  if (goes_on && rest.is_element) words.push_back("del");
  if (!goes_on) words.push_back("return");
  if (!goes_on && rest.is_name) words.push_back("raise");
  words.insert(words.end(), {"assert", "yield"});
  if (rest.is_name || (rest.is_element && !goes_on)) words.push_back("del");
  if (goes_on) words.push_back("return");
  return words;
}

WordList BeginsValue(const Rest& rest, const Bracket& bracket, Token last, Around around) {
  if (IsSpelledAsAny(last,
                     {"await", "del", "import", "from", "global", "nonlocal", "raise", "lambda"})) {
    return {};
  }
  if (rest.is_parameters && MayBeLambda(bracket, last)) return {"lambda"};
  WordList words;
  if (rest.is_call && around == Around::kAsyncFunction) words.push_back("await");
  if (IsSpelled(last, "yield")) words.push_back("from");
  const bool is_truth =
      IsSpelledAsAny(last, {"if", "elif", "while", "assert", "and", "or", "return"}) ||
      (last == tokens::kEquals && !rest.is_call);
  if (is_truth && !rest.is_negated) words.push_back("not");
  return words;
}

}  // namespace

WordList WordsBeforeOperand(std::string_view text, size_t cursor) {
  if (cursor >= text.size() || !IsBlank(text[cursor])) return {};
  const size_t word = ast::BeginOfWord(text, cursor);
  const size_t end = std::min(text.find('\n', cursor), text.size());
  std::string_view right = text.substr(cursor, end - cursor);
  const size_t operand = right.find_first_not_of(" \t");
  if (operand == right.npos || right[operand] == '#') return {};
  right.remove_prefix(operand);
  const context::Tokens rest = context::Tokenize(right);
  if (rest.list.empty() || !BeginsOperand(rest.list.front())) return {};
  context::Tokens before = context::Tokenize(text.substr(0, word));
  JoinLines(text, before);
  const size_t size = before.list.size();
  const Token last = size == 0 ? tokens::kNewline : before.list[size - 1];
  if (EndsOperand(last, size < 2 ? tokens::kNewline : before.list[size - 2])) return {};
  const size_t line = text.substr(0, word).rfind('\n') + 1;  // npos + 1 is 0
  const size_t first = std::min(text.find_first_not_of(" \t", line), word);
  const Around around = ReadAround(text, before, IndentationAt(text, before, first - line));
  const Rest read = ReadRest(right);
  if (last != tokens::kNewline) {
    return BeginsValue(read, ReadBracket(before.list), last, around);
  }
  return BeginsStatement(read, around,
                         GoesOn(text.substr(EndOfStatement(text, cursor)), first - line));
}

void PutWordsBeforeOperand(const Question& question, Answer& answer) {
  constexpr float kShare = 0.6F;  // a guess
  const bool is_before_blank =
      question.cursor < question.text.size() && IsBlank(question.text[question.cursor]);
  if (!is_before_blank) return;
  const std::string text = ast::WithLineFeeds(question.text);
  WordList words = WordsBeforeOperand(text, question.cursor);
  std::erase_if(words, [&](std::string_view word) { return !word.starts_with(answer.prefix); });
  std::vector<Completion>& list = answer.completions;
  for (auto word = words.rbegin(); word != words.rend(); ++word) {
    std::erase_if(list, [&](const Completion& one) { return one.text == *word; });
    for (Completion& one : list) one.probability *= 1 - kShare;
    list.insert(list.begin(), {std::string(*word), list.empty() ? 1 : kShare, "word"});
  }
}

}  // namespace fastnode::predict
