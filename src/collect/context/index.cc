#include "collect/context/index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <utility>

#include "collect/context/answer.h"
#include "support/check.h"
#include "support/workers.h"

namespace fastnode::context {

using namespace tokens;

namespace {

constexpr size_t kLookedAt = 96;  // of the places with a run of one length, in each half

// Whether a token can be the answer to anything asked.
bool IsPlace(std::span<const Token> list, size_t at) {
  const Token token = list[at], before = list[at - 1];
  return IsName(token) || token == kComma || token == kClose || before == kOpen ||
         before == kComma || before == kEquals;
}

using Key = Token (*)(Token);

// Two tokens to the left of a place, `depth` nearer ones left out. Nothing is left of nothing.
uint64_t KeyAt(std::span<const Token> tokens, Key key, uint32_t place, uint32_t depth) {
  if (place < depth + 1) return 0;
  const Token near = key(tokens[place - depth - 1]);
  if (near == kNothing) return 0;
  const Token far = place < depth + 2 ? kNothing : key(tokens[place - depth - 2]);
  return uint64_t{near} << 32 | far;
}
// Behind a kNothing all are equal.
bool Ends(uint64_t key) { return static_cast<Token>(key) == kNothing; }

// The distinct ones of a list of tokens by number, and which of them stands where. kNothing is 0.
struct Numbered {
  std::vector<Token> distinct = {kNothing};
  std::vector<uint32_t> at;

  explicit Numbered(std::span<const Token> tokens) {
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
        continue;
      }
      uint32_t& slot = slot_of(token);
      const uint32_t number = slot != 0 ? slot : static_cast<uint32_t>(distinct.size());
      at.push_back(number);
      if (slot != 0) continue;
      slot = number;
      distinct.push_back(token);
      if (2 * distinct.size() <= slots.size()) continue;
      slots.assign(2 * slots.size(), 0);
      for (uint32_t i = 1; i < distinct.size(); ++i) slot_of(distinct[i]) = i;
    }
  }
};

// Numbers of the keys of tokens, in the order of these, so that many places can be sorted by
// counting.
class Ranks {
 public:
  Ranks(const Numbered& tokens, Key key) {
    std::vector<Token> keys;
    keys.reserve(tokens.distinct.size());
    for (const Token token : tokens.distinct) keys.push_back(key(token));
    std::vector<Token> sorted = keys;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    size_ = sorted.size();
    std::vector<uint32_t> ranks;
    ranks.reserve(keys.size());
    for (const Token of_token : keys) {
      const auto found = std::lower_bound(sorted.begin(), sorted.end(), of_token);
      ranks.push_back(static_cast<uint32_t>(found - sorted.begin()));
    }
    of_.resize(tokens.at.size());
    for (size_t i = 0; i < of_.size(); ++i) of_[i] = ranks[tokens.at[i]];
  }

  size_t size() const { return size_; }
  // From a token on. To the left of all places stands a kNothing, whose rank is 0.
  const uint32_t* At(size_t at) const { return &of_[at]; }

 private:
  size_t size_ = 0;
  std::vector<uint32_t> of_;
};

// Sorts places by their left sides; ties by place. Many with one left side so far are dealt out by
// the rank of their next token, few are compared several ranks at a time.
class Sorter {
 public:
  static constexpr size_t kMany = 1 << 13;  // so that the few stay in the cache

  // `numbered`: the tokens, or null where few places are sorted.
  Sorter(std::span<const Token> tokens, const Numbered* numbered, Key key)
      : tokens_(tokens), numbered_(numbered), key_(key) {}

  void Add(size_t begin, size_t end) {
    for (size_t at = begin; at < end; ++at) {
      if (IsPlace(tokens_, at)) places_.push_back(static_cast<uint32_t>(at));
    }
  }

  std::vector<uint32_t> Run() {
    if (numbered_ != nullptr && places_.size() > kMany) {
      ranks_.emplace(*numbered_, key_);
      dealt_.resize(places_.size());
      counts_.resize(ranks_->size());
      rank_bits_ = static_cast<uint32_t>(std::bit_width(ranks_->size() - 1));
      tokens_a_key_ = std::min<uint32_t>(64 / rank_bits_, kLongestRun);
    }
    Refine(0, places_.size(), 0);
    places_.shrink_to_fit();
    return std::move(places_);
  }

 private:
  struct Keyed {
    uint64_t key;
    uint32_t place;
    bool operator<(const Keyed& other) const {
      return key != other.key ? key < other.key : place < other.place;
    }
  };

  void Refine(size_t begin, size_t end, uint32_t depth) {
    if (ranks_ && end - begin > kMany) return Deal(begin, end, depth);
    few_.clear();
    for (size_t i = begin; i < end; ++i) few_.push_back({0, places_[i]});
    Compare(0, few_.size(), depth);
    for (size_t i = begin; i < end; ++i) places_[i] = few_[i - begin].place;
  }

