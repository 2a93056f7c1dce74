#include "collect/record/shard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "collect/pack/packed.h"
#include "collect/record/generate.h"
#include "collect/record/shard_folder.h"
#include "support/damage_for_test.h"
#include "support/tfrecord.h"

namespace fastnode::record {
namespace {

using testing::HasSubstr;

// A sample that tells its number: one site, whose node has the name of row k.
pack::Sample Numbered(int64_t k) {
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
  return sample;
}

class ShardTest : public testing::Test {
 protected:
  ShardTest() {
    std::string pattern = testing::TempDir() + "fastnode_shards_XXXXXX";
    CHECK(mkdtemp(pattern.data()) != nullptr);
    options_.folder = pattern;
    options_.session = {"d", "m", R"({"random_seed":1})", 10, true};
    options_.range = {0, 35};
    options_.num_threads = 1;  // `drawn_` is of one thread
  }
  ~ShardTest() override { std::filesystem::remove_all(options_.folder); }

  Result<GenerateReport> Run() {
    return Generate(options_, [this](int64_t k) {
      drawn_.push_back(k);
      return Result<std::string>(pack::Pack(Numbered(k)));
    });
  }

  std::string PathOf(ShardRange range) const { return options_.folder + "/" + ShardName(range); }

  void FlipByte(const std::string& path, int64_t at) {
    std::string bytes = *ReadFile(path);
    bytes[at < 0 ? bytes.size() + static_cast<size_t>(at) : static_cast<size_t>(at)] ^= 0x10;
    std::ofstream(path, std::ios::binary) << bytes;
  }

  std::map<std::string, std::string> Bytes() const {
    std::map<std::string, std::string> bytes;
    std::vector<std::string> names = *ListFiles(options_.folder, "");
    for (const std::string& name : names) bytes[name] = *ReadFile(options_.folder + "/" + name);
    return bytes;
  }

  GenerateOptions options_;
  std::vector<int64_t> drawn_;
};

TEST_F(ShardTest, EverySampleOfARangeIsThereOnce) {
  Result<GenerateReport> report = Run();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->made, 4);
  EXPECT_EQ(drawn_.size(), 35u);
  auto source = ShardSampleSource::Open(options_.folder, options_.session, {0, 35}, 100, 100);
  ASSERT_TRUE(source.ok()) << source.error().message;
  for (int64_t k : {0, 34, 9, 10, 11, 10}) EXPECT_EQ(*(*source)->Get(k), Numbered(k)) << k;
  EXPECT_THAT((*source)->Get(35).error().message, HasSubstr("sample 35 is missing"));
}

TEST_F(ShardTest, PartsThreadsAndOrderDoNotShow) {
  options_.num_threads = 4;
  std::function<Result<std::string>(int64_t)> draw = [](int64_t k) {
    return Result<std::string>(pack::Pack(Numbered(k)));
  };
  ASSERT_TRUE(Generate(options_, draw).ok());
  auto whole = Bytes();
  std::filesystem::remove_all(options_.folder);
  options_.num_threads = 1;
  options_.parts = 3;
  for (int part : {2, 0, 1}) {
    options_.part = part;
    ASSERT_TRUE(Generate(options_, draw).ok());
  }
  EXPECT_EQ(whole, Bytes());
}

TEST_F(ShardTest, WhatIsWholeIsNotDrawnAgainAndDamageIsMended) {
  ASSERT_TRUE(Run().ok());
  auto before = Bytes();
  drawn_.clear();
  ASSERT_EQ(Run()->present, 4);
  EXPECT_TRUE(drawn_.empty());
  for (int64_t at : {0, 5, 20, 300, -1}) {
    FlipByte(PathOf({10, 20}), at);
    auto source = ShardSampleSource::Open(options_.folder, options_.session, {0, 35}, 100, 100);
    EXPECT_THAT((*source)->Get(12).error().message,
                testing::AllOf(HasSubstr("damaged"), HasSubstr("run datagen again")))
        << at;
    drawn_.clear();
    EXPECT_EQ(Run()->repaired, 1) << at;
    EXPECT_EQ(drawn_.size(), 10u);
    EXPECT_EQ(Bytes(), before) << at;
  }
  std::filesystem::resize_file(PathOf({20, 30}), 200);
  EXPECT_EQ(Run()->repaired, 1);
  EXPECT_EQ(Bytes(), before);
}

TEST_F(ShardTest, WhatIsElsewhereIsBroughtAndWhatIsDamagedThereIsDrawn) {
  ASSERT_TRUE(Run().ok());
  const auto elsewhere = Bytes();
  std::filesystem::remove_all(options_.folder);
  drawn_.clear();
  options_.bring = [&](const std::string& path) -> Status {
    if (path == PathOf({20, 30})) return {};  // not there yet
    std::string bytes = elsewhere.at(path.substr(options_.folder.size() + 1));
    if (path == PathOf({10, 20})) bytes[5] ^= 1;
    if (Status made = MakeFolders(options_.folder); !made.ok()) return made;
    return WriteFileAtomic(path, bytes);
  };
  std::vector<std::string> told;
  options_.whole = [&](const std::string& path, bool drawn) -> Status {
    if (drawn) told.push_back(path);
    return {};
  };
  Result<GenerateReport> report = Run();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->present, 2);
  EXPECT_EQ(drawn_.size(), 20u);
  EXPECT_THAT(told, testing::ElementsAre(PathOf({10, 20}), PathOf({20, 30})));
  EXPECT_EQ(Bytes(), elsewhere);

