#include "support/hash_stream.h"

#include <gtest/gtest.h>

#include <string>

namespace fastnode {
namespace {

TEST(HashStreamTest, PiecesAreHashedAsOne) {
  std::string whole;
  HashStream stream;
  EXPECT_EQ(stream.Hash(), HashContent(""));
  for (int i = 0; i < 300; ++i) {
    const std::string piece(static_cast<size_t>(i % 50), static_cast<char>('a' + i % 26));
    whole += piece;
    stream.Add(piece);
    ASSERT_EQ(stream.Hash(), HashContent(whole)) << i;
  }
}

}  // namespace
}  // namespace fastnode
