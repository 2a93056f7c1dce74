#include "collect/draw/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <thread>

#include "collect/corpus/catalogue.h"
#include "collect/corpus/layout.h"
#include "collect/corpus/seal.h"
#include "collect/corpus/tiny_corpus.h"
#include "collect/draw/apportion.h"
#include "collect/draw/parts.h"
#include "collect/pack/tasks/attribute.h"

namespace fastnode::draw {
namespace {

using corpus::Split;
using corpus::Store;
using corpus::TinyCorpus;
using testing::ElementsAre;
using testing::HasSubstr;

// A store of 12 training and 3 validation projects, and what sessions need of it.
class SessionTest : public testing::Test {
 protected:
  SessionTest() {
    std::map<std::string, Split> splits;
    for (int i = 0; i < 15; ++i) {
      std::string project = "p" + std::to_string(i);
      tiny_.Write(project + "/one.py", TinyCorpus::Source(2 * i, 20));
      tiny_.Write(project + "/two.py", TinyCorpus::Source(2 * i + 1, 10));
      if (i >= 12) splits[project] = Split::kValidation;
    }
    CHECK(tiny_.Add(splits).ok());
    store_ = std::make_unique<Store>(*Store::Open(tiny_.store()));
    projects_ = std::make_unique<ProjectTables>(*store_);
    TrainDataConfig config;
    config.min_token_count = 1;
    config.min_projects = 1;
    Result<TrainData> made = BuildTrainData(*store_, config);
    CHECK(made.ok());
    data_ = std::make_shared<const DrawData>(DrawData{store_.get(), &tiny_.library(),
                                                      projects_.get(), std::move(made->metainfo),
                                                      std::move(made->usage)});
    config_.sites_per_sample = 20;
    config_.sites_per_source = 4;
  }

  std::unique_ptr<Drawer> NewDrawer() {
    auto drawer = Drawer::Create(data_, config_);
    CHECK(drawer.ok());
    return std::move(*drawer);
  }

  static pack::Sample DrawOne(const Drawer& drawer, int64_t k) {
    Result<pack::Sample> sample = drawer.Draw(k);
    CHECK(sample.ok());
    return std::move(*sample);
  }

