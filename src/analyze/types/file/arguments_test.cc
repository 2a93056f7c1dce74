#include "analyze/types/file/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyze/ast/parse.h"

namespace fastnode::types {
namespace {

using testing::ElementsAre;

// The first function of a source and its first call, matched.
Matching MatchIn(std::string source, bool bound = false) {
  const bind::FileIndex index = bind::Bind(*ast::Parse(std::move(source)));
  const Module module(index, "", "");
  const File f{.module = &module};
  NodeId function = kNoNode, call = kNoNode;
  for (NodeId n : f.tree().ids()) {
    if (function == kNoNode && f.kind(n) == ast::Kind::kFunctionDefinition) function = n;
    if (call == kNoNode && f.kind(n) == ast::Kind::kCall) call = n;
  }
  return Match(ReadParameters(f, function), bound, WrittenArguments(f, call));
}

TEST(MatchTest, ArgumentsGoByPlaceThenByName) {
  Matching matching = MatchIn("def f(a, b, *, c): pass\nf(1, c=3, b=2)\n");
  EXPECT_THAT(matching.parameter_of, ElementsAre(0, 2, 1));
  EXPECT_TRUE(matching.fits);
}

TEST(MatchTest, WhatIsLeftGoesToTheStars) {
  Matching matching = MatchIn("def f(a, *rest, **more): pass\nf(1, 2, 3, x=4)\n");
  EXPECT_THAT(matching.parameter_of, ElementsAre(0, 1, 1, 2));
  EXPECT_TRUE(matching.fits);
}

TEST(MatchTest, TooManyOrTooFewDoNotFit) {
  EXPECT_FALSE(MatchIn("def f(a): pass\nf(1, 2)\n").fits);
  EXPECT_FALSE(MatchIn("def f(a, b): pass\nf(1)\n").fits);
  EXPECT_TRUE(MatchIn("def f(a, b=0): pass\nf(1)\n").fits);
  EXPECT_FALSE(MatchIn("def f(a, /): pass\nf(a=1)\n").fits);
  EXPECT_TRUE(MatchIn("def f(a, b): pass\nf(*x)\n").fits);
}

TEST(MatchTest, OfAMethodTheFirstParameterIsTaken) {
  Matching matching = MatchIn("def f(self, a): pass\nf(1)\n", /*bound=*/true);
  EXPECT_THAT(matching.parameter_of, ElementsAre(1));
  EXPECT_TRUE(matching.fits);
}

}  // namespace
}  // namespace fastnode::types