  // No left side so far went over a kNothing.
  uint32_t RankAt(uint32_t place, uint32_t depth) const { return *ranks_->At(place - depth - 1); }

  // Places come in ascending order, and stay so where ranks are equal.
  void Deal(size_t begin, size_t end, uint32_t depth) {
    std::fill(counts_.begin(), counts_.end(), 0);
    for (size_t i = begin; i < end; ++i) ++counts_[RankAt(places_[i], depth)];
    size_t next = begin;
    for (uint32_t& count : counts_) next += std::exchange(count, static_cast<uint32_t>(next));
    for (size_t i = begin; i < end; ++i) {
      dealt_[counts_[RankAt(places_[i], depth)]++] = places_[i];
    }
    std::copy(dealt_.begin() + static_cast<ptrdiff_t>(begin),
              dealt_.begin() + static_cast<ptrdiff_t>(end),
              places_.begin() + static_cast<ptrdiff_t>(begin));
    if (depth + 1 == kLongestRun) return;
    for (size_t i = begin; i < end;) {
      const uint32_t rank = RankAt(places_[i], depth);
      size_t same = i + 1;
      while (same < end && RankAt(places_[same], depth) == rank) ++same;
      if (same - i > 1 && rank != 0) Refine(i, same, depth + 1);
      i = same;
    }
  }

  // The next tokens of a left side, as many ranks as fit or two tokens; behind a kNothing all are
  // equal.
  uint64_t KeyOf(uint32_t place, uint32_t depth) const {
    if (!ranks_) return KeyAt(tokens_, key_, place, depth);
    const uint32_t* rank = ranks_->At(place - depth);
    uint64_t key = 0;
    uint32_t left = tokens_a_key_;
    for (uint32_t more = std::min(left, kLongestRun - depth); more > 0; --more) {
      --left;
      key = key << rank_bits_ | *--rank;
      if (*rank == 0) break;
    }
    return left == 0 ? key : key << (rank_bits_ * left);
  }

  // A handful, most of which have long left sides in common.
  void Insert(size_t begin, size_t end, uint32_t depth) {
    for (size_t i = begin + 1; i < end; ++i) {
      const uint32_t place = few_[i].place;
      size_t at = i;
      for (; at > begin && IsBefore(place, few_[at - 1].place, depth); --at) {
        few_[at].place = few_[at - 1].place;
      }
      few_[at].place = place;
    }
  }
  bool IsBefore(uint32_t a, uint32_t b, uint32_t depth) const {
    const uint32_t *of_a = ranks_->At(a - depth), *of_b = ranks_->At(b - depth);
    for (; depth < kLongestRun; ++depth) {
      if (*--of_a != *--of_b) return *of_a < *of_b;
      if (*of_a == 0) break;
    }
    return a < b;
  }

  void Compare(size_t begin, size_t end, uint32_t depth) {
    constexpr size_t kHandful = 4;
    if (ranks_ && end - begin <= kHandful) return Insert(begin, end, depth);
    for (size_t i = begin; i < end; ++i) few_[i].key = KeyOf(few_[i].place, depth);
    std::sort(few_.begin() + static_cast<ptrdiff_t>(begin),
              few_.begin() + static_cast<ptrdiff_t>(end));
    const uint32_t next = depth + (ranks_ ? tokens_a_key_ : 2);
    if (next >= kLongestRun) return;
    const uint64_t last = (uint64_t{1} << (ranks_ ? rank_bits_ : 32)) - 1;
    for (size_t i = begin; i < end;) {
      size_t same = i + 1;
      while (same < end && few_[same].key == few_[i].key) ++same;
      if (same - i > 1 && (few_[i].key & last) != 0) Compare(i, same, next);
      i = same;
    }
  }

  const std::span<const Token> tokens_;
  const Numbered* const numbered_;
  const Key key_;
  std::vector<uint32_t> places_, dealt_, counts_;
  std::optional<Ranks> ranks_;
  uint32_t rank_bits_ = 0, tokens_a_key_ = 0;
  std::vector<Keyed> few_;
};

// Two orders of different places of one list of tokens; few are in the second.
std::vector<uint32_t> Merge(std::span<const Token> tokens, Key key,
                            const std::vector<uint32_t>& many, const std::vector<uint32_t>& few) {
  auto is_before = [&](uint32_t a, uint32_t b) {
    for (uint32_t depth = 0; depth < kLongestRun; depth += 2) {
      const uint64_t of_a = KeyAt(tokens, key, a, depth), of_b = KeyAt(tokens, key, b, depth);
      if (of_a != of_b) return of_a < of_b;
      if (Ends(of_a)) break;
    }
    return a < b;
  };
  std::vector<uint32_t> merged;
  merged.reserve(many.size() + few.size());
  auto from = many.begin();
  for (uint32_t place : few) {
    const auto to = std::partition_point(from, many.end(),
                                         [&](uint32_t other) { return is_before(other, place); });
    merged.insert(merged.end(), from, to);
    merged.push_back(place);
    from = to;
  }
  merged.insert(merged.end(), from, many.end());
  return merged;
}

}  // namespace

