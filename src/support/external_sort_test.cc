#include "support/external_sort.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "support/random.h"

namespace fastnode {
namespace {

using ::testing::HasSubstr;

struct Row {
  uint64_t key;
  uint32_t number;
  auto operator<=>(const Row&) const = default;
};

class ExternalSortTest : public ::testing::Test {
 protected:
  ExternalSortTest() : folder_(::testing::TempDir() + "external_sort") {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~ExternalSortTest() override { std::filesystem::remove_all(folder_); }

  static std::vector<Row> RowsToSort() {
    std::vector<Row> rows;
    for (uint32_t i = 0; i < 5000; ++i) rows.push_back({Random(1, 2, i).Next() % 3000, i});
    return rows;
  }

  std::string folder_;
};

TEST_F(ExternalSortTest, TheOrderDoesNotDependOnTheMemory) {
  const std::vector<Row> rows = RowsToSort();
  std::vector<Row> expected = rows;
  std::sort(expected.begin(), expected.end());
  for (size_t bytes : {0u, 100u, 1000u, 30'000u, 79'984u, 80'000u, 80'016u, 10'000'000u}) {
    ExternalSort<Row> sort({folder_, bytes});
    for (const Row& row : rows) ASSERT_TRUE(sort.Add(row).ok());
    std::vector<Row> got;
    Status read = sort.ForEach([&](const Row& row) {
      got.push_back(row);
      return Status();
    });
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(got, expected) << bytes;
    EXPECT_TRUE(std::filesystem::is_empty(folder_)) << "a file is left with " << bytes;
  }
}

TEST_F(ExternalSortTest, WhatFitsIntoMemoryNeedsNoDisk) {
  ExternalSort<Row> sort({"/nowhere", 1 << 20});
  for (const Row& row : RowsToSort()) ASSERT_TRUE(sort.Add(row).ok());
  EXPECT_TRUE(sort.ForEach([](const Row&) { return Status(); }).ok());
}

// As a full disk would be: this process may write so much, and no more.
TEST_F(ExternalSortTest, NoRoomIsAnError) {
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{}, small{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  small = before;
  small.rlim_cur = 20'000;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  ExternalSort<Row> sort({folder_, 1000});
  Status added;
  for (const Row& row : RowsToSort()) {
    if (added.ok()) added = sort.Add(row);
  }
  Result<ScratchArray<uint64_t>> array = ScratchArray<uint64_t>::Make({folder_, 1000}, 100'000);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_FALSE(added.ok());
  EXPECT_THAT(added.error().message, HasSubstr(folder_ + ": no room for "));
  ASSERT_FALSE(array.ok());
  EXPECT_THAT(array.error().message, HasSubstr(folder_ + ": no room for "));
}

TEST_F(ExternalSortTest, ArraysBeginWithZeroWhereverTheyAre) {
  for (size_t bytes : {0u, 1u << 20}) {
    Result<ScratchArray<uint64_t>> array = ScratchArray<uint64_t>::Make({folder_, bytes}, 10'000);
    ASSERT_TRUE(array.ok());
    for (uint64_t& value : *array) EXPECT_EQ(value++, 0u);
    EXPECT_EQ((*array)[9'999], 1u);
    EXPECT_TRUE(std::filesystem::is_empty(folder_));
  }
}

}  // namespace
}  // namespace fastnode
