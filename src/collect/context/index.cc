#include "collect/context/index.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "collect/context/answer.h"
#include "collect/context/left_order.h"
#include "support/check.h"
#include "support/workers.h"

namespace fastnode::context {

using namespace tokens;

namespace {

constexpr size_t kManyTokens = 1 << 13;  // to be sorted: fewer are compared one by one

constexpr size_t kLookedAt = 96;  // of the places with a run of one length, in each half

// Whether a token can be the answer to anything asked.
bool IsPlace(std::span<const Token> list, size_t at) {
  const Token token = list[at], before = list[at - 1];
  return IsName(token) || token == kComma || token == kClose || before == kOpen ||
         before == kComma || before == kEquals;
}

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

// The order of places: by the keys of what stands to their left, then by place.
bool IsBefore(std::span<const Token> tokens, Key key, uint32_t a, uint32_t b) {
  for (uint32_t depth = 0; depth < kLongestRun; depth += 2) {
    const uint64_t of_a = KeyAt(tokens, key, a, depth), of_b = KeyAt(tokens, key, b, depth);
    if (of_a != of_b) return of_a < of_b;
    if (Ends(of_a)) break;
  }
  return a < b;
}

// As InOrderOfLeft, of few places.
std::vector<uint32_t> SortFew(std::span<const Token> tokens, Key key,
                              std::vector<uint32_t> places) {
  std::sort(places.begin(), places.end(),
            [&](uint32_t a, uint32_t b) { return IsBefore(tokens, key, a, b); });
  return places;
}

// Two orders of different places of one list of tokens; few are in the second.
std::vector<uint32_t> Merge(std::span<const Token> tokens, Key key,
                            const std::vector<uint32_t>& many, const std::vector<uint32_t>& few) {
  std::vector<uint32_t> merged;
  merged.reserve(many.size() + few.size());
  auto from = many.begin();
  for (uint32_t place : few) {
    const auto to = std::partition_point(
        from, many.end(), [&](uint32_t other) { return IsBefore(tokens, key, other, place); });
    merged.insert(merged.end(), from, to);
    merged.push_back(place);
    from = to;
  }
  merged.insert(merged.end(), from, many.end());
  return merged;
}

}  // namespace

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
  if (index.tokens_.size() - (takes ? num_taken : 0) > kManyTokens) {
    numbered.emplace(index.tokens_);
  }
  std::vector<uint32_t> places;  // to be sorted
  size_t next = 0;               // of what is taken
  for (size_t file = 0; file + 1 < index.file_begin_.size(); ++file) {
    const uint32_t begin = index.file_begin_[file], end = index.file_begin_[file + 1] - 1;
    if (takes && next < taken_.size() && taken_[next].to == begin) {
      ++next;
      continue;
    }
    for (uint32_t at = begin; at < end; ++at) {
      if (IsPlace(index.tokens_, at)) places.push_back(at);
    }
  }
  auto sort = [&](Key key, const Order Index::*order) {
    Order sorted =
        numbered ? InOrderOfLeft(*numbered, key, places) : SortFew(index.tokens_, key, places);
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
  // Of fewer tokens a thread costs more than it saves, of more it would take too much memory.
  constexpr size_t kMany = 100'000, kTooMany = 2'000'000;
  const bool in_parallel = index.tokens_.size() > kMany && index.tokens_.size() < kTooMany;
  ParallelFor(2, in_parallel ? 2 : 1, [&](int64_t i) {
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
  auto at = [&](size_t i) {
    const uint32_t place = order[i];
    return place > depth ? key(tokens_[place - depth - 1]) : 0;
  };
  auto partition = [](size_t begin, size_t end, const auto& is_before) {
    while (begin < end) {
      const size_t middle = begin + (end - begin) / 2;
      if (is_before(middle)) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return begin;
  };
  // Each look is one into memory that is in no cache: both ends are looked for at once until one
  // place between them is found.
  size_t begin = range.begin, end = range.end;
  while (begin < end) {
    const size_t middle = begin + (end - begin) / 2;
    const Token here = at(middle);
    if (here < token) {
      begin = middle + 1;
    } else if (here > token) {
      end = middle;
    } else {
      return {partition(begin, middle, [&](size_t i) { return at(i) < token; }),
              partition(middle + 1, end, [&](size_t i) { return at(i) <= token; })};
    }
  }
  return {begin, begin};
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
  // Places lie all over the memory: all are fetched before the first is looked at.
  struct Run {
    size_t end;  // among the places
    Weight weight;
  };
  std::vector<uint32_t> places;
  std::vector<Run> runs;
  places.reserve(kLookedAt * 4);
  auto choose = [&](size_t begin, size_t end, int run) {
    const size_t count = end - begin, step = (count + kLookedAt - 1) / kLookedAt;
    if (count == 0) return;
    for (size_t i = begin; i < end; i += step) {
      places.push_back(order[i]);
      __builtin_prefetch(&tokens_[order[i]]);
    }
    const size_t looked = (count + step - 1) / step;
    runs.push_back(
        {places.size(), Weight::Of(run, static_cast<double>(count) / static_cast<double>(looked))});
  };
  Range inner{};
  for (int run = longest; run >= left.shortest(); --run) {
    const Range outer = ranges[static_cast<size_t>(run)];
    if (run == longest) {
      choose(outer.begin, outer.end, run);
    } else {
      choose(outer.begin, inner.begin, run);
      choose(inner.end, outer.end, run);
    }
    inner = outer;
  }
  size_t i = 0;
  for (const Run& run : runs) {
    for (; i < run.end; ++i) {
      if (places[i] >= skipped.begin && places[i] < skipped.end) continue;
      const Token answer = AnswerOf(tokens_, places[i], left.asked);
      if (answer != kNothing) followers.Add(answer, where, run.weight);
    }
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