FileTokens ReadTokens(std::string_view text) {
  Tokens all = Tokenize(text);
  // Each name is met many times: a hash of those that were, then few are sorted.
  struct Met {
    Token token;
    std::string_view name;
  };
  std::vector<Met> met;
  std::vector<uint32_t> slots(1024);  // a power of two, at most half full; places in met, from 1
  auto slot_of = [&](Token token) -> uint32_t& {
    const size_t mask = slots.size() - 1;
    size_t at = token & mask;
    while (slots[at] != 0 && met[slots[at] - 1].token != token) at = (at + 1) & mask;
    return slots[at];
  };
  for (size_t at = 0; at < all.size(); ++at) {
    if (!IsName(all.list[at])) continue;
    const Token token = Spelling(all.list[at]);
    const std::string_view name = NameAt(text, all.begin[at]);
    uint32_t& slot = slot_of(token);
    if (slot != 0) {
      // Of two names with one token the first in order.
      std::string_view& first = met[slot - 1].name;
      if (name < first) first = name;
      continue;
    }
    met.push_back({token, name});
    slot = static_cast<uint32_t>(met.size());
    if (2 * met.size() <= slots.size()) continue;
    slots.assign(2 * slots.size(), 0);
    for (uint32_t i = 0; i < met.size(); ++i) slot_of(met[i].token) = i + 1;
  }
  std::sort(met.begin(), met.end(), [](const Met& a, const Met& b) { return a.token < b.token; });
  FileTokens file;
  file.names.reserve(met.size());
  for (const Met& one : met) file.names.emplace_back(one.token, one.name);
  file.list = std::move(all.list);
  return file;
}

void Index::Builder::Begin() {
  tokens_.push_back(kNothing);
  file_begin_.push_back(static_cast<uint32_t>(tokens_.size()));
}

void Index::Builder::Add(const FileTokens& file) {
  Begin();
  tokens_.insert(tokens_.end(), file.list.begin(), file.list.end());
  for (const auto& [token, name] : file.names) names_.try_emplace(token, name);
}

void Index::Builder::Add(const Index& other, int32_t file) {
  Begin();
  const auto number = static_cast<size_t>(file);
  const uint32_t begin = other.file_begin_[number], end = other.file_begin_[number + 1] - 1;
  can_take_ = can_take_ && (other_ == nullptr || other_ == &other) &&
              (taken_.empty() || taken_.back().from < begin);
  other_ = &other;
  taken_.push_back({begin, static_cast<uint32_t>(tokens_.size()), end - begin});
  for (uint32_t at = begin; at < end; ++at) {
    const Token token = other.tokens_[at];
    tokens_.push_back(token);
    if (IsName(token) && !names_.contains(Spelling(token))) {
      names_.emplace(Spelling(token), other.TextOf(Spelling(token)));
    }
  }
}

Index Index::Builder::Finish() && {
  Index index;
  index.tokens_ = std::move(tokens_);
  index.tokens_.shrink_to_fit();
  index.file_begin_ = std::move(file_begin_);
  index.file_begin_.push_back(static_cast<uint32_t>(index.tokens_.size()) + 1);
  uint64_t num_taken = 0;
  for (const Taken& taken : taken_) num_taken += taken.count;
  const bool takes = can_take_ && num_taken > index.tokens_.size() / 2;

  std::optional<Numbered> numbered;
  if (index.tokens_.size() - (takes ? num_taken : 0) > Sorter::kMany) {
    numbered.emplace(index.tokens_);
  }
  auto sort = [&](Key key, const Order Index::*order) {
    Sorter sorter(index.tokens_, numbered ? &*numbered : nullptr, key);
    size_t next = 0;  // of what is taken
    for (size_t file = 0; file + 1 < index.file_begin_.size(); ++file) {
      const uint32_t begin = index.file_begin_[file], end = index.file_begin_[file + 1] - 1;
      if (takes && next < taken_.size() && taken_[next].to == begin) {
        ++next;
      } else {
        sorter.Add(begin, end);
      }
    }
    Order sorted = sorter.Run();
    if (!takes) return sorted;
    Order kept;
    kept.reserve((other_->*order).size());
    for (uint32_t place : other_->*order) {
      auto taken = std::upper_bound(taken_.begin(), taken_.end(), place,
                                    [](uint32_t p, const Taken& t) { return p < t.from; });
      if (taken == taken_.begin()) continue;
      --taken;
      if (place - taken->from < taken->count) kept.push_back(place - taken->from + taken->to);
    }
    return Merge(index.tokens_, key, kept, sorted);
  };
  constexpr size_t kMany = 100'000;  // tokens: below, a thread costs more than it saves
  ParallelFor(2, index.tokens_.size() > kMany ? 2 : 1, [&](int64_t i) {
    if (i == 0) {
      index.exact_ = sort(Spelling, &Index::exact_);
    } else {
      index.shapes_ = sort(Shape, &Index::shapes_);
    }
  });

  for (const auto& [token, name] : names_) index.names_.push_back(token);
  std::sort(index.names_.begin(), index.names_.end());
  for (Token token : index.names_) {
    index.name_begin_.push_back(static_cast<uint32_t>(index.letters_.size()));
    index.letters_ += names_[token];
  }
  index.name_begin_.push_back(static_cast<uint32_t>(index.letters_.size()));
  return index;
}

