// Nobody is told of the condition: the text is all there is. Characters are counted as people
// see them, and one is always left to guess (condition_test.cc).
#include "qualify/ask/condition.h"

#include <algorithm>
#include <utility>

namespace fastnode::qualify {
namespace {

bool BeginsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

int64_t NumCharacters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), BeginsCharacter);
}

// The first `count` characters of UTF-8.
std::string_view First(std::string_view text, int64_t count) {
  size_t end = 0;
  while (end < text.size() && (count > 0 || !BeginsCharacter(text[end]))) {
    if (BeginsCharacter(text[end])) --count;
    ++end;
  }
  return text.substr(0, end);
}

}  // namespace

void SetBlank(const ast::Tree& tree, const pack::Blank& blank, Site& site) {
  site.offset = blank.text.begin;
  site.before = blank.before;
  for (size_t c = 0; c < site.gone.size(); ++c) {
    site.gone[c] = pack::GoneUnder(static_cast<Condition>(c), tree, blank);
  }
}

void Pose(const std::string& source, const Site& site, Condition condition, Question& question) {
  const int64_t typed =
      std::min<int64_t>(pack::NumTyped(condition), NumCharacters(site.expected) - 1);
  question.prefix = First(site.expected, std::max<int64_t>(typed, 0));
  question.site = &site;
  pack::Posed posed = pack::Pose(source, site.gone[static_cast<size_t>(condition)], site.before);
  question.text = std::move(posed.left) + question.prefix;
  question.offset = question.text.size();
  question.text += posed.right;
}

std::vector<double> KeysSaved(const std::vector<Site>& sites,
                              const std::vector<std::vector<int32_t>>& ranks) {
  std::vector<double> saved(ranks.empty() ? 0 : ranks[0].size(), 0);
  for (size_t i = 0; i < saved.size(); ++i) {
    const auto length = static_cast<double>(NumCharacters(sites[i].expected));
    for (size_t typed = 0; typed < ranks.size(); ++typed) {
      const int32_t rank = ranks[typed][i];
      if (rank < 0 || rank >= kVisible) continue;
      saved[i] = std::max(0.0, 1 - static_cast<double>(typed + 1) / length);
      break;
    }
  }
  return saved;
}

}  // namespace fastnode::qualify