  TinyCorpus tiny_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<ProjectTables> projects_;
  std::shared_ptr<const DrawData> data_;
  SessionConfig config_;
};

TEST_F(SessionTest, ADrawDependsOnItsNumberAlone) {
  std::vector<pack::Sample> forwards, backwards(8), parallel(8);
  auto drawer = NewDrawer();
  for (int64_t k = 0; k < 8; ++k) forwards.push_back(DrawOne(*drawer, k));
  auto other = NewDrawer();
  for (int64_t k = 7; k >= 0; --k) backwards[static_cast<size_t>(k)] = DrawOne(*other, k);
  EXPECT_TRUE(forwards == backwards);
  auto shared = NewDrawer();
  std::vector<std::thread> threads;
  for (size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (size_t k = t; k < 8; k += 4) parallel[k] = DrawOne(*shared, static_cast<int64_t>(k));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(forwards == parallel);
  EXPECT_FALSE(forwards[0] == forwards[1]);
}

TEST_F(SessionTest, ARoundHoldsTheSamplesOfItsNumbers) {
  config_.keep_unlabelled = true;
  const auto drawer = NewDrawer();
  const auto round = drawer->DrawRound(1);
  ASSERT_TRUE(round.ok());
  ASSERT_EQ((*round)->size(), 16u);
  for (size_t i = 0; i < 16; ++i) {
    EXPECT_TRUE((**round)[i].Unpack() == DrawOne(*drawer, 16 + static_cast<int64_t>(i)));
    EXPECT_EQ((**round)[i].num_sites(), config_.sites_per_sample);
  }
}

TEST_F(SessionTest, AnotherSeedDrawsOtherwise) {
  pack::Sample before = DrawOne(*NewDrawer(), 0);
  config_.seed = 244;
  EXPECT_FALSE(DrawOne(*NewDrawer(), 0) == before);
}

TEST_F(SessionTest, SamplesAreWholeLabelledAndOfTheTasksAskedFor) {
  Result<pack::Sample> sample = NewDrawer()->Draw(3);
  ASSERT_TRUE(sample.ok());
  const auto& vocabularies = data_->metainfo.vocabularies;
  EXPECT_EQ(pack::Verify(*sample, vocabularies.names.size(), vocabularies.types.size()), "");
  std::vector<int> tasks(pack::kNumTasks);
  for (uint8_t task : sample->site_tasks) ++tasks[task];
  EXPECT_THAT(tasks, ElementsAre(9, 1, 3, 2, 1, 1, 3));
  for (int32_t label : sample->labels) EXPECT_GE(label, 0);
}

TEST_F(SessionTest, PlacesDoNotKnowWhatIsGoneUnderTheirCondition) {
  TinyCorpus called;
  for (int i = 0; i < 4; ++i) {
    const std::string n = std::to_string(i);
    std::string text = "def f(x" + n + "):\n";
    for (int k = 0; k < 12; ++k) {
      text += "    y = x" + n + ".name_" + std::to_string(k % 3) + "(x" + n + ", 1)[0].other + 2\n";
    }
    called.Write("p" + n + "/one.py", text);
  }
  ASSERT_TRUE(called.Add().ok());
  Result<Store> store = Store::Open(called.store());
  ProjectTables projects(*store);
  Result<TrainData> made = BuildTrainData(*store, {});
  ASSERT_TRUE(store.ok() && made.ok());
  auto data = std::make_shared<const DrawData>(DrawData{
      &*store, &called.library(), &projects, std::move(made->metainfo), std::move(made->usage)});
  config_.proportions = {1, 0, 0, 0, 0, 0};
  config_.samples_per_round = 1;
  auto draw = [&](const ConditionShares& shares) {
    config_.conditions.fill(shares);
    auto drawer = Drawer::Create(data, config_);
    CHECK(drawer.ok());
    return DrawOne(**drawer, 3);
  };
  auto num_called = [](const pack::Sample& sample) {
    int64_t count = 0;
    for (int32_t site = 0; site < sample.num_sites(); ++site) {
      count += sample.site_features[static_cast<size_t>(site) * pack::kNumSiteFeatures +
                                    pack::attribute::kContextCall] != 0;
    }
    return count;
  };
  const pack::Sample never = draw({1}), always = draw({0, 1}), some = draw({1, 1, 0, 0});
  const pack::Sample line = draw({0, 0, 1}), below = draw({0, 0, 0, 1});
  EXPECT_GT(num_called(never), 5);
  EXPECT_EQ(num_called(always), 0);
  EXPECT_GT(num_called(some), 0);
  EXPECT_LT(num_called(some), num_called(never));
  EXPECT_EQ(num_called(line), 0);
  EXPECT_EQ(num_called(below), 0);
  EXPECT_FALSE(line == always);
  EXPECT_FALSE(below == line);
  for (const pack::Sample* sample : {&never, &always, &some, &line, &below}) {
    for (int32_t label : sample->labels) EXPECT_GE(label, 0);
  }
}

TEST_F(SessionTest, TheValidationSplitIsDrawnFromItsOwnProjects) {
  config_.split = Split::kValidation;
  config_.keep_unlabelled = true;
  auto drawer = NewDrawer();
  EXPECT_TRUE(drawer->Draw(0).ok());
  EXPECT_EQ(drawer->counts().sites, 20 * config_.samples_per_round);
}

TEST_F(SessionTest, TooFewSitesAreAnErrorThatNamesTheDraws) {
  TinyCorpus bare;
  bare.Write("a/one.py", "x = 1\nx.only_here\n");
  ASSERT_TRUE(bare.Add().ok());
  Result<Store> store = Store::Open(bare.store());
  ProjectTables projects(*store);
  Result<TrainData> made = BuildTrainData(*store, {});
  ASSERT_TRUE(made.ok());
  auto data = std::make_shared<const DrawData>(DrawData{
      &*store, &bare.library(), &projects, std::move(made->metainfo), std::move(made->usage)});
  config_.proportions = {0, 0, 1, 0, 0, 0};  // variables passed: there is no call, and nothing else
  auto drawer = Drawer::Create(data, config_);
  ASSERT_TRUE(drawer.ok());
  EXPECT_THAT((*drawer)->Draw(5).error().message, HasSubstr("draws 0 to 15"));
  EXPECT_EQ((*drawer)->counts().failed.at("too few usable sites"), 1);
}

// As a few files of one's own may be: they have attributes, and no call.
TEST_F(SessionTest, ATaskWithoutPlacesLeavesItsShareToTheOthers) {
  TinyCorpus bare;
  std::string text = "class Thing:\n    def __init__(self, a):\n";
  for (int i = 0; i < 6; ++i) text += "        self.field" + std::to_string(i % 3) + " = a\n";
  bare.Write("a/one.py", text);
  ASSERT_TRUE(bare.Add().ok());
  Result<Store> store = Store::Open(bare.store());
  ProjectTables projects(*store);
  Result<TrainData> made = BuildTrainData(*store, {});
  ASSERT_TRUE(made.ok());
  auto data = std::make_shared<const DrawData>(DrawData{
      &*store, &bare.library(), &projects, std::move(made->metainfo), std::move(made->usage)});
  auto drawer = Drawer::Create(data, config_);
  ASSERT_TRUE(drawer.ok());
  Result<pack::Sample> sample = (*drawer)->Draw(5);
  ASSERT_TRUE(sample.ok()) << sample.error().message;
  EXPECT_EQ(sample->num_sites(), config_.sites_per_sample);
  const std::set<uint8_t> tasks(sample->site_tasks.begin(), sample->site_tasks.end());
  EXPECT_THAT(tasks, testing::Not(testing::Contains(static_cast<int>(pack::Task::kArgument))));
  EXPECT_EQ((*drawer)->counts().replaced.at("no place left: argument"),
            3 * config_.samples_per_round);
  EXPECT_EQ(pack::Verify(*sample, data->metainfo.vocabularies.names.size(),
                         data->metainfo.vocabularies.types.size()),
            "");
}

TEST_F(SessionTest, AMetainfoOfAnotherDatasetIsRefused) {
  DrawData other{store_.get(), &tiny_.library(), projects_.get(), data_->metainfo, {}};
  other.metainfo.dataset_id = "another";
  auto drawer = Drawer::Create(std::make_shared<const DrawData>(std::move(other)), config_);
  EXPECT_THAT(drawer.error().message, HasSubstr("run traindata again"));
}

TEST_F(SessionTest, TrainDataIsTheSameEachTimeAndComesBackFromJson) {
  Result<TrainData> one = BuildTrainData(*store_, {}), two = BuildTrainData(*store_, {});
  ASSERT_TRUE(one.ok() && two.ok());
  std::string json = EncodeMetainfo(one->metainfo);
  EXPECT_EQ(json, EncodeMetainfo(two->metainfo));
  EXPECT_EQ(one->usage_bytes, two->usage_bytes);
  Result<Metainfo> read = DecodeMetainfo(json);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(EncodeMetainfo(*read), json);
  EXPECT_EQ(read->num_projects, 12);
  EXPECT_EQ(read->attributes.size(), one->metainfo.attributes.size());
}

TEST_F(SessionTest, AHeldOutProjectCannotBeTrainedOn) {
  TrainDataConfig config;
  config.packages = {"p12"};
  EXPECT_THAT(BuildTrainData(*store_, config).error().message, HasSubstr("not in the training"));
  config.packages = {"nowhere"};
  EXPECT_THAT(BuildTrainData(*store_, config).error().message, HasSubstr("no project 'nowhere'"));
}

// Remembers of which sources places were asked for.
class SourceLedger : public CutCache {
 public:
  std::optional<SitesOfSource> FindSites(const ContentId& source) const override {
    std::lock_guard lock(mutex_);
    seen_.insert(source);
    return std::nullopt;
  }
  std::optional<RememberedCut> FindCut(uint64_t, const Place&) const override {
    return std::nullopt;
  }
  void KeepSites(const ContentId&, const SitesOfSource&) override {}
  void KeepCut(uint64_t, const Place&, const RememberedCut&) override {}
  const std::set<ContentId>& seen() const { return seen_; }

 private:
  mutable std::mutex mutex_;
  mutable std::set<ContentId> seen_;
};

TEST_F(SessionTest, PartitionsShareNoSource) {
  auto sources = [&](double low, double high, uint64_t seed, SessionConfig::DrawBy draw_by) {
    SourceLedger ledger;
    DrawData data = *data_;
    data.cuts = &ledger;
    config_.partition_low = low;
    config_.partition_high = high;
    config_.seed = seed;
    config_.draw_by = draw_by;
    auto drawer = Drawer::Create(std::make_shared<const DrawData>(data), config_);
    CHECK(drawer.ok());
    for (int64_t k = 0; k < 30; ++k) (void)(*drawer)->Draw(k);
    return ledger.seen();
  };
  for (auto draw_by : {SessionConfig::DrawBy::kSource, SessionConfig::DrawBy::kSymbol}) {
    auto low = sources(0, 0.4, 1, draw_by), high = sources(0.4, 1, 2, draw_by);
    EXPECT_FALSE(low.empty() || high.empty());
    for (const ContentId& id : low) EXPECT_FALSE(high.contains(id));
    // Held-out projects in neither.
    for (const auto& seen : {low, high}) {
      for (const ContentId& id : seen) {
        const corpus::Source& source =
            store_->sources()[static_cast<size_t>(store_->FindSource(id))];
        EXPECT_EQ(store_->projects()[static_cast<size_t>(source.project)].split, Split::kTrain);
      }
    }
  }
}

TEST_F(SessionTest, DrawsBySymbolDependOnTheirNumberAlone) {
  config_.draw_by = SessionConfig::DrawBy::kSymbol;
  config_.proportions = {0, 0, 0.5, 0.5, 0, 0};
  auto one = NewDrawer(), two = NewDrawer();
  std::vector<pack::Sample> forwards, backwards(6);
  for (int64_t k = 0; k < 6; ++k) forwards.push_back(DrawOne(*one, k));
  for (int64_t k = 5; k >= 0; --k) backwards[static_cast<size_t>(k)] = DrawOne(*two, k);
  EXPECT_TRUE(forwards == backwards);
  EXPECT_FALSE(forwards[0] == forwards[1]);
}

TEST_F(SessionTest, AnEmptyPartitionIsAnError) {
  config_.partition_low = 0.5;
  config_.partition_high = 0.5 + 1e-8;
  EXPECT_THAT(Drawer::Create(data_, config_).error().message, HasSubstr("partition"));
}

TEST(SessionConfigTest, ComesBackFromJson) {
  SessionConfig config;
  config.seed = UINT64_MAX;
  config.split = Split::kValidation;
  config.cut.max_nodes = 77;
  config.draw_by = SessionConfig::DrawBy::kSymbol;
  config.partition_low = 0.25;
  config.conditions[1] = {0, 0.5, 2, 0};
  Json json = SessionConfigToJson(config);
  EXPECT_EQ(SessionConfigToJson(*SessionConfigFromJson(json)), json);
}

TEST(SessionConfigTest, WhatIsWrongIsNamed) {
  auto message = [](const char* text) {
    return SessionConfigFromJson(*ParseJson(text)).error().message;
  };
  EXPECT_THAT(message(R"({"sites_per_sample": 0})"), HasSubstr("sites_per_sample"));
  EXPECT_THAT(message(R"({"random_seed": -1})"), HasSubstr("random_seed"));
  EXPECT_THAT(message(R"({"split": "test"})"), HasSubstr("split"));
  EXPECT_THAT(message(R"({"max_hops": "3"})"), HasSubstr("max_hops"));
  EXPECT_THAT(message(R"({"max_hopps": 3})"), HasSubstr("unknown field 'max_hopps'"));
  EXPECT_THAT(message(R"({"attribute_proportion": 0, "attribute_base_proportion": 0,
                          "argument_proportion": 0, "argument_kind_proportion": 0,
                          "keyword_name_proportion": 0, "argument_placeholder_proportion": 0,
                          "name_proportion": 0})"),
              HasSubstr("attribute_proportion"));
  EXPECT_THAT(message(R"({"draw_by": "file"})"), HasSubstr("draw_by"));
  EXPECT_THAT(message(R"({"partition": {"low": 0.5, "high": 0.5}})"), HasSubstr("low < high"));
  EXPECT_THAT(message(R"({"partition": {"low": -1}})"), HasSubstr("partition"));
  EXPECT_THAT(message(R"({"partition": {"lo": 0}})"), HasSubstr("partition"));
  EXPECT_THAT(message(R"({"partition": 1})"), HasSubstr("partition"));
  EXPECT_THAT(message(R"({"argument_conditions": {"whole_file": 0}})"),
              HasSubstr("argument_conditions is wrong: a condition must have a share above 0"));
  EXPECT_THAT(message(R"({"typed_share": 0.25})"),
              HasSubstr("typed_share is now attribute_conditions and argument_conditions"));
  EXPECT_THAT(message("[]"), HasSubstr("not a JSON object"));
}

TEST(ApportionTest, SharesAreExactAndSumToTheTotal) {
  EXPECT_THAT(Apportion(64, {0.8, 0.2}), ElementsAre(51, 13));
  EXPECT_THAT(Apportion(10, {1, 1, 1}), ElementsAre(4, 3, 3));
  EXPECT_THAT(Apportion(5, {0, 2}), ElementsAre(0, 5));
}

// A corpus of 4 parts with 8 shares.
class SharesTest : public testing::Test {
 protected:
  SharesTest() {
    std::map<std::string, Split> splits;
    for (int i = 0; i < 24; ++i) {
      std::string project = "p" + std::to_string(i);
      tiny_.Write(project + "/one.py", TinyCorpus::Source(2 * i, 20));
      tiny_.Write(project + "/two.py", TinyCorpus::Source(2 * i + 1, 10));
      if (i >= 18) splits[project] = Split::kValidation;
    }
    corpus::AddOptions options = tiny_.Options(splits);
    options.parts = 4;
    options.shares = 8;
    CHECK(AddProjects(options, tiny_.library()).ok());
    TrainDataConfig config;
    config.min_token_count = 1;
    config.min_projects = 1;
    Result<Store> store = Store::Open(tiny_.store());
    CHECK(store.ok());
    Result<TrainData> made = BuildTrainData(*store, config);
    CHECK(made.ok());
    made_ = *std::move(made);
    config_.sites_per_sample = 10;
    config_.sites_per_source = 4;
  }

