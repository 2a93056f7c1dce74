#include "predict/fit/overloaded_keywords.h"
#include "predict/cursor/known_for_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

std::vector<std::string> Texts(const std::vector<Completion>& list) { return TextsOf(list); }

TEST(OverloadedKeywordsTest, OtherOverloadsKeywordsAreAddedOnce) {
  types::CallSignature signature;
  signature.parameters = {{.name = "default"}, {.name = "alias"}};
  signature.others.keywords = {"alias", "factory", "factory", "title"};
  std::vector<Completion> list = {
      {"x", 0.5F, "name"}, {"default=", 0.3F, "keyword"}, {"title=", 0.1F, "keyword"}};
  AddOverloadedKeywords(signature, 0.4F, list);
  EXPECT_THAT(Texts(list), ElementsAre("x", "default=", "title=", "factory="));
  EXPECT_FLOAT_EQ(list.back().probability, 0.2F);
}

TEST(OverloadedKeywordsTest, WhereThereAreNoneTheyShareWhatKeywordsHave) {
  types::CallSignature signature;
  signature.others.keywords = {"factory", "title"};
  std::vector<Completion> list = {{"x", 0.5F, "name"}};
  AddOverloadedKeywords(signature, 0.4F, list);
  EXPECT_THAT(Texts(list), ElementsAre("x", "factory=", "title="));
  EXPECT_FLOAT_EQ(list.back().probability, 0.2F);
  signature.others.keywords.clear();
  list.resize(1);
  AddOverloadedKeywords(signature, 0.4F, list);
  EXPECT_THAT(Texts(list), ElementsAre("x"));
}

}  // namespace
}  // namespace fastnode::predict
