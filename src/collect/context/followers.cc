#include "collect/context/followers.h"

#include <algorithm>

#include "collect/context/answer.h"

namespace fastnode::context {

using namespace tokens;

namespace {

// How many tokens before `at` equal the question's, at most so many that `first` is the last one
// that is compared; and the same of shapes.
struct Runs {
  int exact, shape;
};
Runs RunsAt(std::span<const Token> list, size_t at, size_t first, const Left& left) {
  int exact = 0, shape = 0;
  bool is_exact = true;
  const int most = static_cast<int>(std::min<size_t>(at - first, static_cast<size_t>(left.size)));
  while (shape < most) {
    const Token here = list[at - 1 - static_cast<size_t>(shape)],
                asked = left.tokens[static_cast<size_t>(shape)];
    if (Shape(here) != Shape(asked)) break;
    is_exact = is_exact && Spelling(here) == Spelling(asked);
    if (is_exact) ++exact;
    ++shape;
  }
  return {exact, shape};
}

}  // namespace

Token AnswerAt(std::span<const Token> list, size_t at, Asked asked) {
  return AnswerOf(list, at, asked);
}

void Followers::Clear() {
  std::fill(slots_.begin(), slots_.end(), Slot{});
  list_.clear();
  total_ = {};
}

uint32_t Followers::Put(Token answer) {
  const auto place = static_cast<uint32_t>(list_.size());
  if (list_.empty()) list_.reserve(kFewest / 2);
  list_.push_back({answer});
  slots_[SlotOf(answer)] = {answer, place};
  if (list_.size() * 2 > slots_.size()) {
    slots_.assign(slots_.size() * 2, Slot{});
    for (uint32_t i = 0; i < list_.size(); ++i) {
      slots_[SlotOf(list_[i].answer)] = {list_[i].answer, i};
    }
  }
  return place;
}

const Followers::One* Followers::Find(Token answer) const {
  const uint32_t found = slots_[SlotOf(answer)].at;
  return found == kFree ? nullptr : &list_[found];
}

Left LeftOf(std::span<const Token> list, size_t at, Asked asked) {
  Left left{.asked = asked};
  if (asked == Asked::kKind && at > 0 && list[at - 1] == kComma) --at;
  while (left.size < kLongestRun && at > 0 && list[at - 1] != kNothing) {
    left.tokens[static_cast<size_t>(left.size++)] = list[--at];
  }
  return left;
}

void FindInFile(const Tokens& tokens, const Left& left, size_t hidden_begin, size_t hidden_end,
                Followers& followers) {
  if (left.size < left.shortest()) return;
  const std::span<const Token> list = tokens.list;
  // Tokens whose shape is that of the nearest one are those that equal it in these bits.
  const bool is_common = IsName(left.tokens[0]) && (left.tokens[0] & kCommonBit) != 0;
  const Token bits = is_common ? kNameBit | kCommonBit : ~Token{0};
  const Token nearest = is_common ? bits : left.tokens[0];
  // Whether another argument follows is hidden, too.
  if (left.asked == Asked::kKind && hidden_begin > 0 && list[hidden_begin - 1] == kComma) {
    --hidden_begin;
  }
  // What stands just before the hidden tokens would be judged by them.
  const bool looks_ahead = left.asked != Asked::kAttribute && left.asked != Asked::kWord;
  const size_t looked_ahead = looks_ahead ? 2 : 0;
  for (size_t at = 1; at < list.size(); ++at) {
    if ((list[at - 1] & bits) != nearest) continue;
    if (at + looked_ahead >= hidden_begin && at <= hidden_end) continue;
    const Token answer = AnswerOf(list, at, left.asked);
    if (answer == kNothing) continue;
    const Runs runs = RunsAt(list, at, at > hidden_end ? hidden_end : 0, left);
    const auto distance =
        static_cast<uint32_t>(at < hidden_begin ? hidden_begin - at : at - hidden_end);
    if (runs.exact >= left.shortest()) {
      followers.Add(answer, Where::kFile, Weight::Of(runs.exact), distance);
    }
    if (runs.shape >= left.shortest()) {
      followers.Add(answer, Where::kFileShape, Weight::Of(runs.shape), distance);
    }
  }
}

}  // namespace fastnode::context
