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

TEST(HardlyValues, AModuleIsNoIndexAndIsNotYielded) {
  for (const char* code : {"x[$]", "del $", "yield $"}) {
    EXPECT_LT(Left("import os", code, "os"), .1F) << code;
    EXPECT_EQ(Left("import os", code, "x"), 1) << code;
  }
  EXPECT_LT(Left("import os", "def g(y=$): ...", "os"), .2F);
  EXPECT_EQ(Left("import os", "def g(y=$.sep): ...", "os"), 1);
  for (const char* code :
       {"return $", "print($)", "y = $", "x[$.sep]", "yield $.sep", "yield o$"}) {
    EXPECT_EQ(Left("import os", code, "os"), 1) << code;
  }
}

TEST(HardlyValues, AStandardModuleIsSeldomRaisedOrCaught) {
  const std::string caught = "try:\n        pass\n    except $:\n        pass";
  EXPECT_LT(Left("import os", "raise $", "os"), .1F);
  EXPECT_LT(Left("import os", caught, "os"), .1F);
  EXPECT_LT(Left("import tkinter as tk", "raise $", "tk"), .1F);
  // Others have more of their own, and the file may say so.
  EXPECT_EQ(Left("import errors", "raise $", "errors"), 1);
  EXPECT_EQ(Left("import os", "if x: raise os.error\n    " + caught, "os"), 1);
  EXPECT_EQ(Left("import os", "try:\n        os.x()\n    except $:\n        pass", "os"), 1);
  EXPECT_LT(Left("import os", "os.x()\n    " + caught, "os"), .1F);
}

TEST(HardlyValues, FormsThatAreNoBases) {
  const std::string typing = "from typing import Optional, Generic";
  EXPECT_LT(Left(typing, "class A($): ...", "Optional"), .1F);
  EXPECT_EQ(Left(typing, "class A($): ...", "Generic"), 1);
  EXPECT_EQ(Left(typing, "x: $", "Optional"), 1);
}

TEST(HardlyValues, FormsOfTyping) {
  const std::string typing = "from typing import Any, NewType, cast";
  EXPECT_LT(Left(typing, "return $", "Any"), .1F);
  EXPECT_LT(Left(typing, "y = $(x)", "Any"), .1F);
  EXPECT_LT(Left(typing, "try:\n        pass\n    except $:\n        pass", "Any"), .1F);
  EXPECT_EQ(Left(typing, "y = $(x)", "NewType"), 1);
  EXPECT_EQ(Left(typing, "return $[int]", "Any"), 1);
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
