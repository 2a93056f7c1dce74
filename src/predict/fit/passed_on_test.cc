#include "predict/fit/passed_on.h"
#include "predict/cursor/known_for_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

std::vector<std::string> Ordered(std::string text) {
  const size_t cursor = TakeCursor(text);
  Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no place"};
  Answer answer{site->task, site->prefix, {{"args", 0.6F, "name"}, {"x", 0.4F, "name"}}};
  AddPassedOn(*site, {}, answer);
  return TextsOf(answer.completions);
}

TEST(PassedOn, ToWhatIsWrappedOrOverridden) {
  using testing::ElementsAre;
  const std::string wrapper = "def timed(f):\n    def inner(*args, **kwargs):\n        return ";
  EXPECT_THAT(Ordered(wrapper + "f($)\n"), ElementsAre("*args", "x", "args"));
  EXPECT_THAT(Ordered(wrapper + "f(*args, $)\n"), ElementsAre("**kwargs", "x", "args"));
  EXPECT_THAT(Ordered(wrapper + "f(1, $)\n"), ElementsAre("*args", "x", "args"));
  EXPECT_THAT(Ordered(wrapper + "f($, *args, **kwargs)\n"), ElementsAre("args", "x"));
  EXPECT_THAT(Ordered(wrapper + "f(a=$)\n"), ElementsAre("args", "x"));
  const std::string method = "class A(B):\n    def save(self, *args: int, **kwargs):\n        ";
  EXPECT_THAT(Ordered(method + "super().save($)\n"), ElementsAre("*args", "x", "args"));
  // What is named before the star goes first, once.
  const std::string named = "def timed(f):\n    def inner(x, *args, **kwargs):\n        return ";
  EXPECT_THAT(Ordered(named + "f($)\n"), ElementsAre("x", "*args", "args"));
  EXPECT_THAT(Ordered(named + "f(x, $)\n"), ElementsAre("*args", "x", "args"));
  // Elsewhere it may be the list itself.
  EXPECT_THAT(Ordered(method + "print($)\n"), ElementsAre("args", "x", "*args"));
  EXPECT_THAT(Ordered("def f(args, x):\n    g($)\n"), ElementsAre("args", "x"));
  EXPECT_THAT(Ordered("def f(*args):\n    class A:\n        x = g($)\n"), ElementsAre("args", "x"));
}

}  // namespace
}  // namespace fastnode::predict
