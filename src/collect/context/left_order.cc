// A left side is written as one number, the nearest token first: each token as a code of bits,
// short for what is frequent, in the order of the tokens, and none the beginning of another
// (alphabetic codes: Gilbert, Moore: Variable-length binary encodings, 1959). Where two numbers
// differ they are in the order of the tokens. That of a place is made from that of the place before
// it by one shift, and holds some seven tokens: sorting by numbers is most of the work, and what is
// still equal goes on behind the tokens that were compared.
#include "collect/context/left_order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "collect/context/followers.h"
#include "support/check.h"

namespace fastnode::context {

using namespace tokens;

namespace {

constexpr uint32_t kNumBits = 55;  // of a left side that are compared at once

// The bits from the highest on, and their number in the lowest eight.
using Code = uint64_t;
uint32_t LengthOf(Code code) { return static_cast<uint32_t>(code & 0xFF); }

// Codes of the keys of distinct tokens.
class CodeBook {
 public:
  CodeBook(const Numbered& tokens, Key key) : codes_(tokens.distinct.size()) {
    std::vector<uint64_t> order;  // a key, and behind it which token has it
    order.reserve(codes_.size());
    for (uint32_t i = 0; i < codes_.size(); ++i) {
      order.push_back(uint64_t{key(tokens.distinct[i])} << 32 | i);
    }
    std::sort(order.begin(), order.end());
    std::vector<uint32_t> symbol_of(codes_.size());
    for (size_t i = 0; i < order.size(); ++i) {
      const auto token = static_cast<uint32_t>(order[i]);
      if (i == 0 || order[i] >> 32 != order[i - 1] >> 32) {
        weight_end_.push_back(weight_end_.back());
      }
      weight_end_.back() += tokens.times[token] + 1;
      symbol_of[token] = static_cast<uint32_t>(weight_end_.size() - 2);
    }
    codes_of_symbols_.resize(weight_end_.size() - 1);
    Divide(0, static_cast<uint32_t>(codes_of_symbols_.size()), 0, 0);
    for (size_t i = 0; i < codes_.size(); ++i) codes_[i] = codes_of_symbols_[symbol_of[i]];
    codes_of_symbols_ = {};
    weight_end_ = {};
  }
  Code Of(uint32_t token) const { return codes_[token]; }

 private:
  // Gives symbols [begin, end) codes that begin with these bits: half of the weight a 0 next.
  void Divide(uint32_t begin, uint32_t end, uint64_t bits, uint32_t length) {
    if (end - begin == 1) {
      CHECK(length <= kNumBits);
      codes_of_symbols_[begin] = bits | std::max(length, 1u);
      return;
    }
    const uint32_t middle = length < kByWeight ? HalfOf(begin, end) : begin + (end - begin) / 2;
    Divide(begin, middle, bits, length + 1);
    Divide(middle, end, bits | uint64_t{1} << (63 - length), length + 1);
  }
  // Odd weights could make long codes: what is rare is divided by number.
  static constexpr uint32_t kByWeight = 30;

  // Where symbols [begin, end) are divided so that both sides weigh most alike.
  uint32_t HalfOf(uint32_t begin, uint32_t end) const {
    const uint64_t half = (weight_end_[begin] + weight_end_[end]) / 2;
    const auto first = weight_end_.begin() + begin + 1, last = weight_end_.begin() + end - 1;
    auto middle = std::lower_bound(first, last, half);
    if (middle != first && half - *(middle - 1) < *middle - half) --middle;
    return static_cast<uint32_t>(middle - weight_end_.begin());
  }

  std::vector<uint64_t> weight_end_ = {0};  // of symbols, and of all before
  std::vector<Code> codes_of_symbols_;
  std::vector<Code> codes_;  // of distinct tokens
};

class LeftSorter {
 public:
  LeftSorter(const Numbered& tokens, Key key)
      : left_(tokens.at.size() + 1, kWhole), bits_before_(left_.size()) {
    const CodeBook codes(tokens, key);
    uint64_t left = 0;
    size_t first = 0;  // token that is wholly in it
    for (size_t i = 0; i < tokens.at.size(); ++i) {
      const Code code = codes.Of(tokens.at[i]);
      bits_before_[i + 1] = static_cast<uint16_t>(bits_before_[i] + LengthOf(code));
      if (tokens.at[i] == 0) {
        left = 0;
        first = i;
        continue;
      }
      left = (code & kBits) | left >> LengthOf(code);
      while (BitsOf(first, i + 1) > kNumBits) ++first;
      left_[i + 1] = (left & kBits) | (i + 1 - first) | (tokens.at[first] == 0 ? kWhole : 0);
    }
  }

  std::vector<uint32_t> Sort(std::span<const uint32_t> places) {
    Deal(places);
    GoOn(0, items_.size(), 0);
    while (!equal_.empty()) {
      const std::vector<Equal> equal = std::exchange(equal_, {});
      // All at once, as they lie all over the memory.
      for (const Equal& range : equal) {
        for (uint32_t i = range.begin; i < range.end; ++i) {
          items_[i].key = KeyOf(items_[i].place, range.depth);
        }
      }
      for (const Equal& range : equal) {
        SortFew(range.begin, range.end);
        GoOn(range.begin, range.end, range.depth);
      }
    }
    std::vector<uint32_t> sorted;
    sorted.reserve(items_.size());
    for (const Item& item : items_) sorted.push_back(item.place);
    return sorted;
  }

