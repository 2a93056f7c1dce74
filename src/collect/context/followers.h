// What followed the same tokens before: for one question, of each thing that did, how long the run
// of equal tokens to its left was, and how much of the weight of all such runs is its own.
//
// The idea is that of cache language models: code repeats itself, most of all near itself (Tu, Su,
// Devanbu: On the localness of software, FSE 2014; nested caches: Hellendoorn, Devanbu, FSE 2017).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "collect/context/tokens.h"

namespace fastnode::context {

// What is asked for. Of a token that stands there: which answer it is.
enum class Asked : uint8_t {
  kAttribute,  // a name after a dot
  kBase,       // a name before a dot
  kArgument,   // a name passed in a call
  kKeyword,    // the name of a keyword argument
  kKind,       // of an argument: positional, keyword, or none more
  kForm,       // of an argument: a plain name, something else, or a literal
  kWord,       // a name that no dot stands before, or a word of the language
};
// The answer that token `at` gives, a token of its own; 0: none. Of kKind a comma before the
// argument is no part of its left side: `at` is then the comma.
Token AnswerAt(std::span<const Token> list, size_t at, Asked asked);
// Answers of kKind and kForm are texts, as tokens: OfName("stop").

inline constexpr int kLongestRun = 16;  // tokens

// Where a follower was found.
enum class Where : uint8_t { kFile, kFileShape, kProject, kProjectShape };
inline constexpr int kNumWheres = 4;

constexpr std::array<double, 9> PowersOf(double base) {
  std::array<double, 9> powers{1};
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * base;
  return powers;
}

// A place's weight grows by the run of equal tokens to its left: slowly, so that what is frequent
// counts, or steeply, so that the longest runs decide. Runs above eight weigh alike.
struct Weight {
  int run;
  double slow, steep;

  // Of so many places with this run.
  static Weight Of(int run, double times = 1) {
    const auto level = static_cast<size_t>(run < 8 ? run : 8);
    return {run, times * kSlow[level], times * kSteep[level]};
  }
  static constexpr std::array<double, 9> kSlow = PowersOf(2.5), kSteep = PowersOf(8);
};
struct Weights {
  double slow = 0, steep = 0;
  int longest = 0;              // run
  uint32_t nearest = kNowhere;  // in tokens, of the places with the longest run; of a file alone
  static constexpr uint32_t kNowhere = UINT32_MAX;

  void Add(const Weight& weight) {
    longest = weight.run > longest ? weight.run : longest;
    slow += weight.slow;
    steep += weight.steep;
  }
  void Add(const Weight& weight, uint32_t distance) {
    if (weight.run > longest || (weight.run == longest && distance < nearest)) nearest = distance;
    Add(weight);
  }
};

// All that was found for one question. Made once, cleared often.
class Followers {
 public:
  struct One {
    Token answer;
    std::array<Weights, kNumWheres> in{};
  };

  Followers() : slots_(kFewest) {}
  void Clear();
  // Asked a thousand times for one question.
  void Add(Token answer, Where where, const Weight& weight, uint32_t distance = Weights::kNowhere) {
    uint32_t at = slots_[SlotOf(answer)].at;
    if (at == kFree) at = Put(answer);
    list_[at].in[static_cast<size_t>(where)].Add(weight, distance);
    total_[static_cast<size_t>(where)].Add(weight);
  }

  const One* Find(Token answer) const;
  const std::vector<One>& list() const { return list_; }  // as they were found
  const Weights& total(Where where) const { return total_[static_cast<size_t>(where)]; }

 private:
  static constexpr uint32_t kFree = UINT32_MAX;
  static constexpr size_t kFewest = 512;
  struct Slot {
    Token answer = 0;
    uint32_t at = kFree;  // in list_
  };
  size_t SlotOf(Token answer) const {
    const size_t mask = slots_.size() - 1;
    size_t at = answer & mask;
    while (slots_[at].at != kFree && slots_[at].answer != answer) at = (at + 1) & mask;
    return at;
  }
  uint32_t Put(Token answer);  // which is not there; returns its place in list_

  std::vector<One> list_;
  std::vector<Slot> slots_;  // a power of two, at most half full
  std::array<Weights, kNumWheres> total_{};
};

// A question: the tokens to the left of a place, the nearest first.
struct Left {
  Asked asked;
  std::array<Token, kLongestRun> tokens{};
  int size = 0;

  // The shortest run that counts: after a dot, the dot and what stands before it.
  int shortest() const { return asked == Asked::kAttribute ? 2 : 1; }
};
// Of the place before token `at`.
Left LeftOf(std::span<const Token> list, size_t at, Asked asked);

// Adds what the source itself has, but for tokens [hidden_begin, hidden_end), which nothing sees.
void FindInFile(const Tokens& tokens, const Left& left, size_t hidden_begin, size_t hidden_end,
                Followers& followers);

}  // namespace fastnode::context