  std::filesystem::remove_all(options_.folder);
  options_.session.session = R"({"random_seed":2})";
  EXPECT_THAT(Run().error().message, HasSubstr("holds other samples"));
}

TEST_F(ShardTest, ThreadsDrawShardsOfARoundSideBySide) {
  ASSERT_TRUE(Run().ok());
  const auto alone = Bytes();
  std::filesystem::remove_all(options_.folder);
  options_.num_threads = 3;
  options_.samples_together = 10;
  std::mutex mutex;
  std::condition_variable entered;
  std::set<int64_t> rounds;  // that are under way or drawn
  auto report = Generate(options_, [&](int64_t k) {
    std::unique_lock lock(mutex);
    rounds.insert(k / 10);
    entered.notify_all();
    // Nobody draws on before three rounds are under way.
    const bool together =
        entered.wait_for(lock, std::chrono::seconds(20), [&] { return rounds.size() >= 3; });
    return together ? Result<std::string>(pack::Pack(Numbered(k)))
                    : Error{"a thread waits for another"};
  });
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->made, 4);
  EXPECT_EQ(report->samples, 35);
  EXPECT_EQ(Bytes(), alone);
}

TEST_F(ShardTest, ItStopsWhenItIsToldAndFinishedShardsStay) {
  std::atomic<bool> stop = false;
  options_.stop = &stop;
  auto report = Generate(options_, [&](int64_t k) {
    stop = k == 14;
    return Result<std::string>(pack::Pack(Numbered(k)));
  });
  EXPECT_THAT(report.error().message, HasSubstr("was stopped"));
  EXPECT_EQ(ListShards(options_.folder)->size(), 1u);
}

TEST_F(ShardTest, AShardThatIsDrawnStaysWhenAnotherFails) {
  options_.num_threads = 2;
  options_.samples_together = 10;
  std::mutex mutex;
  std::condition_variable drawn;
  int of_first = 0;
  auto report = Generate(options_, [&](int64_t k) -> Result<std::string> {
    std::unique_lock lock(mutex);
    of_first += k < 10;
    drawn.notify_all();
    if (k < 10) return pack::Pack(Numbered(k));
    drawn.wait_for(lock, std::chrono::seconds(20), [&] { return of_first == 10; });
    return Error{"no such draw"};
  });
  EXPECT_THAT(report.error().message, HasSubstr("no such draw"));
  EXPECT_THAT(*ListShards(options_.folder), testing::SizeIs(1));
  options_.num_threads = 1;
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(drawn_.size(), 25u);
}

TEST_F(ShardTest, NoDamageOfAShardIsBelieved) {
  options_.range = {0, 2};
  for (bool compressed : {false, true}) {
    options_.session.compressed = compressed;
    std::filesystem::remove_all(options_.folder);
    ASSERT_TRUE(Run().ok());
    const std::string path = PathOf({0, 2});
    ForEachDamage(*ReadFile(path), [&](const std::string& damaged, const std::string& what) {
      WriteQuickly(path, damaged);
      Result<ShardReader> reader = ShardReader::Open(path);
      ASSERT_FALSE(reader.ok()) << what;
      EXPECT_THAT(reader.error().message, HasSubstr(path + ": damaged")) << what;
    });
  }
}

