#include "collect/sync/sync.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "collect/pack/packed.h"
#include "collect/record/generate.h"
#include "collect/record/shard_folder.h"
#include "collect/sync/wanted.h"
#include "support/file.h"

namespace fastnode::sync {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(WantedShards, TheFirstThatLackWithinTheWindow) {
  const Window window{{0, 35}, 10, 2};
  EXPECT_THAT(WantedShards(window, {}, {}, 0),
              ElementsAre(record::ShardName({0, 10}), record::ShardName({10, 20})));
  EXPECT_THAT(WantedShards(window, {{0, 10}}, {12, 0}, 0),
              ElementsAre(record::ShardName({10, 20}), record::ShardName({20, 30})));
  // The last shard may be part of a longer session.
  EXPECT_THAT(WantedShards(window, {{10, 20}, {20, 30}}, {25, 20}, 0),
              ElementsAre(record::ShardName({30, 35}), record::ShardName({30, 40})));
  EXPECT_THAT(WantedShards(window, {{30, 40}}, {30, 30}, 0), ElementsAre());
}

TEST(WantedShards, NoMoreThanTheFirstWhenTheDiskHasEnough) {
  const Window window{{0, 35}, 10, 4, 1000};
  EXPECT_EQ(WantedShards(window, {{0, 10}}, {}, 999).size(), 4u);
  EXPECT_THAT(WantedShards(window, {{10, 20}}, {}, 1000), ElementsAre(record::ShardName({0, 10})));
}

TEST(HasAll, FromTheMarkOn) {
  EXPECT_FALSE(HasAll({0, 35}, 0, {{10, 20}, {20, 40}}));
  EXPECT_TRUE(HasAll({0, 35}, 10, {{10, 20}, {20, 40}}));
  EXPECT_FALSE(HasAll({0, 35}, 0, {{0, 20}, {30, 40}}));
  EXPECT_TRUE(HasAll({0, 35}, 35, {}));
}

class SyncTest : public testing::Test {
 protected:
  SyncTest() {
    std::string pattern = testing::TempDir() + "fastnode_sync_XXXXXX";
    CHECK(mkdtemp(pattern.data()) != nullptr);
    root_ = pattern;
    options_.from = {"file://" + root_ + "/one", "file://" + root_ + "/two"};
    options_.to = root_ + "/here";
    options_.samples = 35;
    options_.validation_samples = 5;
    options_.poll_seconds = 0.05;
    options_.stop = &stop_;
    options_.keep = true;
  }
  ~SyncTest() override { fs::remove_all(root_); }

  // One of two parts of the samples, at `place`.
  void Draw(const std::string& place, int part, const std::string& metainfo = "m") {
    for (const auto& [name, end] : {std::pair("train", 35), std::pair("validation", 5)}) {
      record::GenerateOptions options;
      options.folder = root_ + "/" + place + "/" + name;
      options.session = {"d", metainfo, R"({"random_seed":1})", 10, true};
      options.range = {0, end};
      options.part = part;
      options.parts = 2;
      auto draw = [](int64_t k) {
        pack::Sample sample = pack::MakeSample();
        sample.node_kinds = {0};
        sample.node_names = {static_cast<int32_t>(k)};
        sample.node_name_begin = {0, 1};
        sample.node_type_begin = {0, 0};
        sample.site_tasks = {0};
        sample.site_nodes = {0};
        sample.site_features.resize(pack::kNumSiteFeatures);
        sample.labels = {-1};
        sample.candidate_begin = {0, 0};
        return Result<std::string>(pack::Pack(sample));
      };
      ASSERT_TRUE(record::Generate(options, draw).ok());
    }
  }

  std::vector<record::ShardRange> There() const {
    auto there = record::ListShards(root_ + "/here/train");
    return there.ok() ? *there : std::vector<record::ShardRange>();
  }

  static bool Within10s(const std::function<bool()>& holds) {
    for (int i = 0; i < 1000; ++i) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  std::string root_;
  SyncOptions options_;
  std::atomic<bool> stop_ = false;
};

TEST_F(SyncTest, BringsWhatSeveralPlacesMake) {
  Draw("one", 0);
  Draw("two", 1);
  Result<SyncReport> report = Sync(options_);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report->complete);
  EXPECT_EQ(report->brought, 5);  // four, and one of validation
  for (const auto& [place, shard] : {std::pair("one", record::ShardRange{20, 30}),
                                     std::pair("two", record::ShardRange{10, 20})}) {
    EXPECT_EQ(*ReadFile(root_ + "/here/train/" + ShardName(shard)),
              *ReadFile(root_ + "/" + place + "/train/" + ShardName(shard)));
  }
  EXPECT_FALSE(PathExists(root_ + "/here/incoming"));
  // Again: nothing is brought twice.
  report = Sync(options_);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->brought, 0);
}

