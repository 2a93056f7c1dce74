#include "predict/words/heads.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string>

#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "collect/pack/candidates.h"
#include "collect/pack/tasks/words.h"
#include "predict/asked/blanks.h"
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

// What stands above a line, and round it.
struct Round {
  std::string_view before;  // first word of the statement before, in the same block; "": none
  std::string_view around;  // of the one that the block is of
  std::string_view head;    // what follows the statement's first word in its line
  bool is_left = false;     // the statement before ends by leaving the block: return, raise
  bool is_close = false;    // it ends in the line above
};

Round ReadRound(std::string_view above, size_t indentation) {
  constexpr int kMaxLines = 1000;
  Round round;
  bool is_first = true;
  for (int i = 0; i < kMaxLines && !above.empty(); ++i) {
    above.remove_suffix(1);                      // the line feed
    const size_t begin = above.rfind('\n') + 1;  // npos + 1 is 0
    const std::string_view line = above.substr(begin);
    above = above.substr(0, begin);
    const size_t indent = IndentOf(line);
    if (indent == line.size() || line[indent] == '#') continue;
    round.is_close |= i == 0;
    const std::string_view word = FirstWord(line.substr(indent));
    if (is_first) {
      round.is_left = word == "return" || word == "raise" || word == "continue" || word == "break";
    }
    is_first = false;
    if (indent < indentation) {
      round.around = word;
      break;
    }
    if (indent == indentation && round.before.empty() && !word.empty()) {
      round.before = word;
      round.head = line.substr(indent + word.size());
    }
    if (indentation == 0 && !round.before.empty()) break;
  }
  return round;
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

// Whether a text has a word.
bool Mentions(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool is_whole = (at == 0 || !ast::IsNameByte(text[at - 1])) &&
                          (end == text.size() || !ast::IsNameByte(text[end]));
    if (is_whole) return true;
  }
  return false;
}

// The dotted name with which a condition begins.
std::string_view FirstAsked(std::string_view condition) {
  constexpr std::string_view kNot = "not ";
  condition = TrimmedLeft(condition);
  if (condition.starts_with(kNot)) condition = TrimmedLeft(condition.substr(kNot.size()));
  size_t end = 0;
  while (end < condition.size() && (ast::IsNameByte(condition[end]) || condition[end] == '.'))
    ++end;
  return condition.substr(0, end);
}

// `a, (b, c) in` at the beginning.
bool IsLoop(std::string_view text) {
  const size_t in = text.find(" in ");
  return in != text.npos && !text.substr(0, in).ends_with(" not") &&
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
  const auto builtins = pack::Builtins();
  if (std::binary_search(builtins.begin(), builtins.end(), name)) return true;
  for (const char* before : {"def ", "class ", "import ", ", ", "    "}) {
    const std::string defined = before + std::string(name);
    const size_t at = text.find(defined);
    if (at == text.npos) continue;
    const size_t end = at + defined.size();
    if (end == text.size() || !ast::IsNameByte(text[end])) return true;
  }
  return false;
}

// Whether what a call is given could be parameters: names, with stars, types and values.
bool AreParameters(std::string_view list) {
  int depth = 0;
  bool is_begin = true;  // of one
  for (size_t at = 0; at < list.size(); ++at) {
    const char c = list[at];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (depth > 0 || IsBlank(c)) continue;
    if (c == ',') {
      is_begin = true;
    } else if (is_begin && c != '*' && c != '/') {
      const std::string_view name = FirstWord(list.substr(at));
      const std::string_view rest = TrimmedLeft(list.substr(at + name.size()));
      const bool ends = rest.empty() || std::string_view(",=:)").find(rest[0]) != kNowhere;
      const bool is_name = !name.empty() && (name[0] < '0' || name[0] > '9');
      if (!is_name || !ends || pack::IsWord(name) || rest.starts_with("==")) return false;
      at += name.size() - 1;
      is_begin = false;
    }
  }
  return true;
}

// The last name of what is called at a text's end: "raises" of `pytest.raises(E)`.
std::string_view LastCalled(std::string_view text) {
  if (!text.ends_with(')')) return "";
  int depth = 0;
  for (size_t at = text.size(); at-- > 0;) {
    if (text[at] == ')') ++depth;
    if (text[at] != '(' || --depth > 0) continue;
    const std::string_view callee = text.substr(0, at);
    return callee.substr(ast::BeginOfWord(callee, callee.size()));
  }
  return "";
}

