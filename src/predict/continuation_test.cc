#include "predict/continuation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A text goes on with one of these letters, or ends.
const std::map<std::string, double> kLetters = {{"a", .5}, {"b", .3}, {"c", .15}};
constexpr double kEnd = .05;

using Search = ContinuationSearch<Continuation>;

std::vector<std::string> Found(const Search::Limits& limits, int* expanded = nullptr) {
  Search search(limits);
  search.GoOn({});
  auto found = search.Run([&](const Continuation& from) {
    if (expanded != nullptr) ++*expanded;
    search.Finish({from.shown, from.text, from.log_probability + LogOf(kEnd)});
    for (const auto& [letter, probability] : kLetters) {
      search.GoOn(
          {from.shown + letter, from.text + letter, from.log_probability + LogOf(probability)});
    }
    return Status();
  });
  std::vector<std::string> texts;
  for (const Continuation& one : *found) texts.push_back(one.shown);
  return texts;
}

TEST(ContinuationSearchTest, TheBestComeFirst) {
  EXPECT_THAT(Found({.beam = 9, .max_steps = 3, .max_completions = 4}),
              ElementsAre("", "a", "b", "aa"));
}

TEST(ContinuationSearchTest, WhatIsOpenAfterTheLastStepIsGivenUp) {
  EXPECT_THAT(Found({.beam = 9, .max_steps = 1, .max_completions = 4}), ElementsAre(""));
}

TEST(ContinuationSearchTest, ANarrowBeamFollowsTheBestAlone) {
  EXPECT_THAT(Found({.beam = 1, .max_steps = 3, .max_completions = 4}), ElementsAre("", "a", "aa"));
}

TEST(ContinuationSearchTest, NothingIsExpandedAfterTheDeadline) {
  EXPECT_THAT(Found({.beam = 9, .max_steps = 3, .max_completions = 4, .deadline = TimePoint()}),
              IsEmpty());
}

// "b" ends before "a" goes on: the worst of what is finished counts, not the last.
TEST(ContinuationSearchTest, WhatIsWorthMoreThanTheWorstFinishedIsExpanded) {
  Search search({.beam = 9, .max_steps = 2, .max_completions = 2});
  search.Finish({"worst", "", LogOf(.1)});
  search.GoOn({"first", "", LogOf(.5)});
  search.GoOn({"second", "", LogOf(.3)});
  auto found = search.Run([&](const Continuation& from) {
    search.Finish({from.shown, "", from.log_probability + LogOf(.9)});
    return Status();
  });
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ((*found)[0].shown, "first");
  EXPECT_EQ((*found)[1].shown, "second");
}

TEST(ContinuationSearchTest, WhatCannotOvertakeIsNotExpanded) {
  int narrow = 0, wide = 0;
  EXPECT_EQ(Found({.beam = 9, .max_steps = 3, .max_completions = 2}, &narrow),
            (std::vector<std::string>{"", "a"}));
  Found({.beam = 9, .max_steps = 3, .max_completions = 100}, &wide);
  EXPECT_LT(narrow, wide);
}

}  // namespace
}  // namespace fastnode::predict