// Records that are whole, but too many, too few or from another shard.
TEST_F(ShardTest, WholeRecordsOfAnotherNumberAreRefused) {
  options_.range = {0, 2};
  ASSERT_TRUE(Run().ok());
  const std::string path = PathOf({0, 2}), bytes = *ReadFile(path);
  RecordReader records(bytes);
  std::vector<std::string> framed;
  while (!records.at_end()) AppendRecord(*records.Next(), framed.emplace_back());
  for (const std::string& other :
       {framed[0] + framed[1], framed[0] + framed[1] + framed[2] + framed[2], framed[1] + framed[2],
        std::string()}) {
    WriteQuickly(path, other);
    EXPECT_FALSE(ShardReader::Open(path).ok());
  }
}

// The session is compared with what is wanted, and with what each shard says.
TEST_F(ShardTest, NoDamageOfTheSessionIsBelieved) {
  options_.range = {0, 2};
  ASSERT_TRUE(Run().ok());
  const std::string path = SessionPath(options_.folder);
  ForEachDamage(*ReadFile(path), [&](const std::string& damaged, const std::string& what) {
    WriteQuickly(path, damaged);
    auto source = ShardSampleSource::Open(options_.folder, options_.session, {0, 2}, 100, 100);
    if (!source.ok()) {
      EXPECT_THAT(source.error().message, HasSubstr(options_.folder)) << what;
      return;
    }
    Result<pack::Sample> sample = (*source)->Get(1);
    if (sample.ok()) EXPECT_EQ(*sample, Numbered(1)) << what;
  });
}

TEST_F(ShardTest, ALongerShardReplacesAShorterOne) {
  ASSERT_TRUE(Run().ok());
  options_.range.end = 40;
  Result<GenerateReport> report = Run();
  EXPECT_EQ(report->made, 1);
  EXPECT_FALSE(PathExists(PathOf({30, 35})));
  EXPECT_TRUE(PathExists(PathOf({30, 40})));
}

TEST_F(ShardTest, AnotherSessionsFolderIsRefused) {
  ASSERT_TRUE(Run().ok());
  options_.session.session = R"({"random_seed":2})";
  EXPECT_THAT(Run().error().message, HasSubstr("holds other samples"));
  auto source = ShardSampleSource::Open(options_.folder, options_.session, {0, 1}, 100, 100);
  EXPECT_THAT(source.error().message, HasSubstr("holds other samples"));
}

TEST_F(ShardTest, AMissingRangeIsNamedBeforeAnyStep) {
  ASSERT_TRUE(Run().ok());
  std::filesystem::remove(PathOf({10, 20}));
  auto source = ShardSampleSource::Open(options_.folder, options_.session, {0, 35}, 100, 100);
  EXPECT_THAT(source.error().message, HasSubstr("sample 10 of 0 to 34 is missing"));
  EXPECT_TRUE(ShardSampleSource::Open(options_.folder, options_.session, {20, 35}, 100, 100).ok());
}

TEST_F(ShardTest, AFailedDrawEndsItAndFinishedShardsStay) {
  auto report = Generate(options_, [](int64_t k) -> Result<std::string> {
    if (k == 25) return Error{"draw 25: no"};
    return pack::Pack(Numbered(k));
  });
  EXPECT_EQ(report.error().message, "draw 25: no");
  EXPECT_EQ(ListShards(options_.folder)->size(), 2u);
}

TEST_F(ShardTest, ARecordOfAnotherNameIsRefused) {
  ASSERT_TRUE(Run().ok());
  std::filesystem::rename(PathOf({0, 10}), PathOf({40, 50}));
  EXPECT_THAT(ShardReader::Open(PathOf({40, 50})).error().message, HasSubstr("its name"));
}

