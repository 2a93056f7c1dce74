#include "predict/words/operators.h"

#include <algorithm>
#include <span>

#include "analyze/ast/line_words.h"
#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "collect/context/tokens.h"
#include "predict/words/behind_element.h"
#include "predict/words/between_operands.h"
#include "predict/words/spelled.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

using context::Token;
namespace tokens = context::tokens;

// Whether a token, the last of a text, ends before the text does: not so in a string that is open,
// nor in a comment.
bool IsWhole(std::string_view text, Token token) {
  text = text.substr(0, text.find_last_not_of(" \t") + 1);
  const bool is_string = token == tokens::kLongString || (token & tokens::kStringBit) != 0;
  if (tokens::IsName(token) || !is_string) return text.find('#') == text.npos;
  const size_t quote = text.find_first_of("'\"");
  if (quote == text.npos) return false;
  const std::string_view three = text.substr(quote, 3);
  const bool triple = three.size() == 3 && three[1] == three[0] && three[2] == three[0];
  const std::string_view end = triple ? three : three.substr(0, 1);
  for (size_t at = quote + end.size(); at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text.substr(at, end.size()) == end) {
      return at + end.size() == text.size();
    }
  }
  return false;
}

// What the statement before the cursor has, as far as it matters.
struct Before {
  Token first = tokens::kNothing;
  Token second = tokens::kNothing;
  int open = 0;  // brackets
  bool has_if = false, has_for = false, has_in = false, has_import = false, has_from = false;
  bool has_as = false;       // since the last comma
  std::vector<int> lambdas;  // whose parameters are not ended: the brackets open there
  bool has_default = false;  // of the last of these parameters
  Token Leader() const { return IsSpelled(first, "async") ? second : first; }
  bool NamesParameter() const { return !lambdas.empty() && lambdas.back() == open && !has_default; }
};

// Words that begin a statement whose colon begins another.
bool BeginsBlock(Token token) {
  const auto is_word = [token](std::string_view word) { return IsSpelled(token, word); };
  return is_word("match") || is_word("case") ||
         std::any_of(ast::kWithColon.begin(), ast::kWithColon.end(), is_word);
}

// Whether it ends the statement, or the head of one.
bool EndsStatement(const Before& before, Token token) {
  if (before.open > 0) return false;
  return token == tokens::Operator(";") ||
         (token == tokens::Operator(":") && before.lambdas.empty() && BeginsBlock(before.Leader()));
}

void ReadParameters(Token token, Before& before) {
  std::vector<int>& lambdas = before.lambdas;
  while (!lambdas.empty() && lambdas.back() > before.open) lambdas.pop_back();
  if (IsSpelled(token, "lambda")) {
    lambdas.push_back(before.open);
    before.has_default = false;
  }
  if (lambdas.empty() || lambdas.back() != before.open) return;
  if (token == tokens::Operator(":")) lambdas.pop_back();
  if (token == tokens::kEquals) before.has_default = true;
  if (token == tokens::kComma) before.has_default = false;
}

Before ReadBefore(std::span<const Token> list) {
  size_t begin = list.size();
  while (begin > 0 && list[begin - 1] != tokens::kNewline) --begin;
  Before before;
  for (const Token token : list.subspan(begin)) {
    if (EndsStatement(before, token)) {
      before = Before();
      continue;
    }
    const bool is_first = before.first == tokens::kNothing;
    if (is_first) {
      before.first = token;
    } else if (before.second == tokens::kNothing) {
      before.second = token;
    }
    before.open = std::max(0, before.open + DepthOf(token));
    ReadParameters(token, before);
    before.has_if |= !is_first && IsSpelled(token, "if");
    before.has_for |= IsSpelled(token, "for");
    before.has_in |= IsSpelled(token, "in");
    before.has_import |= IsSpelled(token, "import");
    before.has_from |= IsSpelled(token, "from");
    before.has_as = token != tokens::kComma && (before.has_as || IsSpelled(token, "as"));
  }
  return before;
}

std::vector<std::string_view> WordsAfter(const Before& before) {
  const Token first = before.Leader();
  if (before.NamesParameter()) return {};
  if (before.has_as) {  // a new name has been given; only a pattern goes on
    if (IsSpelled(first, "case") && !before.has_if) return {"if"};
    if (!IsSpelled(first, "case")) return {};
  }
  if (IsSpelled(first, "import") || before.has_import) return {"as"};
  if (IsSpelled(first, "from")) return {"import"};
  for (const char* word : {"def", "class", "global", "nonlocal", "del"}) {
    if (IsSpelled(first, word) && before.open == 0) return {};
  }
  if (before.has_for && !before.has_in) return {"in"};
  std::vector<std::string_view> words;
  if (IsSpelled(first, "case") && !before.has_if) {
    words.push_back("as");
    if (before.open == 0) words.push_back("if");
    return words;
  }
  if (IsSpelled(first, "def")) return {};
  if (IsSpelled(first, "with") || IsSpelled(first, "except")) words.push_back("as");
  if (IsSpelled(first, "except")) return words;
  if (IsSpelled(first, "raise") && !before.has_from) words.push_back("from");
  words.insert(words.end(), {"in", "if", "and", "is", "or", "not"});
  if (before.open > 0) words.push_back("for");
  if (before.has_if) words.push_back("else");
  return words;
}

