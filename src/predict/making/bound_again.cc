#include "predict/making/bound_again.h"

#include <algorithm>
#include <string>

#include "analyze/ast/word_at.h"
#include "collect/pack/tasks/words.h"

namespace fastnode::predict {

std::optional<Question> AskedAsRead(const Question& question) {
  const std::string& text = question.text;
  if (question.cursor > text.size()) return std::nullopt;
  if (ast::BeginOfWord(text, question.cursor) == question.cursor) return std::nullopt;
  const size_t sign = text.find_first_not_of(" \t", ast::EndOfWord(text, question.cursor));
  if (sign == text.npos) return std::nullopt;
  const size_t equal = text.find_first_not_of(":+-*/%&|^@<>", sign);
  const bool is_sign = equal != text.npos && text[equal] == '=' && equal - sign <= 3;
  if (!is_sign || text.substr(sign, 2) == "==" || text.substr(sign, 2) == "<=" ||
      text.substr(sign, 2) == ">=") {
    return std::nullopt;
  }
  Question asked = question;
  // What reads its value, too, is told apart (targets_above.h).
  const bool is_augmented = equal != sign && text[sign] != ':';
  asked.text.replace(sign, equal + 1 - sign, is_augmented ? "!=" : "==");
  asked.calls = false;
  return asked;
}

void KeepOldNames(Answer& answer) {
  const auto builtins = pack::Builtins();
  std::erase_if(answer.completions, [&](const Completion& one) {
    return one.kind == "word" || !one.edits.empty() || one.text.find('.') != std::string::npos ||
           std::binary_search(builtins.begin(), builtins.end(), one.text);
  });
}

}  // namespace fastnode::predict
