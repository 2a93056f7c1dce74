#include "predict/fit/unpacked_results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// Of equally likely names those that are likeliest at `$`.
std::vector<std::string> Likeliest(const std::string& code, const std::vector<std::string>& names) {
  std::string text =
      "import os, socket\n\ns = socket.socket()\n\n\n"
      "def pair() -> tuple[int, list[int]]: ...\ndef count() -> int: ...\n"
      "def any_number() -> tuple[int, ...]: ...\ndef unknown(): return other\n\n\n" +
      code + "\n";
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no site"};
  std::vector<Completion> list;
  for (const std::string& name : names) list.push_back({name, .1F, "name"});
  const Known known = KnownForTest();
  WeighUnpacked(*site, known, list);
  KeepBest(INT32_MAX, list);
  const float best = list[0].probability;
  std::erase_if(list, [&](const Completion& one) { return one.probability < best; });
  return TextsOf(list);
}

TEST(UnpackedResults, AreTuplesOfSoManyValues) {
  EXPECT_THAT(Likeliest("conn, addr = s.$()", {"recv", "accept", "fileno"}), ElementsAre("accept"));
  EXPECT_THAT(Likeliest("a, b = $()", {"count", "pair", "unknown"}), ElementsAre("pair"));
  EXPECT_THAT(Likeliest("(a, b) = $()", {"count", "pair"}), ElementsAre("pair"));
  EXPECT_THAT(Likeliest("a, b, c = $()", {"pair", "any_number", "unknown", "count"}),
              ElementsAre("any_number", "unknown"));
  // What they give depends on what they are passed.
  EXPECT_THAT(Likeliest("a, b = $(s)", {"count", "divmod", "next"}), ElementsAre("divmod", "next"));
}

TEST(UnpackedResults, AreAskedForWhereACallIsTakenApart) {
  EXPECT_THAT(Likeliest("a = $()", {"count", "pair"}), ElementsAre("count", "pair"));
  EXPECT_THAT(Likeliest("a, *b = $()", {"count", "pair"}), ElementsAre("count", "pair"));
  EXPECT_THAT(Likeliest("a, b = $", {"count", "pair"}), ElementsAre("count", "pair"));
  EXPECT_THAT(Likeliest("a, b = 1, $()", {"count", "pair"}), ElementsAre("count", "pair"));
}

}  // namespace
}  // namespace fastnode::predict
