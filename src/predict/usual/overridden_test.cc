#include "predict/usual/overridden.h"

#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

bool IsSuperDue(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return false;
  const Known known = KnownForTest();
  return !SuperInOverride(*site, known).empty();
}

const std::string kBase = "class A:\n    def run(self):\n        return 1\n\n\nclass B(A):\n";

TEST(SuperInOverride, WhereABaseHasTheMethod) {
  for (const char* body :
       {"        return $\n", "        x = $\n", "        $\n", "        y = 1\n        $\n"}) {
    EXPECT_TRUE(IsSuperDue(kBase + "    def run(self):\n" + body)) << body;
    EXPECT_FALSE(IsSuperDue(kBase + "    def walk(self):\n" + body)) << body;
  }
  EXPECT_TRUE(
      IsSuperDue("import json\n\n\nclass E(json.JSONEncoder):\n    def default(self, o):\n        "
                 "return $\n"));
}

TEST(SuperInOverride, NotTwiceAndNotWhereThereIsNothing) {
  EXPECT_FALSE(IsSuperDue(kBase + "    def run(self):\n        x = super().run()\n        $\n"));
  EXPECT_FALSE(IsSuperDue(kBase + "    def run(self):\n        if x:\n            $\n"));
  EXPECT_FALSE(IsSuperDue(kBase + "    def run(self):\n        f($)\n"));
  EXPECT_FALSE(
      IsSuperDue("class A:\n    def run(self):\n        raise NotImplementedError\n\n\n"
                 "class B(A):\n    def run(self):\n        $\n"));
  EXPECT_FALSE(IsSuperDue("class B(A):\n    def __repr__(self):\n        return $\n"));
}

}  // namespace
}  // namespace fastnode::predict
