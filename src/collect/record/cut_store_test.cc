#include "collect/record/cut_store.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "collect/corpus/tiny_corpus.h"
#include "collect/draw/project_tables.h"
#include "collect/draw/session.h"
#include "support/build_id.h"
#include "support/file.h"

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

TEST_F(CutStoreTest, DamagedValuesAreCutAnew) {
  constexpr uint64_t kSmall = 8u << 20;
  std::vector<pack::Sample> anew = Draw(nullptr);
  {
    auto cuts = OpenCuts(kSmall);
    Draw(cuts.get());
  }
  const std::string path = folder() + "/cache.bin";
  std::string bytes = *ReadFile(path);
  for (size_t at = bytes.size() - 1; at > bytes.size() - 4000; at -= 10) bytes[at] ^= 1;
  ASSERT_TRUE(WriteFileAtomic(path, bytes).ok());
  auto cuts = OpenCuts(kSmall);
  EXPECT_EQ(Draw(cuts.get()), anew);
  EXPECT_GT(cuts->counts().made, 0);
  EXPECT_TRUE(PathExists(path + ".damaged"));
}

TEST_F(CutStoreTest, WhatAnotherProgramCutIsForgotten) {
  {
    auto cuts = OpenCuts();
    Draw(cuts.get());
  }
  ASSERT_TRUE(DiskCache::Open(folder(), CutStore::kDefaultMaxBytes, "another").ok());
  auto cuts = OpenCuts();
  Draw(cuts.get());
  EXPECT_GT(cuts->counts().made, 0);
}

TEST(BuildIdTest, TheProgramHasOne) { EXPECT_GE(BuildId().size(), 16u); }

}  // namespace
}  // namespace fastnode::record
