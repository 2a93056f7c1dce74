#include "predict/words/below_decorator.h"

#include <algorithm>
#include <string>

#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "analyze/bind/path.h"
#include "collect/context/tokens.h"
#include "predict/cursor/answer.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

namespace tokens = context::tokens;
using context::Token;

struct DefiningWord {
  std::string_view text;
  float in_module, nested;  // shares
};
// Of 3,771 decorated definitions of modules and 9,256 of classes and functions, in the projects
// that are trained on.
constexpr DefiningWord kDefiningWords[] = {
    {"def", 0.835F, 0.990F}, {"class", 0.160F, 0.004F}, {"async", 0.005F, 0.006F}};
constexpr float kShareOfSaid = 0.97F;  // where the text says what it is; a guess

// Decorators that stand on classes alone, there, or by what Python says of them.
bool IsOfClasses(std::string_view decorator) {
  static constexpr std::string_view kNames[] = {
      "attr.s", "attrs",  "dataclass",           "deconstructible", "define",
      "frozen", "unique", "runtime_checkable",   "total_ordering",  "implementer",
      "final",  "verify", "dataclass_transform", "add_metaclass",   "register_lookup"};
  auto is = [&](std::string_view name) { return decorator == name; };
  const std::string_view last = bind::LastComponent(decorator);
  return std::any_of(std::begin(kNames), std::end(kNames), is) ||
         std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view name) { return last == name; });
}

size_t BlanksBefore(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

bool IsSpelt(Token token, std::string_view word) {
  return tokens::Spelling(token) == tokens::Spelling(tokens::OfName(word));
}

int DepthOfBracket(Token token) {
  const auto is = [token](std::string_view sign) { return token == tokens::Operator(sign); };
  if (is("(") || is("[") || is("{")) return 1;
  return is(")") || is("]") || is("}") ? -1 : 0;
}

// Where a bracket above was never closed, the next of these begins a statement all the same.
bool BeginsForSure(Token token) {
  static constexpr std::string_view kWords[] = {"class", "def",    "import", "return",
                                                "while", "except", "try",    "with"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [token](std::string_view word) { return IsSpelt(token, word); });
}

// The first token of the statement that ends the list; nothing if that goes on.
std::optional<size_t> LastStatement(const std::vector<Token>& list) {
  size_t begin = 0;
  int depth = 0;
  for (size_t i = 0; i < list.size(); ++i) {
    const bool is_sure = BeginsForSure(list[i]);
    if (is_sure) depth = 0;
    const bool is_first = is_sure || i == 0 || list[i - 1] == tokens::kNewline;
    if (is_first && depth == 0) begin = i;
    if (depth == 0 && list[i] == tokens::Operator(";")) begin = i + 1;
    depth = std::max(0, depth + DepthOfBracket(list[i]));
  }
  const bool ends = !list.empty() && list.back() == tokens::kNewline && depth == 0;
  return ends ? std::optional(begin) : std::nullopt;
}

// What a header that is there already is one of: `Name:`, `Name(Base):`, `name(self):`.
std::optional<bool> IsClassByHeader(std::string_view behind) {
  behind = TrimmedLeft(behind.substr(0, behind.find('\n')));
  const size_t length = ast::EndOfWord(behind, 0);
  if (length == 0) return std::nullopt;
  const std::string_view rest = TrimmedLeft(behind.substr(length));
  if (rest.starts_with(':')) return true;
  return behind[0] >= 'A' && behind[0] <= 'Z';
}

// What stands below the same decorator elsewhere in the text.
std::optional<bool> IsClassElsewhere(std::string_view text, std::string_view decorator) {
  const std::string sign = "@" + std::string(decorator);
  int classes = 0, functions = 0;
  for (size_t at = text.find(sign); at != text.npos; at = text.find(sign, at + 1)) {
    const size_t next = at + sign.size();
    if (next < text.size() && ast::IsNameByte(text[next])) continue;
    size_t line = text.find('\n', next);
    while (line != text.npos && TrimmedLeft(text.substr(line + 1)).starts_with('@')) {
      line = text.find('\n', line + 1);
    }
    if (line == text.npos) break;
    const std::string_view below = TrimmedLeft(text.substr(line + 1));
    classes += below.starts_with("class ");
    functions += below.starts_with("def ") || below.starts_with("async ");
  }
  if (classes == functions) return std::nullopt;
  return classes > functions;
}

}  // namespace

std::optional<BelowDecorator> FindBelowDecorator(std::string_view text, size_t cursor) {
  const size_t begin = text.substr(0, cursor).rfind('\n') + 1;  // npos + 1 is 0
  const std::string_view typed = text.substr(begin, cursor - begin);
  const size_t indentation = BlanksBefore(typed);
  const std::string_view prefix = typed.substr(indentation);
  const std::string_view above = text.substr(0, begin);
  if (!std::all_of(prefix.begin(), prefix.end(), ast::IsNameByte)) return std::nullopt;
  // Most lines are told without a look at all that stands above.
  const size_t sign = above.rfind('@');
  if (sign == above.npos || above.find("def ", sign) != above.npos ||
      above.find("class ", sign) != above.npos) {
    return std::nullopt;
  }
  const context::Tokens read = context::Tokenize(above);
  const std::optional<size_t> statement = LastStatement(read.list);
  if (!statement || *statement >= read.size()) return std::nullopt;
  if (read.list[*statement] != tokens::Operator("@")) return std::nullopt;
  const size_t at = read.begin[*statement];
  const size_t line = above.substr(0, at).rfind('\n') + 1;
  const bool is_alone = BlanksBefore(above.substr(line)) == at - line;
  if (!is_alone || at - line != indentation) return std::nullopt;
  BelowDecorator place{prefix, indentation > 0};
  const std::string_view decorator =
      above.substr(at + 1, above.find_first_of("( \t\r\n#", at + 1) - at - 1);
  place.is_class = IsClassByHeader(text.substr(cursor));
  if (!place.is_class) place.is_class = IsClassElsewhere(text, decorator);
  const bool is_known = !place.is_class && IsOfClasses(decorator) &&
                        !(place.is_nested && decorator.ends_with("final"));
  if (is_known) place.is_class = true;
  return place;
}

std::vector<Completion> CompleteBelowDecorator(const BelowDecorator& place) {
  std::vector<Completion> words;
  float sum = 0;
  for (const DefiningWord& word : kDefiningWords) {
    if (!word.text.starts_with(place.prefix)) continue;
    float share = place.is_nested ? word.nested : word.in_module;
    if (place.is_class) {
      share *= *place.is_class == (word.text == "class") ? kShareOfSaid : 1 - kShareOfSaid;
    }
    words.push_back({std::string(word.text), share, "word"});
    sum += share;
  }
  for (Completion& word : words) word.probability /= sum;
  KeepBest(INT32_MAX, words);
  return words;
}

}  // namespace fastnode::predict