std::string_view Index::TextOf(Token answer) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), answer);
  if (found == names_.end() || *found != answer) return "";
  const auto at = static_cast<size_t>(found - names_.begin());
  return std::string_view(letters_).substr(name_begin_[at], name_begin_[at + 1] - name_begin_[at]);
}

size_t Index::bytes() const {
  return (tokens_.capacity() + file_begin_.capacity() + exact_.capacity() + shapes_.capacity() +
          names_.capacity() + name_begin_.capacity()) *
             sizeof(uint32_t) +
         letters_.capacity();
}

Index::Range Index::Narrow(const Order& order, Range range, size_t depth, Token token,
                           Key key) const {
  // kNothing at the end of a file is the same at every depth: no token of a question is that.
  auto at = [&](uint32_t place) { return place > depth ? key(tokens_[place - depth - 1]) : 0; };
  const auto first = order.begin() + static_cast<ptrdiff_t>(range.begin),
             last = order.begin() + static_cast<ptrdiff_t>(range.end);
  const auto low = std::partition_point(first, last, [&](uint32_t p) { return at(p) < token; });
  const auto high = std::partition_point(low, last, [&](uint32_t p) { return at(p) <= token; });
  return {static_cast<size_t>(low - order.begin()), static_cast<size_t>(high - order.begin())};
}

void Index::FindIn(const Order& order, Key key, const Left& left, Range skipped, Where where,
                   Followers& followers) const {
  std::array<Range, kLongestRun + 1> ranges;  // by the length of the run
  ranges[0] = {0, order.size()};
  int longest = 0;
  while (longest < left.size) {
    const auto depth = static_cast<size_t>(longest);
    const Range range = Narrow(order, ranges[depth], depth, key(left.tokens[depth]), key);
    if (range.begin == range.end) break;
    ranges[static_cast<size_t>(++longest)] = range;
  }
  auto look_at = [&](size_t begin, size_t end, int run) {
    const size_t count = end - begin, step = (count + kLookedAt - 1) / kLookedAt;
    if (count == 0) return;
    const size_t looked = (count + step - 1) / step;
    const double times = static_cast<double>(count) / static_cast<double>(looked);
    // Places lie all over the memory: the next ones are fetched while one is looked at.
    constexpr size_t kAhead = 8;
    auto fetch = [&](size_t i) {
      if (i < end) __builtin_prefetch(&tokens_[order[i]]);
    };
    for (size_t i = 0; i < kAhead; ++i) fetch(begin + i * step);
    for (size_t i = begin; i < end; i += step) {
      fetch(i + kAhead * step);
      const uint32_t place = order[i];
      if (place >= skipped.begin && place < skipped.end) continue;
      const Token answer = AnswerOf(tokens_, place, left.asked);
      if (answer != kNothing) followers.Add(answer, where, run, times);
    }
  };
  Range inner{};
  for (int run = longest; run >= left.shortest(); --run) {
    const Range outer = ranges[static_cast<size_t>(run)];
    if (run == longest) {
      look_at(outer.begin, outer.end, run);
    } else {
      look_at(outer.begin, inner.begin, run);
      look_at(inner.end, outer.end, run);
    }
    inner = outer;
  }
}

void Index::Find(const Left& left, int32_t without, Followers& followers) const {
  Range skipped{0, 0};
  if (without != kNoFile) {
    CHECK(static_cast<size_t>(without) + 1 < file_begin_.size());
    skipped = {file_begin_[static_cast<size_t>(without)],
               file_begin_[static_cast<size_t>(without) + 1]};
  }
  FindIn(exact_, Spelling, left, skipped, Where::kProject, followers);
  FindIn(shapes_, Shape, left, skipped, Where::kProjectShape, followers);
}

}  // namespace fastnode::context
