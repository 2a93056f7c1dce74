// A condition is made by cutting the text: nobody is told of it. Characters are counted as people
// see them, and one is always left to guess (condition_test.cc).
#include "qualify/ask/condition.h"

#include <algorithm>

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

std::vector<Condition> OtherConditions() {
  return {{"1 character typed", 1, true},
          {"2 characters typed", 2, true},
          {"nothing below the line", 0, false},
          {"the expression ends there", 0, true, false}};
}

void Pose(const std::string& source, const Site& site, const Condition& condition,
          Question& question) {
  const int64_t typed = std::min<int64_t>(condition.typed, NumCharacters(site.expected) - 1);
  question.prefix = First(site.expected, std::max<int64_t>(typed, 0));
  question.site = &site;
  question.text = source;
  question.text.replace(site.offset, site.removed, question.prefix);
  question.offset = site.offset + question.prefix.size();
  if (!condition.goes_on) question.text.erase(question.offset, site.goes_on);
  if (!condition.below) {
    question.text.resize(std::min(question.text.find('\n', question.offset), question.text.size()));
  }
}

std::vector<double> KeysSaved(const std::vector<Site>& sites,
                              const std::vector<std::vector<int32_t>>& ranks) {
  std::vector<double> saved(sites.size(), 0);
  for (size_t i = 0; i < sites.size(); ++i) {
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
