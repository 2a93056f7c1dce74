#include "predict/fit/hardly_values.h"

#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

// What is left of a probability of 1 of the name at `$`.
float Left(const std::string& imports, const std::string& code, const std::string& name) {
  std::string text = imports + "\n\ndef f(x):\n    " + code + "\n";
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return -1;
  std::vector<Completion> list = {{name, 1, "name"}};
  DoubtHardlyValues(*site, list);
  return list[0].probability;
}

TEST(HardlyValues, AModuleOfWhichNothingIsUsed) {
  for (const char* code : {"return $", "x + $", "if x > $:\n        pass", "print($)", "x[$]",
                           "y = x, $", "del $", "yield $"}) {
    EXPECT_LT(Left("import os", code, "os"), .1F) << code;
    EXPECT_EQ(Left("import os", code, "x"), 1) << code;
  }
  EXPECT_EQ(Left("import os", "$", "os"), 1);
  EXPECT_EQ(Left("import os", "return o$", "os"), 1);
  EXPECT_GT(Left("import os", "y = $", "os"), .1F);
}

TEST(HardlyValues, AModuleThatIsUsedIsNoIndex) {
  const std::string used = "import os\nroot = os.getcwd()";
  EXPECT_EQ(Left(used, "return $", "os"), 1);
  EXPECT_LT(Left(used, "x[$]", "os"), .1F);
}

TEST(HardlyValues, FormsOfTyping) {
  const std::string typing = "from typing import Any, NewType, cast";
  EXPECT_LT(Left(typing, "return $", "Any"), .1F);
  EXPECT_LT(Left(typing, "y = $(x)", "Any"), .1F);
  EXPECT_LT(Left(typing, "try:\n        pass\n    except $:\n        pass", "Any"), .1F);
  EXPECT_EQ(Left(typing, "y = $(x)", "NewType"), 1);
  EXPECT_EQ(Left(typing, "y = cast($, x)", "Any"), 1);
  EXPECT_EQ(Left(typing, "y: $ = x", "Any"), 1);
  EXPECT_EQ(Left(typing, "y = dict[str, $]", "Any"), 1);
  EXPECT_EQ(Left(typing, "y = x | $", "Any"), 1);
  EXPECT_EQ(Left(typing, "if x is Any: return Any\n    return $", "Any"), 1);
}

TEST(HardlyValues, DecoratorsAndFeatures) {
  const std::string imports =
      "from __future__ import annotations\nfrom dataclasses import dataclass";
  EXPECT_LT(Left(imports, "return $", "annotations"), .1F);
  EXPECT_LT(Left(imports, "return $(x)", "dataclass"), .1F);
  EXPECT_EQ(Left(imports, "@$\n    class A: ...", "dataclass"), 1);
  EXPECT_EQ(Left("from shop import dataclass", "return $(x)", "dataclass"), 1);
}

}  // namespace
}  // namespace fastnode::predict
