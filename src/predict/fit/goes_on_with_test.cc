#include "predict/fit/goes_on_with.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// Names that are equally likely, best first, without those that are hardly meant.
std::vector<std::string> Left(const std::string& code, const std::vector<std::string>& names) {
  std::string text =
      "import os\nfrom pathlib import Path\n\n\ndef made() -> str: ...\n\n\n"
      "def f(path: Path, rows: list[int], count: int, anything):\n    " +
      code + "\n";
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no site"};
  std::vector<Completion> list;
  for (const std::string& name : names) list.push_back({name, .1F, "name"});
  const Known known = KnownForTest();
  WeighByWhatFollows(*site, known, list);
  std::erase_if(list, [](const Completion& one) { return one.probability < .01F; });
  KeepBest(INT32_MAX, list);
  return TextsOf(list);
}

TEST(GoesOnWith, WhatStandsBehindTheDot) {
  EXPECT_THAT(Left("path.$.mkdir()", {"parts", "write_text", "with_suffix", "parent"}),
              ElementsAre("parent", "with_suffix"));
  EXPECT_THAT(Left("$.append(1)", {"count", "path", "rows", "anything", "made"}),
              ElementsAre("rows", "anything"));
  EXPECT_THAT(Left("x = $.upper()", {"None", "made", "len"}), ElementsAre("made"));
  EXPECT_THAT(Left("$.environ", {"os", "path"}), ElementsAre("os"));
}

TEST(GoesOnWith, NothingWhereNoDotFollowsOrTheObjectIsUnknown) {
  EXPECT_THAT(Left("x = $", {"count", "path"}), ElementsAre("count", "path"));
  EXPECT_THAT(Left("anything.$.mkdir()", {"parts", "parent"}), ElementsAre("parts", "parent"));
  EXPECT_THAT(Left("x = $ .append", {"count", "path"}), ElementsAre("count", "path"));
  EXPECT_THAT(Left("$.append = 1", {"count", "rows"}), ElementsAre("count", "rows"));
  EXPECT_THAT(Left("x = $.append == 1", {"count", "rows"}), ElementsAre("rows"));
}

}  // namespace
}  // namespace fastnode::predict
