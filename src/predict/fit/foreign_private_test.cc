#include "predict/fit/foreign_private.h"

#include <gtest/gtest.h>

#include "predict/auto_import/index.h"
#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

// What is left of a probability of 1.
float Left(const std::string& rest, const std::string& name) {
  std::string text =
      "import argparse\n\n\nclass Own(argparse.ArgumentParser):\n    def _mine(self): ...\n" + rest;
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return -1;
  Known known = KnownForTest();
  known.exports = auto_import::Index::Build(auto_import::Source::kProject, "", {});
  std::vector<Completion> list = {{name, 1, "method"}};
  DoubtForeignPrivate(*site, known, list);
  return list[0].probability;
}

TEST(ForeignPrivate, IsDoubtedBehindADot) {
  EXPECT_LT(Left("Own().$\n", "_add_action"), .1f);
  EXPECT_LT(Left("Own().$\n", "_mine"), .1f);
  EXPECT_EQ(Left("class Other:\n    def a(self):\n        return Own().$\n", "_mine"), 1);
  EXPECT_EQ(Left("Own().$\n", "add_argument"), 1);
  EXPECT_EQ(Left("Own().$\n", "__init__"), 1);
}

TEST(ForeignPrivate, IsNotDoubtedWhereItIsUsedOrTyped) {
  EXPECT_EQ(Left("Own().$\nx._add_action\n", "_add_action"), 1);
  EXPECT_EQ(Left("Own()._$\n", "_add_action"), 1);
  EXPECT_EQ(Left("Own().$\nOwn()._mine()\n", "_mine"), 1);
}

}  // namespace
}  // namespace fastnode::predict