TEST_F(SyncTest, DamagedShardsAreRefusedUntilTheyAreWhole) {
  Draw("one", 0);
  Draw("two", 1);
  const std::string path = root_ + "/one/train/" + record::ShardName({0, 10});
  const std::string bytes = *ReadFile(path);
  std::ofstream(path) << bytes.substr(0, bytes.size() - 3);
  std::thread mender([&] {
    EXPECT_TRUE(Within10s([&] { return There().size() == 3; }));
    EXPECT_TRUE(WriteFileAtomic(path, bytes).ok());
  });
  Result<SyncReport> report = Sync(options_);
  mender.join();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_GE(report->damaged, 1);
  EXPECT_EQ(*ReadFile(root_ + "/here/train/" + record::ShardName({0, 10})), bytes);
}

TEST_F(SyncTest, StaysAheadOfItsReaderAndNoFurther) {
  Draw("one", 0);
  Draw("two", 1);
  options_.keep = false;
  options_.ahead_files = 2;
  const std::string train = root_ + "/here/train";
  Result<SyncReport> report = SyncReport{};
  std::thread syncer([&] { report = Sync(options_); });
  auto there = [&](std::vector<record::ShardRange> shards) {
    return Within10s([&] { return There() == shards; });
  };
  EXPECT_TRUE(there({{0, 10}, {10, 20}}));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_TRUE(there({{0, 10}, {10, 20}}));
  // Read, but in no checkpoint: both are needed again after a crash.
  EXPECT_TRUE(record::WriteMark(train, record::Mark::kReading, 20).ok());
  EXPECT_TRUE(there({{0, 10}, {10, 20}, {20, 30}, {30, 35}}));
  EXPECT_TRUE(record::WriteMark(train, record::Mark::kDone, 19).ok());
  EXPECT_TRUE(there({{10, 20}, {20, 30}, {30, 35}}));
  EXPECT_TRUE(record::WriteMark(train, record::Mark::kDone, 35).ok());
  syncer.join();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report->complete);
  EXPECT_EQ(report->used, 4);
  EXPECT_EQ(There().size(), 0u);
}

TEST_F(SyncTest, OfOneSessionAndOneSyncerAlone) {
  Draw("one", 0);
  Draw("two", 1, "another metainfo");
  Result<SyncReport> report = SyncReport{};
  std::thread syncer([&] { report = Sync(options_); });
  EXPECT_TRUE(Within10s([&] { return !There().empty(); }));
  EXPECT_FALSE(Sync(options_).ok());  // the folder is taken
  stop_ = true;
  syncer.join();
  ASSERT_TRUE(report.ok());
  EXPECT_FALSE(report->complete);
  EXPECT_LE(There().size(), 2u);  // from only one of them
}

TEST_F(SyncTest, PlacesThatAreNoneAndFoldersThatAreNone) {
  for (const char* place : {"here", "-e:x", ":x", "ftp://x"}) {
    options_.from = {place};
    EXPECT_THAT(Sync(options_).error().message, HasSubstr("is not a place")) << place;
  }
  options_.from = {"file:///nonexistent"};
  options_.to = "/proc/nowhere";
  EXPECT_FALSE(Sync(options_).ok());
  // A file is in the way: no folder can come up there.
  ASSERT_TRUE(WriteFileAtomic(root_ + "/file", "").ok());
  options_.to = root_ + "/here";
  for (const std::string& scheme : {"", "file://"}) {
    options_.from = {scheme + root_ + "/file/samples"};
    EXPECT_THAT(Sync(options_).error().message, HasSubstr(root_ + "/file is not a folder"));
  }
}

TEST_F(SyncTest, WhatDoesNotComeIsNamedAndNotWaitedForForEver) {
  Draw("two", 1);
  options_.wait_seconds = 2;
  Result<SyncReport> report = Sync(options_);
  ASSERT_FALSE(report.ok());
  EXPECT_THAT(report.error().message, HasSubstr("one: has no samples yet"));
  EXPECT_THAT(report.error().message, HasSubstr("two: has none of the wanted samples"));
  EXPECT_EQ(There().size(), 2u);  // what could be had is kept
  std::thread late([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    Draw("one", 0);
  });
  options_.wait_seconds = 60;
  report = Sync(options_);
  late.join();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report->complete);
}

}  // namespace
}  // namespace fastnode::sync