  // All parts as one store.
  std::vector<pack::Sample> DrawWhole(int64_t number) {
    Result<Store> store = Store::Open(tiny_.store());
    CHECK(store.ok());
    const ProjectTables projects(*store);
    const corpus::ProjectPlaces places(*store, tiny_.library());
    auto data = std::make_shared<const DrawData>(
        DrawData{&*store, &tiny_.library(), &projects, made_.metainfo, made_.usage, &places});
    return DrawAll(std::move(data), number);
  }

  std::vector<pack::Sample> DrawAll(std::shared_ptr<const DrawData> data, int64_t number) {
    auto drawer = Drawer::Create(std::move(data), config_);
    CHECK(drawer.ok());
    std::vector<pack::Sample> samples;
    for (int64_t k = 0; k < number; ++k) {
      Result<pack::Sample> sample = (*drawer)->Draw(k);
      if (!sample.ok()) {
        ADD_FAILURE() << sample.error().message;
        break;
      }
      samples.push_back(*std::move(sample));
    }
    return samples;
  }

  std::unique_ptr<PartsInHand> OpenParts(uint64_t max_text_bytes) {
    return std::make_unique<PartsInHand>(PartsInHand::Options{.folder = tiny_.store(),
                                                              .library = &tiny_.library(),
                                                              .usage = &made_.usage,
                                                              .only = {},
                                                              .max_text_bytes = max_text_bytes,
                                                              .make = {}},
                                         *corpus::ReadCatalogue(tiny_.store()));
  }

