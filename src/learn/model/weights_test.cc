#include "learn/model/weights.h"

#include <gtest/gtest.h>

#include <string>

namespace fastnode::learn {
namespace {

Weights TwoTensors() {
  const float values[] = {1.5f, -2.0f, 0.25f};
  return {{"b", F32Tensor({3}, values)},
          {"a", {.dtype = DType::kI8, .shape = {2, 1}, .data = std::string("\x01\xff", 2)}}};
}

// The encoded header with one text replaced by another of the same length.
std::string Damaged(const std::string& from, const std::string& to) {
  std::string bytes = EncodeSafetensors(TwoTensors(), {});
  bytes.replace(bytes.find(from), from.size(), to);
  return bytes;
}

TEST(Safetensors, DecodesWhatItEncodes) {
  std::string bytes = EncodeSafetensors(TwoTensors(), {{"key", "value"}});
  Result<SafetensorsFile> file = DecodeSafetensorsFile(bytes);
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->metadata, (std::map<std::string, std::string>{{"key", "value"}}));
  ASSERT_EQ(file->weights.size(), 2u);
  for (const auto& [name, tensor] : TwoTensors()) {
    EXPECT_EQ(file->weights[name].dtype, tensor.dtype);
    EXPECT_EQ(file->weights[name].shape, tensor.shape);
    EXPECT_EQ(file->weights[name].data, tensor.data);
  }
}

TEST(Safetensors, BytesAreThoseOfTheFormat) {
  const float one = 1.0f;
  std::string bytes = EncodeSafetensors({{"x", F32Tensor({1}, &one)}}, {});
  std::string header = R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
  header.append((8 - header.size() % 8) % 8, ' ');
  std::string expected(8, '\0');
  expected[0] = static_cast<char>(header.size());
  EXPECT_EQ(bytes, expected + header + std::string("\x00\x00\x80\x3f", 4));
}

TEST(Safetensors, DamagedFilesAreRefused) {
  const std::string bytes = EncodeSafetensors(TwoTensors(), {});
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeSafetensors(bytes.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(DecodeSafetensors(bytes + "x").ok());
  EXPECT_FALSE(DecodeSafetensors(Damaged("I8", "I9")).ok());
  EXPECT_FALSE(DecodeSafetensors(Damaged("[2,1]", "[3,1]")).ok());
  EXPECT_FALSE(DecodeSafetensors(Damaged("[2,14]", "[1,13]")).ok());  // overlaps
  EXPECT_FALSE(DecodeSafetensors(Damaged("[2,14]", "[3,15]")).ok());  // a hole, past the end
  EXPECT_FALSE(DecodeSafetensors(Damaged("[2,1]", "[2.]]")).ok());    // no JSON
  std::string long_header = bytes;
  long_header[4] = 1;  // 4 GiB
  EXPECT_FALSE(DecodeSafetensors(long_header).ok());
}

}  // namespace
}  // namespace fastnode::learn