// Between an operand and `None`, which is hardly compared in another way. Empty: it stands not
// there.
std::vector<std::string_view> WordsBeforeNone(const Before& before, std::string_view right) {
  constexpr std::string_view kNone = "None";
  const bool is_none = right.starts_with(kNone) &&
                       (right.size() == kNone.size() || !ast::IsNameByte(right[kNone.size()]));
  if (!is_none || before.NamesParameter() || before.has_import || before.has_as ||
      (before.has_for && !before.has_in)) {
    return {};
  }
  const Token first = before.Leader();
  for (const char* word : {"def", "class", "case", "except", "with", "from"}) {
    if (IsSpelled(first, word)) return {};
  }
  for (const char* word : {"if", "elif", "while", "assert"}) {
    if (IsSpelled(first, word)) return {"is"};
  }
  if (right.find(" else ") != right.npos) return {"is"};
  if (before.has_if) return {"else", "is"};
  return {"or", "is"};
}

// Whether nothing can be written here but such a word, a bracket or a dot.
bool NeedsWord(const Before& before) {
  if (before.has_import || before.NamesParameter()) return false;
  return (before.has_for && !before.has_in) || IsSpelled(before.first, "from");
}

// A statement that begins so, or a comprehension.
OperatorPlace BehindAsync(const std::string& prefix, std::span<const Token> list) {
  const Token before = list.size() > 1 ? list[list.size() - 2] : tokens::kNewline;
  const bool begins = before == tokens::kNewline || before == tokens::Operator(";") ||
                      before == tokens::Operator(":");
  if (begins && ReadBefore(list).open == 0) return {prefix, {"def", "for", "with"}, true};
  return {prefix, {"for"}, true};
}

}  // namespace

std::optional<OperatorPlace> FindOperator(std::string_view text, uint64_t cursor) {
  if (cursor > text.size()) return std::nullopt;
  const size_t word = ast::BeginOfWord(text, cursor);
  if (word == 0) return std::nullopt;
  if (text[word - 1] != ' ' && text[word - 1] != '\t') return std::nullopt;
  const context::Tokens before = context::Tokenize(text.substr(0, word));
  const std::span<const Token> list = before.list;
  if (list.empty()) return std::nullopt;
  auto back = [&](size_t count) {
    return list.size() > count ? list[list.size() - 1 - count] : tokens::kNothing;
  };
  const Token last = back(0);
  const std::string prefix(text.substr(word, cursor - word));
  if (IsSpelled(last, "not") && EndsOperand(back(1), back(2))) return OperatorPlace{prefix, {"in"}};
  if (IsSpelled(last, "async") && back(1) != tokens::kDot) return BehindAsync(prefix, list);
  if (IsSpelled(last, "pass") || IsSpelled(last, "break") || IsSpelled(last, "continue")) {
    return OperatorPlace{prefix, {}};
  }
  if (!EndsOperand(last, back(1))) return std::nullopt;
  if (!IsWhole(text.substr(before.begin.back(), word - before.begin.back()), last)) {
    return std::nullopt;
  }
  const Before statement = ReadBefore(list);
  // These are words of the language where a line begins with them, and names elsewhere.
  const bool is_alone = statement.second == tokens::kNothing;
  if (is_alone && (IsSpelled(last, "match") || IsSpelled(last, "case"))) return std::nullopt;
  if (is_alone && IsSpelled(last, "type")) return OperatorPlace{prefix, {}};  // a name is made
  const size_t end = ast::EndOfWord(text, cursor);
  const std::string_view right = TrimmedLeft(text.substr(end, text.find('\n', end) - end));
  std::vector<std::string_view> words = WordsBeforeNone(statement, right);
  const bool fits = std::any_of(words.begin(), words.end(),
                                [&](std::string_view one) { return one.starts_with(prefix); });
  if (fits) return OperatorPlace{prefix, std::move(words), true};
  words = WordsAfter(statement);
  if (!NeedsWord(statement)) {
    OrderBehindElement(text.substr(0, word), before, text.substr(end), words);
  }
  const std::string_view needed = WordBetweenOperands(list, right);
  const auto found = std::find(words.begin(), words.end(), needed);
  if (found == words.end()) return OperatorPlace{prefix, std::move(words), NeedsWord(statement)};
  std::rotate(words.begin(), found, found + 1);
  return OperatorPlace{prefix, std::move(words), needed.starts_with(prefix)};
}

std::vector<Completion> CompleteOperator(const OperatorPlace& place) {
  std::vector<Completion> list;
  for (std::string_view word : place.words) {
    if (!word.starts_with(place.prefix)) continue;
    list.push_back({std::string(word), 0, "word"});
  }
  // What is used most first: no model is asked, so shares are those of a guess. Before a letter is
  // typed the statement may just end here, and does so more often than it goes on.
  const size_t ends = place.prefix.empty() && !place.is_needed ? 1 : 0;
  const size_t cases = list.size() + ends;
  const float all = static_cast<float>(cases * (cases + 1)) / 2;
  for (size_t i = 0; i < list.size(); ++i) {
    list[i].probability = static_cast<float>(list.size() - i) / all;
  }
  return list;
}

}  // namespace fastnode::predict
