// Names are in scope by Python's rules; here it is what they have no value for.
#include "predict/fit/without_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fastnode::predict {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// At the name `here`.
std::vector<std::string> At(const std::string& text) {
  Result<bind::FileIndex> index = bind::BindText(text);
  CHECK(index.ok());
  for (ast::NodeId node : index->tree.ids()) {
    if (index->tree[node].kind != ast::Kind::kIdentifier) continue;
    if (index->tree.Text(node) != "here") continue;
    const std::set<std::string_view> names = WithoutValue(*index, node);
    return {names.begin(), names.end()};
  }
  return {"nowhere"};
}

TEST(WithoutValueTest, WhatIsBoundFurtherDownHasNone) {
  EXPECT_THAT(At("a = 1\nhere\nb = 2\ndef c(): ...\n"), ElementsAre("b", "c"));
  EXPECT_THAT(At("def f(p):\n    here\n    q = 1\nr = 1\n"), ElementsAre("q"));
  EXPECT_THAT(At("class A:\n    a = here\n    b = 1\n"), ElementsAre("A", "a", "b"));
}

TEST(WithoutValueTest, WhatTheStatementItselfBindsHasNone) {
  EXPECT_THAT(At("a = here\n"), ElementsAre("a"));
  EXPECT_THAT(At("for a in here: ...\n"), ElementsAre("a"));
  EXPECT_THAT(At("for a in b: here\n"), IsEmpty());
}

TEST(WithoutValueTest, ALoopBringsItsNamesRound) {
  EXPECT_THAT(At("while 1:\n    here\n    a = 1\nb = 1\n"), ElementsAre("b"));
}

TEST(WithoutValueTest, WhatIsDeletedHasNoneUntilItIsBoundAgain) {
  EXPECT_THAT(At("a = 1\ndel a\nhere\n"), ElementsAre("a"));
  EXPECT_THAT(At("a = 1\ndel a\na = 2\nhere\n"), IsEmpty());
  EXPECT_THAT(At("a = 1\nif b:\n    del a\nhere\n"), IsEmpty());
}

TEST(WithoutValueTest, TypesMayBeNamedBeforeTheyAreThere) {
  EXPECT_THAT(At("class A:\n    def f(self) -> here: ...\nclass B: ...\n"), IsEmpty());
  EXPECT_THAT(At("def f(x: list[here]): ...\nclass B: ...\n"), IsEmpty());
  EXPECT_THAT(At("x: here = 1\nclass B: ...\n"), IsEmpty());
  EXPECT_THAT(At("type X = here\nclass B: ...\n"), IsEmpty());
  EXPECT_THAT(At("x: int = here\nclass B: ...\n"), ElementsAre("B", "x"));
}

TEST(WithoutValueTest, WhatAFunctionSaysIsGlobalMayHaveOneAtAnyTime) {
  EXPECT_THAT(At("here\ndef f():\n    global a\n    a = 1\n"), ElementsAre("f"));
  EXPECT_THAT(At("x = lambda: here\na = 1\n"), IsEmpty());
}

}  // namespace
}  // namespace fastnode::predict
