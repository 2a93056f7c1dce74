#include "support/tfrecord.h"

#include <gtest/gtest.h>

#include <string>

namespace fastnode {
namespace {

// The examples of RFC 3720, appendix B.4, and the check value of the polynomial.
TEST(Crc32cTest, AgreesWithPublishedValues) {
  EXPECT_EQ(Crc32c("123456789"), 0xE3069283u);
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(Crc32c(std::string(32, '\xff')), 0x62A8AB43u);
  EXPECT_EQ(Crc32c(""), 0u);
}

TEST(Crc32cTest, TablesAgreeWithTheProcessor) {
  std::string bytes;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(Crc32cByTables(bytes), Crc32c(bytes)) << i;
    bytes.push_back(static_cast<char>(37 * i));
  }
}

TEST(TfRecordTest, RecordsComeBackInOrder) {
  std::string bytes;
  AppendRecord("first", bytes);
  AppendRecord("", bytes);
  AppendRecord(std::string(1000, 'x'), bytes);
  RecordReader reader(bytes);
  EXPECT_EQ(*reader.Next(), "first");
  EXPECT_EQ(*reader.Next(), "");
  EXPECT_EQ(reader.Next()->size(), 1000u);
  EXPECT_TRUE(reader.at_end());
}

TEST(TfRecordTest, EveryChangedByteIsNoticed) {
  std::string bytes;
  AppendRecord("a record", bytes);
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 4);
    EXPECT_FALSE(RecordReader(damaged).Next().ok()) << "byte " << i;
  }
}

TEST(TfRecordTest, EveryCutIsNoticed) {
  std::string bytes;
  AppendRecord("a record", bytes);
  for (size_t size = 0; size < bytes.size(); ++size) {
    std::string cut = bytes.substr(0, size);
    EXPECT_FALSE(RecordReader(cut).Next().ok()) << size << " bytes";
  }
}

}  // namespace
}  // namespace fastnode
