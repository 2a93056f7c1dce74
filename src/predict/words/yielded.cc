#include "predict/words/yielded.h"

#include <string>
#include <string_view>

#include "analyze/ast/name_byte.h"

namespace fastnode::predict {

void AddFrom(const FoundSite& site, Answer& answer) {
  constexpr std::string_view kFrom = "from", kYield = "yield";
  std::string_view left = site.left;
  const size_t end = left.find_last_not_of(" \t") + 1;
  const bool apart = end < left.size();
  left = left.substr(0, end);
  if (!apart || !left.ends_with(kYield) || answer.prefix.empty()) return;
  left.remove_suffix(kYield.size());
  const bool is_word = left.empty() || !ast::IsNameByte(left.back());
  if (is_word && kFrom.starts_with(answer.prefix)) {
    answer.completions.push_back({std::string(kFrom), 0, "word"});
  }
}

}  // namespace fastnode::predict
