#include "collect/context/followers.h"

#include <algorithm>
#include <bit>
#include <cstring>

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

namespace {

// Calls visit(its place) for each token that equals `asked` in these bits. Most do not: sixteen are
// looked at together.
template <typename Visit>
void ForEachEqual(std::span<const Token> list, Token bits, Token asked, const Visit& visit) {
  typedef Token Four __attribute__((vector_size(16)));
  constexpr size_t kTogether = 16;
  size_t begin = 0;
  for (; begin + kTogether <= list.size(); begin += kTogether) {
    Four found = {};  // a bit for each place
#pragma GCC unroll 4
    for (size_t i = 0; i < kTogether; i += 4) {
      Four some;
      std::memcpy(&some, &list[begin + i], sizeof some);
      found |= Four((some & bits) == asked) & (Four{1, 2, 4, 8} << static_cast<Token>(i));
    }
    for (Token places = found[0] | found[1] | found[2] | found[3]; places != 0;
         places &= places - 1) {
      visit(begin + static_cast<size_t>(std::countr_zero(places)));
    }
  }
  for (; begin < list.size(); ++begin) {
    if ((list[begin] & bits) == asked) visit(begin);
  }
}

}  // namespace

void FindInFile(const Tokens& tokens, const Left& left, size_t hidden_begin, size_t hidden_end,
                Followers& followers) {
  const std::span<const Token> list = tokens.list;
  if (left.size < left.shortest() || list.empty()) return;
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
  ForEachEqual(list.first(list.size() - 1), bits, nearest, [&](size_t before) {
    const size_t at = before + 1;
    if (at + looked_ahead >= hidden_begin && at <= hidden_end) return;
    const Token answer = AnswerOf(list, at, left.asked);
    if (answer == kNothing) return;
    const Runs runs = RunsAt(list, at, at > hidden_end ? hidden_end : 0, left);
    const auto distance =
        static_cast<uint32_t>(at < hidden_begin ? hidden_begin - at : at - hidden_end);
    if (runs.exact >= left.shortest()) {
      followers.Add(answer, Where::kFile, Weight::Of(runs.exact), distance);
    }
    if (runs.shape >= left.shortest()) {
      followers.Add(answer, Where::kFileShape, Weight::Of(runs.shape), distance);
    }
  });
}

}  // namespace fastnode::context
