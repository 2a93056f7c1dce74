#include "support/lmdb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace fastnode {
namespace {

class LmdbTest : public testing::Test {
 protected:
  LmdbTest() {
    std::string pattern = testing::TempDir() + "fastnode_lmdb_XXXXXX";
    CHECK(mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
  }
  ~LmdbTest() override { std::filesystem::remove_all(folder_); }

  Lmdb Open(Lmdb::Mode mode) {
    Result<Lmdb> opened = Lmdb::Open(folder_, {"first", "second"}, mode);
    CHECK(opened.ok());
    return std::move(*opened);
  }

  std::string folder_;
};

TEST_F(LmdbTest, CommittedRowsStayAndOthersGo) {
  {
    Lmdb lmdb = Open(Lmdb::Mode::kWrite);
    {
      Lmdb::Transaction kept = std::move(*lmdb.Begin());
      ASSERT_TRUE(kept.Put(0, "b", "2").ok());
      ASSERT_TRUE(kept.Put(0, "a", "1").ok());
      ASSERT_TRUE(kept.Put(1, "a", "other table").ok());
      ASSERT_TRUE(kept.Commit().ok());
    }
    Lmdb::Transaction lost = std::move(*lmdb.Begin());
    ASSERT_TRUE(lost.Put(0, "c", "3").ok());
    ASSERT_TRUE(lost.Delete(0, "a").ok());
  }
  Lmdb lmdb = Open(Lmdb::Mode::kRead);
  Lmdb::Transaction read = std::move(*lmdb.Begin());
  EXPECT_EQ(**read.Get(1, "a"), "other table");
  EXPECT_FALSE(read.Get(0, "c")->has_value());
  std::string rows;
  EXPECT_TRUE(read.ForEach(0,
                           [&](std::string_view key, std::string_view value) {
                             rows += std::string(key) + "=" + std::string(value) + " ";
                             return Status();
                           })
                  .ok());
  EXPECT_EQ(rows, "a=1 b=2 ");
}

// Of this process: pages of files that are mapped.
uint64_t ResidentFileBytes() {
  std::ifstream status("/proc/self/status");
  std::string name, rest;
  uint64_t kilobytes = 0;
  while (status >> name) {
    if (name == "RssFile:") status >> kilobytes;
    std::getline(status, rest);
  }
  return kilobytes << 10;
}

TEST_F(LmdbTest, WhatAReaderHasReadDoesNotAllStayInMemory) {
  constexpr int kValues = 96;
  const std::string value(size_t{1} << 20, 'v');
  {
    Lmdb lmdb = Open(Lmdb::Mode::kWrite);
    Lmdb::Transaction write = std::move(*lmdb.Begin());
    for (int i = 0; i < kValues; ++i) ASSERT_TRUE(write.Put(0, std::to_string(i), value).ok());
    ASSERT_TRUE(write.Commit().ok());
  }
  Lmdb lmdb = Open(Lmdb::Mode::kRead);
  const uint64_t before = ResidentFileBytes();
  ASSERT_GT(before, 0u);
  for (int i = 0; i < kValues; ++i) {
    Lmdb::Transaction read = std::move(*lmdb.Begin());
    ASSERT_TRUE(**read.Get(0, std::to_string(i)) == value);
  }
  EXPECT_LT(ResidentFileBytes(), before + (48u << 20));
  Lmdb::Transaction read = std::move(*lmdb.Begin());
  EXPECT_TRUE(read.ForEach(0,
                           [&](std::string_view, std::string_view found) {
                             return found == value ? Status() : Status(Error{"other bytes"});
                           })
                  .ok());
  EXPECT_LT(ResidentFileBytes(), before + (48u << 20));
}

TEST_F(LmdbTest, AVisitMayStopWithAnError) {
  Lmdb lmdb = Open(Lmdb::Mode::kWrite);
  Lmdb::Transaction txn = std::move(*lmdb.Begin());
  ASSERT_TRUE(txn.Put(0, "a", "1").ok());
  Status stopped =
      txn.ForEach(0, [](std::string_view, std::string_view) { return Status(Error{"enough"}); });
  EXPECT_EQ(stopped.error().message, "enough");
}

TEST_F(LmdbTest, AFolderWithoutAStoreIsAnErrorThatNamesIt) {
  Result<Lmdb> opened = Lmdb::Open(folder_ + "/none", {"first"}, Lmdb::Mode::kRead);
  EXPECT_THAT(opened.error().message, testing::HasSubstr(folder_));
}

TEST_F(LmdbTest, AKeyMayHaveManyValues) {
  Result<Lmdb> lmdb = Lmdb::Open(folder_, {"plain", {"many", true}}, Lmdb::Mode::kWrite);
  ASSERT_TRUE(lmdb.ok());
  Lmdb::Transaction txn = std::move(*lmdb->Begin());
  for (auto [key, value] :
       {std::pair("ab", "2"), {"ab", "1"}, {"ab", "2"}, {"abc", "3"}, {"b", "4"}}) {
    ASSERT_TRUE(txn.Put(1, key, value).ok());
  }
  auto values = [&](std::string_view key) {
    std::string all;
    CHECK(txn.ForEachValue(1, key,
                           [&](std::string_view value) {
                             all += value;
                             return Status();
                           })
              .ok());
    return all;
  };
  EXPECT_EQ(values("ab"), "12");
  EXPECT_EQ(values("a"), "");
  ASSERT_TRUE(txn.DeleteValue(1, "ab", "1").ok());
  ASSERT_TRUE(txn.DeleteValue(1, "ab", "9").ok());
  EXPECT_EQ(values("ab"), "2");
  std::string rows;
  ASSERT_TRUE(txn.ForEachWith(1, "ab",
                              [&](std::string_view key, std::string_view value) {
                                rows += std::string(key) + "=" + std::string(value) + " ";
                                return Status();
                              })
                  .ok());
  EXPECT_EQ(rows, "ab=2 abc=3 ");
}

// What a killed reader saw is not kept for ever, and its place is free again.
TEST_F(LmdbTest, KilledReadersAreForgotten) {
  { Open(Lmdb::Mode::kWrite); }
  for (int i = 0; i < 600; ++i) {  // more than there are places
    const pid_t child = fork();
    if (child == 0) {
      Result<Lmdb> lmdb = Lmdb::Open(folder_, {"first", "second"}, Lmdb::Mode::kRead);
      Lmdb::Transaction txn = std::move(*lmdb->Begin());
      _exit(txn.Get(0, "a").ok() ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_EQ(status, 0) << i;
  }
}

}  // namespace
}  // namespace fastnode
