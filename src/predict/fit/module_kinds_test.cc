#include "predict/fit/module_kinds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// Which of these names stay at `$`.
std::vector<std::string> KeptOfModule(std::string text, const std::vector<std::string>& names) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  const Known known = KnownForTest();
  std::vector<Completion> list;
  for (const std::string& name : names) list.push_back({name, .1F, "method"});
  TellKindsOfModule(*site, known, list);
  return TextsOf(list);
}

TEST(ModuleKinds, WhatEveryObjectHasIsLeftOutOfAModule) {
  const std::vector<std::string> names = {"sqrt", "__eq__", "__getattr__"};
  EXPECT_THAT(KeptOfModule("import math\nmath.$\n", names), ElementsAre("sqrt"));
  EXPECT_THAT(KeptOfModule("import math\nmath.__$\n", names),
              ElementsAre("sqrt", "__eq__", "__getattr__"));
  EXPECT_THAT(KeptOfModule("math = 'a'\nmath.$\n", names),
              ElementsAre("sqrt", "__eq__", "__getattr__"));
}

}  // namespace
}  // namespace fastnode::predict
