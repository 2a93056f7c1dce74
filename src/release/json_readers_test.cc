#include "release/json_readers.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/json_mutants.h"

namespace fastnode::release {
namespace {

// Puts each type of JSON in each place of each kind of file.
TEST(JsonReadersTest, AcceptOrRefuseEveryTypeInEveryPlace) {
  const std::string scratch = ::testing::TempDir() + "/json_readers_test";
  std::filesystem::remove_all(scratch);
  for (const JsonReader& reader : JsonReaders(scratch)) {
    const std::string whole = PrintJson(reader.whole, 2) + "\n";
    Status accepted = reader.read(whole);
    EXPECT_TRUE(accepted.ok()) << reader.name << ": " << accepted.error().message;
    int64_t refused = 0;
    ForEachJsonMutant(reader.whole, [&](const Json& mutant) {
      const std::string text = PrintJson(mutant);
      EXPECT_NO_THROW(refused += !reader.read(text + "\n").ok()) << reader.name << ": " << text;
    });
    // In a curve, lines that are not points are left out: the last one may be half written.
    if (reader.name != "curve") EXPECT_GT(refused, 20) << reader.name;
    for (size_t size = 0; size + 2 < whole.size(); size += 7) {
      EXPECT_NO_THROW((void)reader.read(whole.substr(0, size))) << reader.name << ": " << size;
    }
    EXPECT_NO_THROW((void)reader.read(std::string(100'000, '['))) << reader.name;
  }
  std::filesystem::remove_all(scratch);
}

}  // namespace
}  // namespace fastnode::release