 private:
  // A key: bits of the left side, and in the lowest ones how many tokens are wholly in it, and
  // whether that is all.
  static constexpr uint32_t kWhole = 0x100;
  static constexpr uint64_t kBits = ~(~uint64_t{0} >> kNumBits);
  struct Item {
    uint64_t key;
    uint32_t place;
    bool operator<(const Item& other) const {
      return key != other.key ? key < other.key : place < other.place;
    }
  };
  // Items that are equal so far: so many tokens.
  struct Equal {
    uint32_t begin, end, depth;
  };

  // Of tokens [begin, end), if these are few.
  uint32_t BitsOf(size_t begin, size_t end) const {
    return static_cast<uint16_t>(bits_before_[end] - bits_before_[begin]);
  }

  // The left side of a place behind its `depth` nearest tokens, up to kLongestRun of them.
  uint64_t KeyOf(uint32_t place, uint32_t depth) const {
    const uint64_t key = left_[place - depth];
    if ((key & ~kBits & ~kWhole) + depth < kLongestRun) return key;
    const uint32_t bits = BitsOf(place - kLongestRun, place - depth);
    return (key & ~(~uint64_t{0} >> bits)) | kWhole;
  }

  // Sorts all by their first keys, digit by digit, the lowest first. Places ascend, and stay so
  // where digits are equal.
  void Deal(std::span<const uint32_t> places) {
    constexpr uint32_t kDigit = 11, kDigits = kNumBits / kDigit, kLowest = 64 - kNumBits;
    constexpr size_t kValues = size_t{1} << kDigit;
    std::vector<std::array<uint32_t, kValues>> next(kDigits);
    auto digit_of = [](uint64_t key, uint32_t digit) {
      return key >> (kLowest + digit * kDigit) & (kValues - 1);
    };
    items_.reserve(places.size());
    for (const uint32_t place : places) {
      const uint64_t key = KeyOf(place, 0);
      items_.push_back({key, place});
      for (uint32_t digit = 0; digit < kDigits; ++digit) ++next[digit][digit_of(key, digit)];
    }
    std::vector<Item> dealt(items_.size());
    for (uint32_t digit = 0; digit < kDigits; ++digit) {
      std::array<uint32_t, kValues>& ends = next[digit];
      uint32_t at = 0;
      for (uint32_t& count : ends) at += std::exchange(count, at);
      for (const Item& item : items_) dealt[ends[digit_of(item.key, digit)]++] = item;
      std::swap(items_, dealt);
    }
  }

  // Leaves what is equal in sorted items, and not yet to the end, to be sorted further.
  void GoOn(size_t begin, size_t end, uint32_t depth) {
    for (size_t i = begin; i < end;) {
      const uint64_t key = items_[i].key;
      size_t same = i + 1;
      while (same < end && items_[same].key == key) ++same;
      if (same - i > 1 && (key & kWhole) == 0) {
        equal_.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(same),
                          depth + static_cast<uint32_t>(key & ~kBits)});
      }
      i = same;
    }
  }

  void SortFew(uint32_t begin, uint32_t end) {
    constexpr uint32_t kFew = 16;
    if (end - begin > kFew) return std::sort(items_.begin() + begin, items_.begin() + end);
    for (uint32_t i = begin + 1; i < end; ++i) {
      const Item item = items_[i];
      uint32_t at = i;
      for (; at > begin && item < items_[at - 1]; --at) items_[at] = items_[at - 1];
      items_[at] = item;
    }
  }

  std::vector<uint64_t> left_;         // keys of all places
  std::vector<uint16_t> bits_before_;  // of the codes of all tokens, less what overflows
  std::vector<Item> items_;
  std::vector<Equal> equal_;
};

}  // namespace

Numbered::Numbered(std::span<const Token> tokens) {
  at.reserve(tokens.size());
  std::vector<uint32_t> slots(1024);  // numbers; open addressing, a power of two
  auto slot_of = [&](Token token) -> uint32_t& {
    const size_t mask = slots.size() - 1;
    size_t slot = (token * size_t{0x9E3779B97F4A7C15}) >> 32 & mask;
    while (slots[slot] != 0 && distinct[slots[slot]] != token) slot = (slot + 1) & mask;
    return slots[slot];
  };
  for (const Token token : tokens) {
    if (token == kNothing) {
      at.push_back(0);
      ++times[0];
      continue;
    }
    uint32_t& slot = slot_of(token);
    const uint32_t number = slot != 0 ? slot : static_cast<uint32_t>(distinct.size());
    at.push_back(number);
    if (slot != 0) {
      ++times[number];
      continue;
    }
    slot = number;
    distinct.push_back(token);
    times.push_back(1);
    if (2 * distinct.size() <= slots.size()) continue;
    slots.assign(2 * slots.size(), 0);
    for (uint32_t i = 1; i < distinct.size(); ++i) slot_of(distinct[i]) = i;
  }
}

std::vector<uint32_t> InOrderOfLeft(const Numbered& tokens, Key key,
                                    std::span<const uint32_t> places) {
  return LeftSorter(tokens, key).Sort(places);
}

}  // namespace fastnode::context
