#include "predict/heads.h"

#include <algorithm>
#include <initializer_list>

#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "collect/pack/tasks/words.h"
#include "predict/blanks.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

using HeadWords = std::vector<std::string_view>;

std::string_view FirstWord(std::string_view line) {
  return line.substr(0, ast::EndOfWord(line, 0));
}

size_t IndentOf(std::string_view line) {
  return std::min(line.find_first_not_of(kBlanksOfLine), line.size());
}

// The first line below that is not empty.
std::string_view LineBelow(std::string_view text, size_t end_of_line) {
  while (end_of_line < text.size()) {
    const size_t begin = end_of_line + 1;
    end_of_line = std::min(text.find('\n', begin), text.size());
    if (begin >= text.size()) return "";
    const std::string_view line = text.substr(begin, end_of_line - begin);
    if (IndentOf(line) < line.size()) return line;
  }
  return "";
}

// The first word of the statement before, in the same block; "" if there is none.
std::string_view WordAbove(std::string_view above, size_t indentation) {
  constexpr int kMaxLines = 200;
  for (int i = 0; i < kMaxLines && !above.empty(); ++i) {
    above.remove_suffix(1);                      // the line feed
    const size_t begin = above.rfind('\n') + 1;  // npos + 1 is 0
    const std::string_view line = above.substr(begin);
    const size_t indent = IndentOf(line);
    if (indent < line.size() && line[indent] != '#' && indent <= indentation) {
      return indent == indentation ? FirstWord(line.substr(indent)) : "";
    }
    above = above.substr(0, begin);
  }
  return "";
}

// Whether a word stands in a text, outside of brackets and strings as far as can be seen.
bool HasWordOf(std::string_view text, std::initializer_list<std::string_view> words) {
  int depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (!ast::IsNameByte(c)) continue;
    const std::string_view word = FirstWord(text.substr(at));
    if (depth == 0 && std::find(words.begin(), words.end(), word) != words.end()) return true;
    at += word.size() - 1;
  }
  return false;
}

bool IsCompared(std::string_view text) {
  if (HasWordOf(text, {"is", "not", "and", "or"})) return true;
  for (const char* sign : {"==", "!=", "<", ">"}) {
    if (text.find(sign) != text.npos && text.find("->") == text.npos) return true;
  }
  return false;
}

// `a, (b, c) in` at the beginning.
bool IsLoop(std::string_view text) {
  const size_t in = text.find(" in ");
  return in != text.npos &&
         std::all_of(text.begin(), text.begin() + static_cast<long>(in), [](char c) {
           return ast::IsNameByte(c) || IsBlank(c) || std::string_view(",()").find(c) != kNowhere;
         });
}

// The name that a text calls, which is a call of a plain name and no more.
std::string_view CalledName(std::string_view text) {
  const std::string_view name = FirstWord(text);
  const bool is_call =
      !name.empty() && text.substr(name.size()).starts_with('(') && text.ends_with(')');
  return is_call ? name : "";
}

bool IsDefinedIn(std::string_view text, std::string_view name) {
  for (const char* before : {"def ", "class ", "import ", ", "}) {
    const std::string defined = before + std::string(name);
    const size_t at = text.find(defined);
    if (at == text.npos) continue;
    const size_t end = at + defined.size();
    if (end == text.size() || !ast::IsNameByte(text[end])) return true;
  }
  return false;
}

bool IsUpperFirst(std::string_view name) {
  return !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
}

// Before a colon alone.
HeadWords WordsAlone(std::string_view above) {
  if (above == "try") return {"except", "finally"};
  if (above == "except") return {"except", "finally", "else"};
  if (above == "else") return {"finally", "try"};
  if (above == "if" || above == "elif" || above == "for" || above == "while")
    return {"else", "try"};
  return {"try"};
}

HeadWords WordsFor(std::string_view head, std::string_view above, std::string_view body,
                   std::string_view text) {
  if (FirstWord(TrimmedLeft(body)) == "case") return {"match"};
  if (head.find("->") != head.npos) return {"def"};
  if (above == "try") return {"except"};
  const bool behind_if = above == "if" || above == "elif";
  const bool behind_try = above == "except";
  if (HasWordOf(head, {"as"})) return behind_try ? HeadWords{"except"} : HeadWords{"with"};
  HeadWords conditions = {"if", "while"};
  if (behind_if) conditions.insert(conditions.begin(), "elif");
  if (IsLoop(head)) conditions.insert(conditions.begin(), "for");
  if (IsLoop(head) || IsCompared(head) || HasWordOf(head, {"in"})) return conditions;
  const std::string_view called = CalledName(head);
  const bool is_name = FirstWord(head).size() == head.size();
  const size_t last = ast::BeginOfWord(head, head.size());
  if (behind_try && IsUpperFirst(head.substr(last))) return {"except"};
  if (head == "True") return {"while", "if"};
  if (IsUpperFirst(head) && (is_name || !called.empty()) && !IsDefinedIn(text, FirstWord(head))) {
    return {"class", "if", "with", "while"};
  }
  const bool opens = called == "open" || head.find(".open(") != head.npos;
  HeadWords words = conditions;
  words.insert(opens ? words.begin() : words.end() - 1, "with");
  if (!called.empty() && !opens && !pack::IsWord(called)) {
    words.insert(IsDefinedIn(text, called) ? words.end() : words.begin(), "def");
  }
  return words;
}

}  // namespace

std::optional<std::vector<std::string_view>> FindHeadWords(std::string_view text, uint64_t cursor) {
  if (cursor >= text.size() || (!IsBlank(text[cursor]) && text[cursor] != ':')) {
    return std::nullopt;
  }
  const size_t line = text.substr(0, cursor).rfind('\n') + 1;  // npos + 1 is 0
  const std::string_view left = text.substr(line, cursor - line);
  if (!std::all_of(left.begin(), left.end(), IsBlank)) return std::nullopt;
  const size_t end = std::min(text.find('\n', cursor), text.size());
  std::string_view head = Trimmed(text.substr(cursor, end - cursor));
  if (!head.ends_with(':')) return std::nullopt;
  head = TrimmedRight(head.substr(0, head.size() - 1));
  const std::string_view word = FirstWord(head);
  const std::string_view below = LineBelow(text, end);
  if (head.empty()) {
    if (IndentOf(below) <= left.size()) return std::nullopt;
    return WordsAlone(WordAbove(text.substr(0, line), left.size()));
  }
  const bool begins = !word.empty() || head.starts_with('(') || head.starts_with('[');
  const bool is_operand =
      !pack::IsWord(word) || word == "not" || word == "await" || word == "None" || word == "True";
  if (!begins || !is_operand || IndentOf(below) <= left.size()) return std::nullopt;
  return WordsFor(head, WordAbove(text.substr(0, line), left.size()), below, text);
}

Answer CompleteHead(const std::vector<std::string_view>& words) {
  Answer answer{pack::Task::kName, "", {}, {}, false, Origin::kBehindOperand};
  float worth = 0.5F;  // halves of halves: the order is all that is known
  for (std::string_view word : words) {
    answer.completions.push_back({std::string(word), worth, "word"});
    worth /= 2;
  }
  return answer;
}

}  // namespace fastnode::predict
