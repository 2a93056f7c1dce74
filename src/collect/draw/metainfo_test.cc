#include "collect/draw/metainfo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/damage_for_test.h"

namespace fastnode::draw {
namespace {

using testing::HasSubstr;

Metainfo Small() {
  Metainfo metainfo;
  metainfo.dataset_id = "d";
  metainfo.vocabularies = {pack::Vocabulary({"self", "checksum"}), pack::Vocabulary({"str"})};
  metainfo.attributes = {{"checksum", 3}};
  return metainfo;
}

TEST(MetainfoTest, DecodesWhatItEncodes) {
  const std::string text = EncodeMetainfo(Small());
  Result<Metainfo> back = DecodeMetainfo(text);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(EncodeMetainfo(*back), text);
  // As a client may send it: with other blanks, which the checksum is not of.
  EXPECT_EQ(EncodeMetainfo(*MetainfoFromJson(*ParseJson(PrintJson(*ParseJson(text), 4)))), text);
}

TEST(MetainfoTest, NoDamageIsBelieved) {
  ForEachDamage(EncodeMetainfo(Small()), [](const std::string& damaged, const std::string& what) {
    ASSERT_FALSE(DecodeMetainfo(damaged).ok()) << what;
    EXPECT_THAT(DecodeMetainfo(damaged).error().message, HasSubstr("make traindata")) << what;
  });
}

}  // namespace
}  // namespace fastnode::draw
