#include "predict/fit/call_rules.h"

#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

// def f(a, b=..., *, key)
types::CallSignature Signature() {
  types::CallSignature signature;
  signature.known = true;
  signature.parameters = {{"a"}, {"b", false, false, true}, {"key", true}};
  return signature;
}

TEST(CallRules, ByTheCallee) {
  const types::CallSignature f = Signature();
  EXPECT_TRUE(MayPass({1}, f, "x"));
  EXPECT_FALSE(MayPass({2}, f, "x"));  // f(1, 2, x)
  EXPECT_FALSE(MayStop({2}, f));       // f(1, 2): key lacks
  EXPECT_TRUE(MayStop({1, false, {"key"}}, f));
  EXPECT_FALSE(MayStop({0, false, {"b", "key"}}, f));
  EXPECT_TRUE(MayPassKeyword({1}, f, "b"));
  EXPECT_FALSE(MayPassKeyword({2}, f, "b"));  // f(1, 2, b=)
  EXPECT_FALSE(MayPassKeyword({1}, f, "other"));
  EXPECT_TRUE(MayPassKeyword({1, true}, f, "other"));  // *x or **x: who knows
  types::CallSignature open = f;
  open.takes_list = open.takes_dictionary = true;
  EXPECT_TRUE(MayPass({5}, open, "x"));
  EXPECT_TRUE(MayPassKeyword({1}, open, "other"));
}

TEST(CallRules, OfOverloadsOneIsEnough) {
  types::CallSignature f = Signature();
  f.is_overloaded = true;
  f.others.positions = 2;
  f.others.keywords = {"b", "other"};
  f.others.places = {1, types::CallSignature::Others::kNowhere};
  EXPECT_FALSE(MayPassKeyword({2}, f, "b"));  // by position in all of them
  EXPECT_TRUE(MayPassKeyword({2}, f, "other"));
  f.others.places[0] = 2;
  EXPECT_TRUE(MayPassKeyword({2}, f, "b"));
}

TEST(CallRules, NothingMoreWhereAllIsGiven) {
  types::CallSignature f = Signature();
  EXPECT_FALSE(TakesNoMore({1}, {1}, f));
  EXPECT_FALSE(TakesNoMore({2}, {2}, f));  // key lacks
  EXPECT_TRUE(TakesNoMore({2}, {2, false, {"key"}}, f));
  EXPECT_FALSE(TakesNoMore({2, true}, {2, true, {"key"}}, f));
  f.others.keywords = {"other"};
  f.others.places = {types::CallSignature::Others::kNowhere};
  EXPECT_FALSE(TakesNoMore({2}, {2, false, {"key"}}, f));
  f.takes_dictionary = true;
  EXPECT_FALSE(TakesNoMore({2}, {2, false, {"key", "other"}}, f));
}

TEST(CallRules, AGuessForbidsNothing) {
  types::CallSignature f = Signature();
  f.is_guess = true;
  EXPECT_TRUE(MayPass({2}, f, "x"));
  EXPECT_TRUE(MayPassKeyword({1}, f, "other"));
  EXPECT_TRUE(MayStop({}, f));
}

TEST(CallRules, ByAllOverloadsTogether) {
  types::CallSignature f = Signature();
  f.is_overloaded = true;
  f.others.positions = 3;
  f.others.keywords = {"c"};
  EXPECT_TRUE(MayPass({2}, f, "x"));
  EXPECT_FALSE(MayPass({3}, f, "x"));
  EXPECT_TRUE(MayPassKeyword({1}, f, "c"));
  EXPECT_FALSE(MayPassKeyword({1}, f, "other"));
  EXPECT_FALSE(MayPassKeyword({2}, f, "b"));
  EXPECT_TRUE(MayStop({}, f));
  f.others.fewest = 2;
  EXPECT_FALSE(MayStop({}, f));
  EXPECT_TRUE(MayStop({2}, f));
  EXPECT_TRUE(MayStop({1, false, {"key"}}, f));
}

TEST(CallRules, ByTheLanguageAlone) {
  const types::CallSignature unknown;
  EXPECT_TRUE(MayPass({9}, unknown, "x"));
  EXPECT_FALSE(MayPass({0, false, {"key"}}, unknown, "x"));  // f(key=1, x)
  EXPECT_FALSE(MayPassKeyword({0, false, {"key"}}, unknown, "key"));
  EXPECT_FALSE(MayPass({1, false, {}, {"x"}}, unknown, "x"));  // f(x, x)
  EXPECT_TRUE(MayPass({1, false, {}, {"x"}}, unknown, ""));
  EXPECT_TRUE(MayStop({}, unknown));
}

}  // namespace
}  // namespace fastnode::predict