// What is called to be entered.
bool OpensContext(std::string_view called) {
  static constexpr std::string_view kNames[] = {
      "open",    "raises",          "warns",       "suppress",         "closing",
      "object",  "redirect_stdout", "nullcontext", "assertRaises",     "assertWarns",
      "subTest", "patch",           "assertLogs",  "assertRaisesRegex"};
  return std::find(std::begin(kNames), std::end(kNames), called) != std::end(kNames);
}

bool IsUpperFirst(std::string_view name) {
  return !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
}

// Before a colon alone.
HeadWords WordsAlone(std::string_view above) {
  if (above == "try") return {"except", "finally"};
  if (above == "except") return {"except", "finally", "else", "try"};
  if (above == "else") return {"finally", "try"};
  if (above == "if" || above == "elif" || above == "for" || above == "while")
    return {"else", "try"};
  return {"try"};
}

HeadWords WordsFor(std::string_view head, const Round& round, std::string_view body,
                   std::string_view text, std::string_view above) {
  if (FirstWord(TrimmedLeft(body)) == "case") return {"match"};
  if (head.find("->") != head.npos) return {"def"};
  if (round.before == "try") return {"except"};
  const bool behind_except = round.before == "except";
  if (HasWordOf(head, {"as"})) {
    const std::string_view entered = TrimmedRight(head.substr(0, head.rfind(" as ")));
    if (behind_except && entered.starts_with('(') && entered.ends_with(')')) return {"except"};
    const size_t name = ast::BeginOfWord(entered, entered.size());
    return behind_except && IsUpperFirst(entered.substr(name)) ? HeadWords{"except"}
                                                               : HeadWords{"with"};
  }
  HeadWords conditions = {"if", "while"};
  if (round.before == "if" || round.before == "elif") {
    // Of 3,400 such heads in installed files 69 % are `elif` where they ask about the same thing;
    // of others, behind an empty line or behind `return` a third.
    const bool goes_on =
        round.is_close && !round.is_left && FirstAsked(round.head) == FirstAsked(head);
    conditions.insert(conditions.begin() + (goes_on ? 0 : 1), "elif");
  }
  // A name that the function has already is asked about, one that is new is made.
  if (IsLoop(head)) {
    const bool is_there = Mentions(above.substr(above.rfind("def ") + 1), FirstWord(head));
    conditions.insert(conditions.begin() + (is_there ? 1 : 0), "for");
  }
  if (IsLoop(head) || IsCompared(head) || HasWordOf(head, {"in"})) return conditions;
  if (head == "True") return {"while", "if"};
  const std::string_view called = CalledName(head);
  const bool is_name = FirstWord(head).size() == head.size();
  const size_t last = ast::BeginOfWord(head, head.size());
  if (behind_except && IsUpperFirst(head.substr(last))) return {"except"};
  const bool is_upper =
      IsUpperFirst(head.substr(std::min(head.find_first_not_of('_'), head.size())));
  const std::string_view given =
      called.empty() ? "" : head.substr(called.size() + 1, head.size() - called.size() - 2);
  const bool may_define = !called.empty() && AreParameters(given);
  const bool is_method = given.starts_with("self") || given.starts_with("cls");
  const bool is_outermost = round.around.empty() || round.around == "class";
  if (is_outermost && is_upper && !called.empty() && !is_method) {
    return {"class", "def", "if", "with"};
  }
  if (round.around == "class" && (is_name || may_define)) {
    if (is_upper && !is_method) return {"class", "def", "if", "with"};
    if (may_define) return {"def", "class", "if", "with"};
  }
  if (is_upper && (is_name || may_define) && !IsDefinedIn(text, FirstWord(head))) {
    return {"class", "def", "if", "with", "while"};
  }
  const std::string_view entered = LastCalled(head);
  const bool opens = OpensContext(entered) || (IsUpperFirst(entered) && called.empty());
  HeadWords words = conditions;
  words.insert(opens ? words.begin() : words.end() - 1, "with");
  if (may_define && !opens) {
    const bool is_likely = is_method || round.around.empty() || !IsDefinedIn(text, called);
    words.insert(is_likely ? words.begin() : words.end(), "def");
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
    return WordsAlone(ReadRound(text.substr(0, line), left.size()).before);
  }
  const bool begins = !word.empty() || head.starts_with('(') || head.starts_with('[');
  const bool is_operand =
      !pack::IsWord(word) || word == "not" || word == "await" || word == "None" || word == "True";
  if (!begins || !is_operand || IndentOf(below) <= left.size()) return std::nullopt;
  return WordsFor(head, ReadRound(text.substr(0, line), left.size()), below, text,
                  text.substr(0, line));
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
