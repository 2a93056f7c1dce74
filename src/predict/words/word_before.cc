#include "predict/words/word_before.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "analyze/ast/word_at.h"
#include "predict/asked/blanks.h"
#include "support/is_any_of.h"

namespace fastnode::predict {
namespace {

// Behind a name: what goes on with it is no operand.
bool GoesOn(std::string_view word) {
  return IsAnyOf(word, {"and", "as", "else", "for", "if", "import", "in", "is", "not", "or"});
}

}  // namespace

std::optional<Question> AskedWithoutOperand(const Question& question) {
  const std::string_view text = question.text;
  if (question.cursor > text.size()) return std::nullopt;
  const size_t word = ast::BeginOfWord(text, question.cursor);
  const size_t end = ast::EndOfWord(text, question.cursor);
  if (word == question.cursor) return std::nullopt;          // any name may be about to begin
  const size_t line = text.substr(0, word).rfind('\n') + 1;  // npos + 1 is 0
  if (!std::all_of(text.begin() + line, text.begin() + word, IsBlank)) return std::nullopt;
  const size_t operand = text.find_first_not_of(" \t", end);
  if (operand == text.npos || operand == end) return std::nullopt;
  const std::string_view next = text.substr(operand, ast::EndOfWord(text, operand) - operand);
  const bool is_quote = text[operand] == '"' || text[operand] == '\'';
  if (!is_quote && (next.empty() || GoesOn(next))) return std::nullopt;
  Question asked = question;
  asked.text.erase(end, std::min(text.find('\n', end), text.size()) - end);
  return asked;
}

void KeepWordsBeforeOperand(Answer& answer) {
  std::erase_if(answer.completions, [](const Completion& one) {
    return one.kind != "word" ||
           !IsAnyOf(one.text,
                    {"assert", "async", "await",  "case",  "class",  "def",    "del",   "elif",
                     "for",    "from",  "global", "if",    "import", "lambda", "match", "nonlocal",
                     "not",    "raise", "return", "while", "with",   "yield"});
  });
  answer.calls.clear();
}

}  // namespace fastnode::predict