  std::shared_ptr<const DrawData> DataOf(const PartsInHand& parts) {
    return std::make_shared<const DrawData>(DrawData{
        nullptr, &tiny_.library(), nullptr, made_.metainfo, made_.usage, nullptr, nullptr, &parts});
  }

  TinyCorpus tiny_;
  TrainData made_;
  SessionConfig config_;
};

TEST_F(SharesTest, PartsOneAfterTheOtherAreTheWholeStore) {
  for (auto draw_by : {SessionConfig::DrawBy::kSource, SessionConfig::DrawBy::kSymbol}) {
    for (Split split : {Split::kTrain, Split::kValidation}) {
      config_.draw_by = draw_by;
      config_.split = split;
      const std::vector<pack::Sample> whole = DrawWhole(80);
      const auto all = OpenParts(1u << 30);
      EXPECT_TRUE(DrawAll(DataOf(*all), 80) == whole);
      EXPECT_LE(all->num_opened(), 4);
    }
  }
  config_ = {.sites_per_sample = 10, .sites_per_source = 4, .samples_per_round = 8};
  const std::vector<pack::Sample> whole = DrawWhole(80);
  const auto one = OpenParts(1);
  EXPECT_TRUE(DrawAll(DataOf(*one), 80) == whole);
  EXPECT_GT(one->num_opened(), 4);  // there was room for one
}

TEST_F(SharesTest, ARoundIsOfOneShareAndSharesTakeTurns) {
  const auto parts = OpenParts(1u << 30);
  auto drawer = Drawer::Create(DataOf(*parts), config_);
  ASSERT_TRUE(drawer.ok());
  std::map<int, int> rounds;
  for (int64_t round = 0; round < 2000; ++round) ++rounds[(*drawer)->PartOfRound(round)];
  std::map<int, int64_t> weights;
  int64_t sum = 0;
  const corpus::Catalogue& catalogue = parts->catalogue();
  for (int share = 0; share < 8; ++share) {
    const int64_t weight = catalogue.shares[static_cast<size_t>(share)][0];
    weights[corpus::PartOfShare(share, 4)] += weight;
    sum += weight;
  }
  // Each part comes as often as its sites want it.
  for (const auto& [part, weight] : weights) {
    EXPECT_NEAR(rounds[part] / 2000.0, static_cast<double>(weight) / static_cast<double>(sum), 0.04)
        << part;
  }
}

TEST_F(SharesTest, ThreadsThatNeedOnePartShareIt) {
  const std::vector<pack::Sample> whole = DrawWhole(64);
  for (uint64_t room : {uint64_t{1}, uint64_t{1} << 30}) {
    const auto parts = OpenParts(room);
    auto drawer = Drawer::Create(DataOf(*parts), config_);
    ASSERT_TRUE(drawer.ok());
    std::vector<std::thread> threads;
    std::vector<pack::Sample> samples(64);
    for (size_t t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (size_t k = 16 * t; k < 16 * (t + 1); ++k) {
          samples[k] = *(*drawer)->Draw(static_cast<int64_t>(k));
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_TRUE(samples == whole);
  }
}

TEST_F(SharesTest, AMissingPartIsNamed) {
  std::filesystem::remove_all(corpus::PartFolder(tiny_.store(), 2, 4));
  const auto parts = OpenParts(1u << 30);
  EXPECT_THAT(parts->missing(), ElementsAre(2));
  auto drawer = Drawer::Create(DataOf(*parts), config_);
  ASSERT_TRUE(drawer.ok());
  bool has_both[2] = {};
  for (int64_t round = 0; round < 20; ++round) {
    const bool here = (*drawer)->HasRound(round);
    has_both[here] = true;
    EXPECT_EQ((*drawer)->DrawRound(round).ok(), here) << round;
    if (!here) {
      EXPECT_THAT((*drawer)->DrawRound(round).error().message,
                  HasSubstr("part 2 of 4 is not here"));
    }
  }
  EXPECT_TRUE(has_both[0] && has_both[1]);
  // What the shares weigh in a partition stands in no catalogue.
  config_.partition_high = 0.5;
  EXPECT_THAT(Drawer::Create(DataOf(*parts), config_).error().message,
              HasSubstr("part 2 of 4 is not here"));
}

// Another source in its place would make another sample.
TEST_F(SharesTest, ASourceThatCannotBeReadEndsTheDraw) {
  const std::string folder = corpus::PartFolder(tiny_.store(), 1, 4);
  {
    Result<Lmdb> environment = Lmdb::Open(folder, corpus::Tables(), Lmdb::Mode::kWrite);
    ASSERT_TRUE(environment.ok());
    Result<Lmdb::Transaction> txn = environment->Begin();
    ASSERT_TRUE(txn.ok() && txn->Clear(corpus::kTrees).ok() && txn->Commit().ok());
  }
  ASSERT_TRUE(corpus::PutSeal(folder).ok());
  const auto parts = OpenParts(1u << 30);
  auto drawer = Drawer::Create(DataOf(*parts), config_);
  ASSERT_TRUE(drawer.ok());
  int refused = 0;
  for (int64_t round = 0; round < 20; ++round) {
    const bool needs_it = (*drawer)->PartOfRound(round) == 1;
    EXPECT_EQ((*drawer)->DrawRound(round).ok(), !needs_it) << round;
    if (!needs_it) continue;
    ++refused;
    EXPECT_THAT((*drawer)->DrawRound(round).error().message,
                testing::AllOf(HasSubstr("part-1-of-4: trees of "), HasSubstr("damaged")));
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace fastnode::draw
