#include "support/json_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "support/json_mutants.h"

namespace fastnode {
namespace {

using testing::HasSubstr;

TEST(JsonTest, DepthAndKeysAreLimited) {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(ParseJson(nested(100)).ok());
  EXPECT_THAT(ParseJson(nested(101)).error().message, HasSubstr("nested more than 100 deep"));
  EXPECT_FALSE(ParseJson(std::string(1 << 20, '[')).ok());
  EXPECT_THAT(ParseJson(R"({"a": 1, "b": {"a": 1}, "a": 2})").error().message,
              HasSubstr("the key 'a' stands twice"));
  EXPECT_FALSE(ParseJson("1e400").ok());
  EXPECT_FALSE(ParseJson("\"\xff\"").ok());
  EXPECT_FALSE(ParseJson("{} {}").ok());
  EXPECT_FALSE(ParseJson("").ok());
  EXPECT_EQ(ParseJsonSequence("1 [2]\n{\"a\": [{}, 3]} ")->size(), 3u);
  EXPECT_THAT(ParseJsonSequence("1 {").error().message, HasSubstr("value 2"));
}

// Each key is looked for among those before it: by a table, if they are many.
TEST(JsonTest, AnObjectOfManyKeysIsReadInLinearTime) {
  std::string text = "{\"k\": 0";
  for (int i = 0; i < 200'000; ++i) text += ", \"k" + std::to_string(i) + "\": 1";
  const auto start = std::chrono::steady_clock::now();
  Result<Json> json = ParseJson(text + "}");
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->size(), 200'001u);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));  // else minutes
  EXPECT_FALSE(ParseJson(text + ", \"k199999\": 2}").ok());
}

TEST(JsonFieldsTest, LimitsAndTypesAreKept) {
  Json json = *ParseJson(R"({"n": 7, "big": 18446744073709551615, "x": 0.5, "t": ["a"]})");
  JsonFields fields(json, "thing");
  int n = 0, absent = 3;
  uint64_t big = 0;
  double x = 0;
  std::vector<std::string> t;
  fields.Read("n", 0, 10, n);
  fields.Read("absent", 0, 10, absent);
  fields.ReadUnsigned("big", big);
  fields.ReadNumber("x", 0, 1, x);
  fields.ReadTexts("t", t);
  EXPECT_TRUE(fields.Finish().ok());
  EXPECT_EQ(n, 7);
  EXPECT_EQ(absent, 3);
  EXPECT_EQ(big, UINT64_MAX);
  EXPECT_EQ(t.size(), 1u);
  JsonFields strict(json, "thing");
  strict.Read("n", 8, 10, n);
  EXPECT_THAT(strict.Finish().error().message,
              HasSubstr("thing: n must be an integer from 8 to 10"));
  JsonFields narrow(json, "thing");
  narrow.Read("big", 0, INT64_MAX, n);
  EXPECT_FALSE(narrow.Finish().ok());
}

TEST(JsonFieldsTest, ErrorsNameTheFieldByItsPath) {
  const auto error_of = [](const char* text) {
    Json json = *ParseJson(text);
    JsonFields fields(json, "file");
    fields.ReadObjects("models", [](JsonFields& model) {
      JsonFields::NamedTexts versions;
      std::vector<std::string> names;
      model.ReadNamedTexts("versions", versions);
      model.ReadTexts("names", names);
      model.Require({"versions"});
    });
    fields.ReadObject("one", [](JsonFields& one) {
      one.ReadNamedObjects("by", [](const std::string&, JsonFields& inner) {
        int x = 0;
        inner.Read("x", 0, 9, x);
      });
    });
    const Status status = fields.Finish();
    return status.ok() ? "" : status.error().message;
  };
  EXPECT_EQ(error_of(R"({"models": [{"versions": {"x": "y"}}], "one": {"by": {"a": {"x": 3}}}})"),
            "");
  EXPECT_EQ(error_of(R"({"models": [{"versions": {}}, {"versions": {"x": {}}}]})"),
            "file: models[1].versions.x must be a text");
  EXPECT_EQ(error_of(R"({"models": [{"versions": {}, "names": ["a", 1]}]})"),
            "file: models[0].names[1] must be a text");
  EXPECT_EQ(error_of(R"({"models": [{}]})"), "file: models[0].versions is missing");
  EXPECT_EQ(error_of(R"({"models": [5]})"), "file: models[0] must be an object");
  EXPECT_EQ(error_of(R"({"models": {}})"), "file: models must be a list of objects");
  EXPECT_EQ(error_of(R"({"one": {"by": {"a": {"x": 10}}}})"),
            "file: one.by.a.x must be an integer from 0 to 9");
  EXPECT_EQ(error_of(R"({"one": {"by": {"a": {"y": 1}}}})"), "file: unknown field 'one.by.a.y'");
}

TEST(JsonFieldsTest, NoValueOfAnyTypeThrows) {
  const Json whole = {{"n", 1},     {"x", 0.5},          {"b", true},      {"t", "t"},
                      {"l", {"a"}}, {"m", {{"a", "b"}}}, {"o", {{"n", 1}}}};
  int64_t accepted = 0, refused = 0;
  ForEachJsonMutant(whole, [&](const Json& json) {
    JsonFields fields(json, "thing");
    int n = 0;
    uint64_t u = 0;
    double x = 0;
    bool b = false;
    std::string t;
    std::vector<std::string> l;
    JsonFields::NamedTexts m;
    fields.Read("n", 0, 9, n);
    fields.ReadUnsigned("n", u);
    fields.ReadNumber("x", 0, 1, x);
    fields.ReadBool("b", b);
    fields.ReadText("t", t);
    fields.ReadTexts("l", l);
    fields.ReadNamedTexts("m", m);
    fields.ReadObject("o", [&](JsonFields& o) { o.Read("n", 0, 9, n); });
    ++(fields.Finish().ok() ? accepted : refused);
  });
  EXPECT_GT(accepted, 0);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace fastnode
