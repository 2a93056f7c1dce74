#include "learn/model/weights.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "support/damage_for_test.h"
#include "support/sealed.h"

namespace fastnode::learn {
namespace {

Weights TwoTensors() {
  const float values[] = {1.5f, -2.0f, 0.25f};
  return {{"b", F32Tensor({3}, values)},
          {"a", {.dtype = DType::kI8, .shape = {2, 1}, .data = std::string("\x01\xff", 2)}}};
}

// The encoded header with one text replaced by another of the same length, and sealed.
std::string Altered(const std::string& from, const std::string& to) {
  std::string bytes = EncodeSafetensors(TwoTensors(), {{"key", "value"}});
  bytes.replace(bytes.find(from), from.size(), to);
  const std::string field = "\"checksum\":\"";
  const size_t digits = bytes.find(field) + field.size();
  bytes.replace(digits, kNoChecksum.size(), kNoChecksum);
  Seal(bytes, digits + kNoChecksum.size() + 1);
  return bytes;
}

std::string WhyNot(const std::string& bytes) {
  Result<Weights> weights = DecodeSafetensors(bytes);
  return weights.ok() ? "" : weights.error().message;
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
  const size_t digits = bytes.find("checksum") + 11;
  std::string header = R"({"__metadata__":{"checksum":")" + bytes.substr(digits, 32) +
                       R"("},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
  header.append((8 - header.size() % 8) % 8, ' ');
  std::string expected(8, '\0');
  expected[0] = static_cast<char>(header.size());
  EXPECT_EQ(bytes, expected + header + std::string("\x00\x00\x80\x3f", 4));
}

TEST(Safetensors, NoDamageIsBelieved) {
  ForEachDamage(EncodeSafetensors(TwoTensors(), {{"key", "value"}}),
                [](const std::string& damaged, const std::string& what) {
                  EXPECT_FALSE(DecodeSafetensors(damaged).ok()) << what;
                });
}

TEST(Safetensors, HeadersThatMakeNoSenseAreRefused) {
  EXPECT_EQ(WhyNot(Altered("value", "value")), "");
  for (auto [from, to, why] : {std::array{"I8", "I9", "unknown dtype"},
                               {"[2,1]", "[3,1]", "disagree"},
                               {"[2,14]", "[1,13]", "overlapping"},
                               {"[2,14]", "[3,15]", "out of range"},
                               {"[2,1]", "[2.]]", "json"},
                               {"F32", "F16", "disagree"}}) {
    EXPECT_NE(WhyNot(Altered(from, to)).find(why), std::string::npos)
        << from << ": " << WhyNot(Altered(from, to));
  }
  std::string long_header = EncodeSafetensors(TwoTensors(), {});
  long_header[4] = 1;  // 4 GiB
  EXPECT_NE(WhyNot(long_header).find("16 MiB"), std::string::npos);
}

}  // namespace
}  // namespace fastnode::learn