TEST(ShardNameTest, NamesAreReadAsTheyAreWritten) {
  ShardRange range;
  EXPECT_EQ(ShardName({100, 200}), "000000000100-000000000200.shard");
  ASSERT_TRUE(ParseShardName("000000000100-000000000200.shard", range));
  EXPECT_EQ(range, (ShardRange{100, 200}));
  for (const char* wrong :
       {"", "000000000100-000000000100.shard", "000000000100-000000000200.shard.tmp.4",
        "0000000001x0-000000000200.shard", "-00000000100-000000000200.shard"}) {
    EXPECT_FALSE(ParseShardName(wrong, range)) << wrong;
  }
}

TEST_F(ShardTest, WhatIsBroughtLaterIsWaitedFor) {
  const std::string all = options_.folder + "/all";
  const std::string folder = options_.folder + "/some";
  options_.folder = all;
  ASSERT_TRUE(Run().ok());
  auto bring = [&](const std::string& name) {
    return WriteFileAtomic(folder + "/" + name, *ReadFile(all + "/" + name)).ok();
  };
  auto open = [&](ShardSampleSource::Wait wait) {
    return ShardSampleSource::Open(folder, options_.session, {0, 35}, 100, 100, wait);
  };
  EXPECT_THAT(open({0.1}).error().message, HasSubstr("fastnode sync"));
  ASSERT_TRUE(MakeFolders(folder).ok());
  std::thread later([&] {
    for (const char* name :
         {"session.json", "000000000000-000000000010.shard", "000000000010-000000000020.shard"}) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      EXPECT_TRUE(bring(name));
    }
  });
  auto source = open({20});
  ASSERT_TRUE(source.ok()) << source.error().message;
  for (int64_t k = 0; k < 20; ++k) EXPECT_EQ(*(*source)->Get(k), Numbered(k)) << k;
  later.join();
  EXPECT_EQ(ReadMarks(folder).reading, 10);
  EXPECT_EQ(ReadMarks(folder).done, 0);

  // It waits no longer than it may, not for what nobody needs, and not when told to stop.
  EXPECT_THAT((*open({0.1}))->Get(20).error().message, HasSubstr("is missing after"));
  EXPECT_FALSE((*source)->Get(35).ok());
  std::atomic<bool> stop = true;
  EXPECT_EQ((*open({3600, &stop}))->Get(20).error().message, "interrupted");
}

TEST_F(ShardTest, SeveralThreadsReadWhatIsThereWhileOneWaits) {
  const std::string all = options_.folder + "/all";
  const std::string folder = options_.folder + "/some";
  options_.folder = all;
  ASSERT_TRUE(Run().ok());
  ASSERT_TRUE(MakeFolders(folder).ok());
  auto bring = [&](const std::string& name) {
    ASSERT_TRUE(WriteFileAtomic(folder + "/" + name, *ReadFile(all + "/" + name)).ok());
  };
  bring("session.json");
  bring("000000000010-000000000020.shard");
  auto source = ShardSampleSource::Open(folder, options_.session, {0, 35}, 100, 100, {60});
  ASSERT_TRUE(source.ok()) << source.error().message;
  std::thread waits([&] { EXPECT_EQ(*(*source)->Get(9), Numbered(9)); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  std::vector<std::thread> readers;
  for (int64_t first : {10, 11, 12}) {
    readers.emplace_back([&, first] {
      for (int64_t k = first; k < 20; k += 3) EXPECT_EQ(*(*source)->Get(k), Numbered(k));
    });
  }
  for (std::thread& reader : readers) reader.join();
  // Who brings shards still brings the first one.
  EXPECT_EQ(ReadMarks(folder).reading, 9);
  bring("000000000000-000000000010.shard");
  waits.join();
  bring("000000000020-000000000030.shard");
  EXPECT_EQ(*(*source)->Get(20), Numbered(20));
  EXPECT_EQ(ReadMarks(folder).reading, 20);
}

TEST_F(ShardTest, MarksThatAreNoneAreZero) {
  EXPECT_EQ(ReadMarks(options_.folder).reading, 0);
  ASSERT_TRUE(WriteMark(options_.folder, Mark::kDone, 1200).ok());
  EXPECT_EQ(ReadMarks(options_.folder).done, 1200);
  const std::string path = options_.folder + "/done";
  ForEachDamage(*ReadFile(path), [&](const std::string& damaged, const std::string& what) {
    WriteQuickly(path, damaged);
    EXPECT_EQ(ReadMarks(options_.folder).done, 0) << what;
  });
}

}  // namespace
}  // namespace fastnode::record
