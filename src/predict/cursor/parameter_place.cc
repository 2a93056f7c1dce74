#include "predict/cursor/parameter_place.h"

#include <algorithm>

#include "analyze/ast/lacking.h"
#include "analyze/ast/word_at.h"
#include "collect/pack/asked_text.h"
#include "predict/asked/blanks.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

constexpr size_t kMaxHead = 2000;  // bytes of a function's head
constexpr std::string_view kSpace = " \t\r\n";

// The bracket that is open at the end; kNowhere if there is none, or it is no round one.
size_t OpenBracket(std::string_view text) {
  int depth = 0;
  const size_t first = text.size() - std::min(text.size(), kMaxHead);
  for (size_t at = text.size(); at-- > first;) {
    const char c = text[at];
    if (c == ')' || c == ']' || c == '}') ++depth;
    if (c != '(' && c != '[' && c != '{') continue;
    if (--depth < 0) return c == '(' ? at : kNowhere;
  }
  return kNowhere;
}

// The name that a parameter begins with, stars passed over; "" of a star or a slash alone.
std::string_view NameOf(std::string_view parameter) {
  parameter.remove_prefix(std::min(parameter.find_first_not_of(" \t\r\n*"), parameter.size()));
  return parameter.substr(0, ast::EndOfWord(parameter, 0));
}

// False: behind the last comma there is more than blanks.
bool ReadGiven(std::string_view list, std::vector<std::string>& given) {
  int depth = 0;
  size_t begin = 0;
  for (size_t at = 0; at < list.size(); ++at) {
    const char c = list[at];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (c != ',' || depth > 0) continue;
    if (const std::string_view name = NameOf(list.substr(begin, at - begin)); !name.empty()) {
      given.emplace_back(name);
    }
    begin = at + 1;
  }
  return TrimmedRight(list.substr(begin), kSpace).empty();
}

}  // namespace

std::optional<ParameterPlace> FindParameterPlace(std::string_view text, uint64_t cursor) {
  if (cursor > text.size()) return std::nullopt;
  ParameterPlace place{.word = ast::BeginOfWord(text, cursor)};
  const std::string_view before = text.substr(0, place.word);
  const size_t open = OpenBracket(before);
  if (open == kNowhere) return std::nullopt;
  const std::string_view head = TrimmedRight(before.substr(0, open), kSpace);
  const size_t name = ast::BeginOfWord(head, head.size());
  place.function = head.substr(name);
  const std::string_view def = TrimmedRight(head.substr(0, name), kSpace);
  if (!def.ends_with("def") || place.function.empty() || def.size() == name) return std::nullopt;
  if (ast::BeginOfWord(def, def.size()) + 3 != def.size()) return std::nullopt;
  place.line = def.rfind('\n') + 1;
  if (!ReadGiven(before.substr(open + 1), place.given)) return std::nullopt;
  return place;
}

Result<Analysed> AnalyseWithParameter(std::string_view text, const ParameterPlace& place,
                                      uint64_t cursor, AnalysisMemory* memory,
                                      std::chrono::milliseconds patience) {
  const std::string left(text.substr(0, place.word));
  std::string right(text.substr(ast::EndOfWord(text, cursor)));
  const ast::Lacking lacking = ast::FindLacking(left, right);
  right.insert(lacking.at, lacking.text);
  return Analyse(memory, left + std::string(pack::kPlaceholder) + right,
                 std::chrono::steady_clock::now() + patience);
}

}  // namespace fastnode::predict
