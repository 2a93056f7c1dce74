#include "collect/record/cut_store.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "collect/corpus/tiny_corpus.h"
#include "collect/draw/project_tables.h"
#include "collect/draw/session.h"
#include "support/build_id.h"

namespace fastnode::record {
namespace {

using corpus::TinyCorpus;

class CutStoreTest : public testing::Test {
 protected:
  CutStoreTest() {
    for (int i = 0; i < 6; ++i) {
      tiny_.Write("p" + std::to_string(i) + "/a.py", TinyCorpus::Source(i, 20));
    }
    CHECK(tiny_.Add().ok());
    store_ = std::make_unique<corpus::Store>(*corpus::Store::Open(tiny_.store()));
    tables_ = std::make_unique<draw::ProjectTables>(*store_);
    config_.sites_per_sample = 12;
    config_.sites_per_source = 4;
  }

  std::string folder() const { return tiny_.root() + "/cuts"; }
  std::unique_ptr<CutStore> OpenCuts(uint64_t max_bytes = CutStore::kDefaultMaxBytes) {
    auto opened = CutStore::Open(folder(), max_bytes);
    CHECK(opened.ok());
    return *std::move(opened);
  }

  std::vector<pack::Sample> Draw(draw::CutCache* cuts) const {
    draw::TrainDataConfig made;
    made.min_token_count = 1;
    made.min_projects = 1;
    Result<draw::TrainData> data = draw::BuildTrainData(*store_, made);
    CHECK(data.ok());
    auto drawer =
        draw::Drawer::Create(std::make_shared<draw::DrawData>(draw::DrawData{
                                 store_.get(), &tiny_.library(), tables_.get(),
                                 std::move(data->metainfo), std::move(data->usage), nullptr, cuts}),
                             config_);
    CHECK(drawer.ok());
    std::vector<pack::Sample> samples;
    for (int64_t k = 0; k < 20; ++k) samples.push_back(*(*drawer)->Draw(k));
    return samples;
  }

  TinyCorpus tiny_;
  std::unique_ptr<corpus::Store> store_;
  std::unique_ptr<draw::ProjectTables> tables_;
  draw::SessionConfig config_;
};

TEST_F(CutStoreTest, WhatIsRememberedChangesNoSample) {
  std::vector<pack::Sample> anew = Draw(nullptr);
  {
    auto cuts = OpenCuts();
    EXPECT_EQ(Draw(cuts.get()), anew);
    EXPECT_GT(cuts->counts().made, 0);
    EXPECT_EQ(Draw(cuts.get()), anew);  // from what waits to be written
  }
  auto cuts = OpenCuts();  // and from the file
  EXPECT_EQ(Draw(cuts.get()), anew);
  EXPECT_EQ(cuts->counts().made, 0);
  EXPECT_GT(cuts->counts().found, 0);
}

TEST_F(CutStoreTest, OtherLimitsAreOtherCuts) {
  auto cuts = OpenCuts();
  Draw(cuts.get());
  config_.cut.max_nodes = 16;
  std::vector<pack::Sample> anew = Draw(nullptr);
  EXPECT_EQ(Draw(cuts.get()), anew);
}

TEST_F(CutStoreTest, AFullStoreStopsGrowingAndHarmsNothing) {
  std::vector<pack::Sample> anew = Draw(nullptr);
  auto cuts = OpenCuts(1 << 16);
  EXPECT_EQ(Draw(cuts.get()), anew);
  EXPECT_FALSE(cuts->Flush().ok());
  EXPECT_EQ(Draw(cuts.get()), anew);
  EXPECT_LE(cuts->counts().bytes, 1u << 16);
}

TEST_F(CutStoreTest, ADamagedValueIsCutAnew) {
  std::vector<pack::Sample> anew = Draw(nullptr);
  {
    auto cuts = OpenCuts();
    Draw(cuts.get());
  }
  {
    Result<Lmdb> file = Lmdb::Open(folder(), {"meta", "sites", "cuts"}, Lmdb::Mode::kWrite);
    ASSERT_TRUE(file.ok());
    Result<Lmdb::Transaction> txn = file->Begin();
    for (Lmdb::Table table : {1, 2}) {
      std::vector<std::pair<std::string, std::string>> rows;
      ASSERT_TRUE(txn->ForEach(table,
                               [&](std::string_view key, std::string_view value) {
                                 rows.emplace_back(key, value);
                                 rows.back().second.back() ^= 1;
                                 return Status();
                               })
                      .ok());
      ASSERT_FALSE(rows.empty());
      for (const auto& [key, value] : rows) ASSERT_TRUE(txn->Put(table, key, value).ok());
    }
    ASSERT_TRUE(txn->Commit().ok());
  }
  auto cuts = OpenCuts();
  EXPECT_EQ(Draw(cuts.get()), anew);
  EXPECT_GT(cuts->counts().made, 0);
}

TEST_F(CutStoreTest, WhatAnotherProgramCutIsForgotten) {
  {
    auto cuts = OpenCuts();
    Draw(cuts.get());
  }
  {
    Result<Lmdb> file = Lmdb::Open(folder(), {"meta", "sites", "cuts"}, Lmdb::Mode::kWrite);
    Result<Lmdb::Transaction> txn = file->Begin();
    ASSERT_TRUE(txn->Put(0, "build", "another").ok());
    ASSERT_TRUE(txn->Commit().ok());
  }
  auto cuts = OpenCuts();
  Draw(cuts.get());
  EXPECT_GT(cuts->counts().made, 0);
}

TEST(BuildIdTest, TheProgramHasOne) { EXPECT_GE(BuildId().size(), 16u); }

}  // namespace
}  // namespace fastnode::record
