#include "qualify/ask/question.h"

#include "analyze/ast/name_byte.h"

namespace fastnode::qualify {

int32_t RankOf(std::string_view name, const Ranking& ranking) {
  for (size_t i = 0; i < ranking.size(); ++i) {
    if (ranking[i].name == name) return static_cast<int32_t>(i);
  }
  return kNotFound;
}

Result<std::string> RemoveName(std::string_view text, uint64_t offset, std::string_view expected) {
  if (offset > text.size()) {
    return Error{"cursor " + std::to_string(offset) + " is outside the text of " +
                 std::to_string(text.size()) + " bytes"};
  }
  std::string_view rest = text.substr(offset);
  bool whole_word = rest.size() >= expected.size() && rest.substr(0, expected.size()) == expected &&
                    (rest.size() == expected.size() || !ast::IsNameByte(rest[expected.size()]));
  if (whole_word) rest.remove_prefix(expected.size());
  return std::string(text.substr(0, offset)) + std::string(rest);
}

}  // namespace fastnode::qualify
