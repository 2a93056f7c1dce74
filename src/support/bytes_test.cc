#include "support/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "support/compress.h"
#include "support/utf8.h"
#include "support/workers.h"

namespace fastnode {
namespace {

using testing::HasSubstr;

TEST(BytesTest, WhatIsMissingReadsAsZeroAndIsToldOf) {
  ByteWriter writer;
  writer.Put(uint32_t{0x01020304});
  writer.PutText("text");
  std::string bytes = writer.Take();
  EXPECT_EQ(bytes.substr(0, 4), "\x04\x03\x02\x01");
  ByteReader reader(bytes);
  EXPECT_EQ(reader.Get<uint32_t>(), 0x01020304u);
  EXPECT_EQ(reader.GetText(), "text");
  EXPECT_TRUE(reader.ok() && reader.at_end());
  EXPECT_EQ(reader.Get<uint8_t>(), 0);
  EXPECT_FALSE(reader.ok());
}

TEST(BytesTest, ACountBeyondTheBytesIsRefused) {
  ByteWriter writer;
  writer.Put(uint32_t{1'000'000'000});
  std::string bytes = writer.Take();
  ByteReader reader(bytes);
  EXPECT_EQ(reader.GetCount(4), 0u);
  EXPECT_FALSE(reader.ok());
}

TEST(CompressTest, BytesComeBackAndDamageIsNoticed) {
  std::string text(100'000, 'a');
  std::string frame = Compress(text);
  EXPECT_LT(frame.size(), 1000u);
  EXPECT_EQ(*Decompress(frame, text.size()), text);
  EXPECT_EQ(*Decompress(Compress(""), 10), "");
  EXPECT_THAT(Decompress(frame, 99'999).error().message, HasSubstr("too large"));
  EXPECT_FALSE(Decompress(frame.substr(0, frame.size() - 1), 200'000).ok());
  EXPECT_FALSE(Decompress("nothing of the kind", 100).ok());
}

TEST(Utf8Test, IsWhatTheStandardSays) {
  EXPECT_TRUE(IsUtf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x90\x8D"));
  for (const char* wrong : {"\x80", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
                            "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xFF", "\xE2\x82"}) {
    EXPECT_FALSE(IsUtf8(wrong)) << testing::PrintToString(wrong);
  }
}

TEST(WorkersTest, AParallelLoopDoesEachThingOnce) {
  std::vector<std::atomic<int>> done(1000);
  ParallelFor(1000, 4, [&](int64_t i) { ++done[static_cast<size_t>(i)]; });
  for (const auto& count : done) EXPECT_EQ(count, 1);
  ParallelFor(0, 4, [&](int64_t) { FAIL(); });
}

}  // namespace
}  // namespace fastnode
