#include "predict/fit/hardly_begins.h"

#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

// Whether `LIMIT` is doubted at `$`.
bool IsDoubted(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  CHECK(site.ok() && site->at >= 0);
  std::vector<Completion> list = {{"LIMIT", 0.5F, "name"}, {"x", 0.5F, "name"}};
  DoubtHardlyBegins(*site, list);
  EXPECT_EQ(list[1].probability, 0.5F);
  return list[0].probability < 0.5F;
}

TEST(HardlyBegins, AConstantBeginsNoStatement) {
  EXPECT_TRUE(IsDoubted("LIMIT = 3\ndef f():\n    $\n"));
  EXPECT_TRUE(IsDoubted("LIMIT = make(1)\ndef f():\n    g()\n    $\n"));
  EXPECT_FALSE(IsDoubted("LIMIT = 3\ndef f():\n    return $\n"));
  EXPECT_FALSE(IsDoubted("LIMIT = 3\n$\n"));
  EXPECT_FALSE(IsDoubted("LIMIT = 3\ndef f():\n    L$\n"));
  EXPECT_FALSE(IsDoubted("LIMIT = {}\ndef f():\n    $\n"));
  EXPECT_FALSE(IsDoubted("LIMIT = make(1)\ndef f():\n    $\ndef g():\n    LIMIT.add(1)\n"));
}

}  // namespace
}  // namespace fastnode::predict
