#include "predict/making/new_parameter.h"

#include <algorithm>

#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "collect/context/tokens.h"
#include "collect/pack/candidates.h"
#include "predict/asked/blanks.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

namespace tokens = context::tokens;

constexpr std::string_view kBlanks = " \t\r";

bool BeginsWith(std::string_view line, std::string_view word) {
  return line.starts_with(word) &&
         (line.size() == word.size() || !ast::IsNameByte(line[word.size()]));
}

bool TakesWord(std::string_view& text, std::string_view word) {
  const bool ends = text.ends_with(word) && (text.size() == word.size() ||
                                             !ast::IsNameByte(text[text.size() - word.size() - 1]));
  if (ends) text.remove_suffix(word.size());
  return ends;
}

bool OpensBlock(std::string_view line) {
  for (const char* word : {"if", "elif", "else", "for", "while", "with", "try", "except", "finally",
                           "match", "case"}) {
    if (BeginsWith(line, word)) return true;
  }
  return false;
}

// What the lines above a `def` that is indented so far say of it.
struct Above {
  bool is_method = false, is_static = false, is_of_class = false;
};

Above ReadAbove(std::string_view text, size_t indentation) {
  Above above;
  bool decorates = true;
  while (!text.empty()) {
    text.remove_suffix(1);                      // the end of the line
    const size_t begin = text.rfind('\n') + 1;  // npos + 1 is 0
    std::string_view line = text.substr(begin);
    text = text.substr(0, begin);
    const size_t indent = line.find_first_not_of(kBlanks);
    if (indent == kNowhere || line[indent] == '#') continue;
    line = TrimmedRight(line.substr(indent));
    decorates &= indent == indentation && line[0] == '@';
    if (decorates) {
      above.is_static |= line == "@staticmethod";
      above.is_of_class |= line == "@classmethod";
    }
    if (indent >= indentation) continue;
    above.is_method = BeginsWith(line, "class");
    if (above.is_method || BeginsWith(line, "def") || line.starts_with("async def")) break;
    if (OpensBlock(line)) indentation = indent;
  }
  return above;
}

// Of a method whose first parameter begins behind `left`; "" if there is none.
std::string_view FirstOfMethod(std::string_view left) {
  std::string_view head = TrimmedRight(left, " \t\r\n");
  if (!head.ends_with('(')) return "";
  head.remove_suffix(1);
  head = TrimmedRight(head);
  const size_t name = ast::BeginOfWord(head, head.size());
  const std::string_view method = head.substr(name);
  head = TrimmedRight(head.substr(0, name));
  if (method.empty() || !TakesWord(head, "def")) return "";
  const size_t line = head.rfind('\n') + 1;
  const std::string_view before = head.substr(line);
  const size_t indentation = std::min(before.find_first_not_of(kBlanks), before.size());
  const std::string_view rest = TrimmedRight(before.substr(indentation));
  if (indentation == 0 || (!rest.empty() && rest != "async")) return "";
  const Above above = ReadAbove(left.substr(0, line), indentation);
  if (!above.is_method || above.is_static) return "";
  const bool makes_class =
      method == "__new__" || method == "__init_subclass__" || method == "__class_getitem__";
  return above.is_of_class || makes_class ? "cls" : "self";
}

// Whether a parameter of a `lambda` begins behind a line's `left`.
bool IsOfLambda(std::string_view left) {
  if (left.find("lambda") == kNowhere) return false;
  const std::vector<context::Token> list = context::Tokenize(left).list;
  auto is_lambda = [](context::Token token) {
    return tokens::IsName(token) && tokens::Spelling(token) == tokens::OfName("lambda");
  };
  size_t size = list.size();
  const bool is_star = size > 0 && (list[size - 1] == tokens::Operator("*") ||
                                    list[size - 1] == tokens::Operator("**"));
  size -= is_star;
  if (size == 0 || !(is_lambda(list[size - 1]) || list[size - 1] == tokens::kComma)) return false;
  int depth = 0;  // of brackets that close before
  for (size_t i = size; i-- > 0;) {
    const context::Token token = list[i];
    if (token == tokens::kClose || token == tokens::Operator("]") ||
        token == tokens::Operator("}")) {
      ++depth;
    } else if (token == tokens::kOpen || token == tokens::Operator("[") ||
               token == tokens::Operator("{")) {
      if (--depth < 0) return false;
    } else if (depth == 0) {
      if (is_lambda(token)) return true;
      if (token == tokens::Operator(":")) return false;
    }
  }
  return false;
}

}  // namespace

std::optional<NewParameter> FindNewParameter(std::string_view text, uint64_t cursor) {
  if (cursor > text.size()) return std::nullopt;
  const size_t word = ast::BeginOfWord(text, cursor);
  const std::string_view left = text.substr(0, word);
  NewParameter parameter{std::string(text.substr(word, cursor - word)), FirstOfMethod(left)};
  if (!parameter.name.empty()) return parameter;
  if (IsOfLambda(left.substr(left.rfind('\n') + 1))) return parameter;
  return std::nullopt;
}

std::vector<Completion> CompleteNewParameter(const NewParameter& parameter) {
  const bool fits = !parameter.name.empty() && pack::Fits(parameter.name, parameter.prefix);
  if (!fits) return {};
  return {{std::string(parameter.name), 1, "name"}};
}

}  // namespace fastnode::predict
