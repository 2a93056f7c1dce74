#include "predict/strings/doctest.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyze/ast/name_byte.h"
#include "predict/asked/text_place.h"
#include "predict/strings/code_blocks.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

constexpr size_t kQuotes = 3;

std::string_view Unindented(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// What a line of an example runs; nothing if the line is none. The line at the cursor may end
// anywhere.
std::optional<std::string_view> CodeOf(std::string_view line) {
  line = Unindented(line);
  for (std::string_view sign : {">>>", "..."}) {
    if (!line.starts_with(sign)) continue;
    line.remove_prefix(sign.size());
    if (!line.empty() && line.front() != ' ') return std::nullopt;
    if (!line.empty()) line.remove_prefix(1);
    return line;
  }
  return std::nullopt;
}

// The lines of all examples of a docstring up to the cursor; "" if that stands in none.
std::string ExamplesIn(std::string_view text) {
  std::string code;
  bool ends_in_code = false;
  while (true) {
    const size_t end = text.find('\n');
    const auto line = CodeOf(text.substr(0, end));
    const bool is_last = end == text.npos;
    ends_in_code = line.has_value();
    if (line) code.append(*line).append(is_last ? "" : "\n");
    if (is_last) break;
    text.remove_prefix(end + 1);
  }
  return ends_in_code ? code : "";
}

// `name.of|, and :class:`name|, which the last backtick of the line opens.
std::string InBackticks(std::string_view text) {
  const std::string_view line = text.substr(text.rfind('\n') + 1);  // npos + 1 is 0
  if (std::count(line.begin(), line.end(), '`') == 0) return "";
  std::string_view name = line.substr(line.rfind('`') + 1);
  if (name.starts_with('~')) name.remove_prefix(1);
  const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return ast::IsNameByte(c) || c == '.';
  });
  if (line.find("```") != line.npos) return "";  // a fence
  // Every second one closes.
  size_t runs = 0;
  for (size_t at = 0; at < line.size(); ++at) {
    runs += line[at] == '`' && (at == 0 || line[at - 1] != '`');
  }
  return is_name && runs % 2 == 1 ? std::string(name) : "";
}

std::string_view LineUpTo(std::string_view text, size_t at) {
  text = text.substr(0, at);
  return text.substr(text.rfind('\n') + 1);  // npos + 1 is 0
}

// Whether the quotes at `close` stand alone on a line, as far to the right as those at `begin`, and
// below no head of a block: they close that string, and open none.
bool StandsBelow(std::string_view text, size_t begin, size_t close) {
  const std::string_view blanks = LineUpTo(text, close);
  if (blanks != LineUpTo(text, begin) || !Trimmed(blanks).empty()) return false;
  const std::string_view behind = text.substr(close + kQuotes);
  if (!Trimmed(behind.substr(0, behind.find('\n'))).empty()) return false;
  return !Trimmed(text.substr(0, close)).ends_with(':');
}

// What stands behind the string; "" if nothing closes it, or what does leaves another one open and
// may be the begin of that. What is open behind it is left out.
std::string_view BehindString(std::string_view text, size_t begin, size_t cursor) {
  const std::string_view quotes = text.substr(begin, kQuotes);
  const size_t close = text.find(quotes, cursor);
  if (close == text.npos) return "";
  const std::string_view rest = text.substr(close + kQuotes);
  size_t open = 0;
  if (PlaceIn(rest, rest.size(), &open) != TextPlace::kLongString) return rest;
  return StandsBelow(text, begin, close) ? rest.substr(0, open) : "";
}

}  // namespace

std::optional<Question> AskedInDocstring(const Question& question, size_t begin) {
  const std::string_view text = question.text;
  if (begin + kQuotes > question.cursor) return std::nullopt;
  const std::string_view before = text.substr(begin + kQuotes, question.cursor - begin - kQuotes);
  std::string code = ExamplesIn(before);
  if (code.empty()) code = CodeBlockAtEnd(before);
  if (code.empty()) code = InBackticks(before);
  if (code.empty()) return std::nullopt;
  Question asked = question;
  asked.text = std::string(text.substr(0, begin)) + "\"\"" +
               std::string(BehindString(text, begin, question.cursor)) + "\n" + code;
  asked.cursor = asked.text.size();
  asked.text += '\n';
  asked.calls = false;
  return asked;
}

}  // namespace fastnode::predict
