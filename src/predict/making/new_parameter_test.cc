#include "predict/making/new_parameter.h"

#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

// What is offered at the end of the text; "-": it is no such place.
std::string Offered(std::string_view text) {
  const std::optional<NewParameter> place = FindNewParameter(text, text.size());
  if (!place) return "-";
  std::string names;
  for (const Completion& one : CompleteNewParameter(*place)) names += one.text;
  return names;
}

TEST(NewParameter, TheFirstOfAMethodIsSelf) {
  EXPECT_EQ(Offered("class A:\n    def f("), "self");
  EXPECT_EQ(Offered("class A:\n    async def f(se"), "self");
  EXPECT_EQ(Offered("class A:\r\n\tdef f(\r\n\t\ts"), "self");
  EXPECT_EQ(Offered("class A(\n    B,\n):\n    x = 1\n\n    # f\n    @other\n    def f("), "self");
  EXPECT_EQ(Offered("class A:\n    def g(self):\n        pass\n\n    def f("), "self");
  EXPECT_EQ(Offered("class A:\n    if x:\n        def f("), "self");
  EXPECT_EQ(Offered("def g():\n    class A:\n        def f("), "self");
  EXPECT_EQ(Offered("class A:\n    def f(x"), "");
}

TEST(NewParameter, OfAClassMethodItIsTheClass) {
  EXPECT_EQ(Offered("class A:\n    @classmethod\n    @other\n    def f("), "cls");
  EXPECT_EQ(Offered("class A:\n    def __new__("), "cls");
  EXPECT_EQ(Offered("class A:\n    @classmethod\n    def g(cls): ...\n    def f("), "self");
}

TEST(NewParameter, OthersHaveNoNameByCustom) {
  for (const char* text :
       {"class A:\n    @staticmethod\n    def f(", "def f(", "class A:\n    pass\n\ndef f(",
        "class A:\n    def g(self):\n        def f(", "if x:\n    def f(", "class A:\n    f(",
        "class A:\n    def f(self, ", "class A:\n    def f(self, x=g(", "class A(", "    undef f(",
        ""}) {
    EXPECT_EQ(Offered(text), "-") << text;
  }
}

TEST(NewParameter, OfALambdaNothingIsOffered) {
  for (const char* text : {"lambda ", "f(x, key=lambda a", "lambda a, b", "lambda *",
                           "lambda a, **k", "lambda a=(1, 2), b", "[lambda "}) {
    EXPECT_EQ(Offered(text), "") << text;
  }
  for (const char* text : {"lambda a: b", "f(lambda: 1, b", "lambda a=b", "lambda a=2 * b",
                           "lambda a=f(x, b", "lambda", "x = lambdas, b", "lambda a: f(b, c"}) {
    EXPECT_EQ(Offered(text), "-") << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
