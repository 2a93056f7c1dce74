#include "predict/strings/quoted_annotation.h"

#include <algorithm>
#include <string_view>

#include "analyze/ast/name_byte.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

bool IsOfType(char c) {
  return ast::IsNameByte(c) || std::string_view(".[], |").find(c) != std::string_view::npos;
}

// Whether what stands before it on its line may declare something: `def f(a: `, `) -> `, `self.x: `
// or, of a longer one, `x: list[`.
bool IsDeclaration(std::string_view line) {
  if (line.find("->") != line.npos || line.starts_with("def ") || line.starts_with("async def ")) {
    return true;
  }
  const auto end = std::find_if(line.begin(), line.end(),
                                [](char c) { return !ast::IsNameByte(c) && c != '.'; });
  const std::string_view name(line.begin(), end);
  static constexpr std::string_view kHeads[] = {"else", "try", "finally", "lambda", ""};
  if (std::find(std::begin(kHeads), std::end(kHeads), name) != std::end(kHeads)) return false;
  return Trimmed(line.substr(name.size())).starts_with(':');
}

}  // namespace

std::optional<Question> AskedInAnnotation(const Question& question, size_t begin) {
  const std::string& text = question.text;
  const char quote = text[begin];
  if (quote != '"' && quote != '\'') return std::nullopt;
  const size_t line = text.find_last_of("\r\n", begin) + 1;
  const std::string_view before = Trimmed(std::string_view(text).substr(line, begin - line));
  if (!IsDeclaration(before) || before.find("Literal[") != before.npos) return std::nullopt;
  size_t end = begin + 1;
  while (end < text.size() && IsOfType(text[end])) ++end;
  if (end < question.cursor) return std::nullopt;
  const bool is_closed = end < text.size() && text[end] == quote;
  const bool is_end = end == text.size() || text[end] == '\n' || text[end] == '\r';
  if (!is_closed && !is_end) return std::nullopt;
  Question asked = question;
  asked.any_order = true;
  asked.text[begin] = ' ';
  if (is_closed) asked.text[end] = ' ';
  return asked;
}

}  // namespace fastnode::predict
