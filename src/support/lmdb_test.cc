#include "support/lmdb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

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

}  // namespace
}  // namespace fastnode
