// One pass over the words near the cursor. Each name keeps its best place: after the same base
// first, then the nearest before the cursor. No parse, so it is as quick in broken code as in any,
// and its time is bounded by kReach. quick_answer_test.cc measures it on a large text.
#include "serve/quick_answer.h"

#include <algorithm>
#include <unordered_map>

#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "collect/pack/candidates.h"

namespace fastnode::serve {
namespace {

// Nothing further from the cursor than this is looked at, so it is quick whatever the text.
constexpr size_t kReach = 1u << 20;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The word that ends at `end`.
std::string_view WordBefore(std::string_view text, size_t end) {
  const size_t begin = ast::BeginOfWord(text, end);
  return text.substr(begin, end - begin);
}

struct Seen {
  bool same_base = false;
  size_t distance = 0;
};

}  // namespace

predict::Answer QuickAnswer(std::string_view text, size_t offset, size_t max_completions) {
  offset = std::min(offset, text.size());
  const std::string_view typed = WordBefore(text, offset);
  const size_t word = offset - typed.size();
  const bool attribute = word > 0 && text[word - 1] == '.';
  const std::string_view base = attribute ? WordBefore(text, word - 1) : "";
  predict::Answer answer{attribute ? pack::Task::kAttribute : pack::Task::kName,
                         std::string(typed),
                         {},
                         {},
                         false,
                         predict::Origin::kInWordsOfTheText};
  const size_t begin = word > kReach ? word - kReach : 0;
  const size_t end = std::min(text.size(), offset + kReach);
  std::unordered_map<std::string_view, Seen> seen;
  for (size_t at = begin; at < end;) {
    if (!ast::IsNameByte(text[at])) {
      ++at;
      continue;
    }
    size_t stop = at;
    while (stop < end && ast::IsNameByte(text[stop])) ++stop;
    const bool after_dot = at > 0 && text[at - 1] == '.';
    const std::string_view name = text.substr(at, stop - at);
    if (at != word && after_dot == attribute && !IsDigit(name[0]) && pack::Fits(name, typed)) {
      const bool same = attribute && !base.empty() && WordBefore(text, at - 1) == base;
      const size_t distance = at < word ? word - at : kReach + (at - word);
      Seen& one = seen[name];
      const bool first = one.distance == 0;
      if (first || (same && !one.same_base) || (same == one.same_base && distance < one.distance)) {
        one = {same || one.same_base, distance};
      }
    }
    at = stop;
  }
  std::vector<std::pair<std::string_view, Seen>> names(seen.begin(), seen.end());
  std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
    if (a.second.same_base != b.second.same_base) return a.second.same_base;
    if (a.second.distance != b.second.distance) return a.second.distance < b.second.distance;
    return a.first < b.first;
  });
  if (names.size() > max_completions) names.resize(max_completions);
  float total = 0;
  for (size_t i = 0; i < names.size(); ++i) {
    const float weight = 1.0f / static_cast<float>(i + 1);
    total += weight;
    answer.completions.push_back(
        {std::string(names[i].first), weight, attribute ? "attribute" : "name"});
  }
  for (predict::Completion& completion : answer.completions) completion.probability /= total;
  return answer;
}

}  // namespace fastnode::serve
