// Lists of type parameters are told by their lines alone: a bracket right behind the name of what
// is defined.
#include "predict/making/new_type_parameter.h"

#include <algorithm>
#include <string>

#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

constexpr size_t kMaxTypeLists = 50;  // of a text, those nearest above

// Where the list of type parameters begins that a line has, right behind its bracket; npos if it
// has none.
size_t BeginOfTypeParameters(std::string_view line) {
  size_t at = std::min(line.find_first_not_of(" \t"), line.size());
  const auto take = [&](std::string_view word) {
    if (!line.substr(at).starts_with(word)) return false;
    at = std::min(line.find_first_not_of(" \t", at + word.size()), line.size());
    return true;
  };
  take("async ");
  if (!take("def ") && !take("class ") && !take("type ")) return line.npos;
  const size_t name = at;
  at = ast::EndOfWord(line, at);
  return at > name && line.substr(at).starts_with('[') ? at + 1 : line.npos;
}

// Calls `each` with the name that begins each parameter of a list, up to its closing bracket.
template <typename Each>
void NamesOfList(std::string_view list, const Each& each) {
  int depth = 0;
  bool is_begin = true;
  for (size_t at = 0; at < list.size() && depth >= 0; ++at) {
    const char c = list[at];
    if (is_begin && ast::IsNameByte(c)) {
      const size_t end = ast::EndOfWord(list, at);
      each(list.substr(at, end - at));
      at = end - 1;
      is_begin = false;
      continue;
    }
    if (c == '[' || c == '(') ++depth;
    if (c == ']' || c == ')') --depth;
    if (c == ',' && depth == 0) is_begin = true;
  }
}

}  // namespace

std::optional<NewTypeParameter> FindNewTypeParameter(std::string_view text, size_t cursor) {
  const size_t word = ast::BeginOfWord(text, cursor);
  const size_t line = text.substr(0, word).rfind('\n') + 1;  // npos + 1 is 0
  const std::string_view left = text.substr(line, word - line);
  const size_t begin = BeginOfTypeParameters(left);
  if (begin == left.npos) return std::nullopt;
  const std::string_view list = left.substr(begin);
  const std::string_view before = TrimmedRight(list, " \t*");
  if (!before.empty() && before.back() != ',') return std::nullopt;
  int depth = 0;
  for (const char c : list) {
    if (c == '(') return std::nullopt;
    if (c == '[') ++depth;
    if (c == ']' && --depth < 0) return std::nullopt;
  }
  if (depth > 0) return std::nullopt;
  NewTypeParameter place{text.substr(word, cursor - word), {}};
  std::vector<std::string_view> taken;
  NamesOfList(list, [&](std::string_view name) { taken.push_back(name); });
  size_t lists = 0;
  for (size_t end = line; end > 0 && lists < kMaxTypeLists;) {
    const size_t from = text.substr(0, end - 1).rfind('\n') + 1;  // npos + 1 is 0
    const std::string_view above = text.substr(from, end - 1 - from);
    const size_t at = BeginOfTypeParameters(above);
    if (at != above.npos) {
      ++lists;
      NamesOfList(above.substr(at), [&](std::string_view name) {
        const auto has = [&](const std::vector<std::string_view>& names) {
          return std::find(names.begin(), names.end(), name) != names.end();
        };
        if (!has(taken) && !has(place.names_above)) place.names_above.push_back(name);
      });
    }
    end = from;
  }
  return place;
}

std::vector<Completion> CompleteNewTypeParameter(const NewTypeParameter& place) {
  std::vector<Completion> names;
  float worth = 0.5F;  // halves of halves: the order is all that is known
  for (std::string_view name : place.names_above) {
    if (!name.starts_with(place.prefix)) continue;
    names.push_back({std::string(name), worth, "name"});
    worth /= 2;
  }
  return names;
}

}  // namespace fastnode::predict
