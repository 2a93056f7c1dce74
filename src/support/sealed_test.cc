#include "support/sealed.h"

#include <gtest/gtest.h>

#include "support/damage_for_test.h"

namespace fastnode {
namespace {

TEST(SealedTest, AnObjectComesBackWithoutItsChecksum) {
  const Json object = {{"a", 1}, {"names", {"checksum", "\"checksum\": \"x\""}}};
  for (int indent : {-1, 2}) {
    const std::string text = PrintSealed(object, indent);
    EXPECT_EQ(text, PrintSealed(object, indent));
    Result<Json> back = ParseSealed(text);
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(*back, object);
    EXPECT_EQ(PrintSealed(*back, indent), text);
  }
}

// What `xxh128sum` says of the text with zeros in the place of the digits.
TEST(SealedTest, TheChecksumIsOfTheWholeText) {
  EXPECT_EQ(PrintSealed(Json::object()), "{\"checksum\":\"bebadcc8685cf565900b33665cb63afe\"}\n");
}

TEST(SealedTest, AFileWithoutAChecksumIsRefused) {
  for (const char* text : {"", "{}", "{\"checksum\":1}", "{\"checksum\":\"12\"}"}) {
    ASSERT_FALSE(ParseSealed(text).ok()) << text;
    EXPECT_NE(ParseSealed(text).error().message.find("earlier program"), std::string::npos);
  }
}

TEST(SealedTest, NoDamageIsBelieved) {
  for (int indent : {-1, 2}) {
    ForEachDamage(PrintSealed({{"a", {1, 2}}, {"b", "text"}}, indent),
                  [](const std::string& damaged, const std::string& what) {
                    EXPECT_FALSE(ParseSealed(damaged).ok()) << what;
                  });
  }
}

}  // namespace
}  // namespace fastnode
