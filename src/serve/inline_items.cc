#include "serve/inline_items.h"

#include <optional>
#include <string>
#include <utility>

#include "predict/suggestion.h"
#include "serve/descriptions.h"

namespace fastnode::serve {

bool EndsLine(std::string_view text, size_t offset) {
  const std::string_view behind = text.substr(offset);
  const size_t next = behind.find_first_not_of(" \t)]}\"',:");
  return next == behind.npos || behind[next] == '\n' || behind[next] == '\r';
}

Json InlineList(const predict::Answer& answer, std::string_view text, size_t offset,
                Encoding encoding, float threshold) {
  Json items = Json::array();
  std::optional<predict::Suggestion> best = predict::Suggest(answer, threshold);
  if (best && EndsLine(text, offset)) {
    // The bracket is there already.
    if (text.substr(offset).starts_with(')') && best->text.ends_with(')') &&
        best->text.find('(') == best->text.npos) {
      best->text.pop_back();
    }
    if (best->text.size() > answer.prefix.size()) {
      const Json start = ToJson(ToPosition(text, offset - answer.prefix.size(), encoding));
      const Json end = ToJson(ToPosition(text, offset, encoding));
      items.push_back({{"insertText", best->text}, {"range", {{"start", start}, {"end", end}}}});
    }
  }
  return {{"items", std::move(items)}};
}

}  // namespace fastnode::serve
