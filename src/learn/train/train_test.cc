#include "learn/train/train.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "learn/model/synthetic_sample.h"
#include "learn/run/scorer.h"
#include "learn/train/checkpoint.h"
#include "learn/train/event_writer.h"
#include "learn/train/synthetic_source.h"
#include "support/file.h"
#include "support/json.h"

namespace fastnode::learn {
namespace {

namespace fs = std::filesystem;

constexpr SyntheticShape kShape = {};

class TrainTest : public testing::Test {
 protected:
  TrainTest() {
    folder_ = testing::TempDir() + "fastnode_train_" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
  }
  ~TrainTest() override { fs::remove_all(folder_); }

  TrainOptions Options(const std::string& name, int64_t steps) const {
    TrainOptions options;
    options.model = {
        .hidden = 16, .layers = 2, .name_rows = kShape.name_rows, .type_rows = kShape.type_rows};
    options.steps = steps;
    options.validation_samples = 2;
    options.validate_every = 4;
    options.out = folder_ + "/" + name + "/model";
    options.checkpoint = folder_ + "/" + name + "/checkpoint";
    options.metainfo_id = "m";
    return options;
  }
  static std::string Bytes(const std::string& path) { return std::move(ReadFile(path)).value(); }

  std::string folder_;
  static constexpr uint64_t kTraining = 1, kValidation = 2;
  SyntheticSource training_{kTraining}, validation_{kValidation};
};

TEST_F(TrainTest, ContinuingEqualsTrainingInOneGo) {
  ASSERT_TRUE(Train(Options("whole", 10), training_, validation_).ok());
  ASSERT_TRUE(Train(Options("parts", 6), training_, validation_).ok());
  TrainOptions more = Options("parts", 4);
  more.resume = true;
  auto report = Train(more, training_, validation_);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->first_step, 6);
  EXPECT_EQ(report->steps, 4);
  for (const char* file : {"/model/model.safetensors", "/model/config.json", "/model/training.json",
                           "/checkpoint/checkpoint.safetensors"}) {
    EXPECT_EQ(Bytes(folder_ + "/whole" + file), Bytes(folder_ + "/parts" + file)) << file;
  }
}

TEST_F(TrainTest, ARunReportsWhatItsSamplesTookAndNoOthers) {
  auto report = Train(Options("unknown", 2), training_, validation_);
  ASSERT_TRUE(report.ok());
  EXPECT_FALSE(report->spent.has_value());
  EXPECT_EQ(training_.expected, -1);
  training_.spent.emplace().cold = 1000;
  validation_.spent.emplace().cold = 100;
  report = Train(Options("known", 3), training_, validation_);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->spent->cold, 4);  // what is drawn while it is judged is its own, too
  EXPECT_EQ(training_.expected, 0);
}

// A source that gives what validation is given says what validation says; one with other samples
// does not, and both are in the model's folder.
TEST_F(TrainTest, FurtherSamplesJudgeTheFinishedModel) {
  std::vector<NamedSource> at_end;
  at_end.push_back({"same", std::make_unique<SyntheticSource>(kValidation)});
  at_end.push_back({"other", std::make_unique<SyntheticSource>(kTraining)});
  const TrainOptions options = Options("a", 6);
  auto report = Train(options, training_, validation_, at_end);
  ASSERT_TRUE(report.ok());
  auto training = ParseJson(Bytes(options.out + "/training.json"));
  ASSERT_TRUE(training.ok());
  const Json& under = (*training)["validation_under"];
  EXPECT_EQ(under.size(), 2u);
  EXPECT_EQ(under["same"], (*training)["validation"]);
  EXPECT_NE(under["other"], (*training)["validation"]);
  ASSERT_EQ(report->at_end.size(), 2u);
  EXPECT_EQ(report->at_end[0].metrics.All().loss, report->validation.All().loss);
}

TEST_F(TrainTest, WhatIsMissingAtTheEndIsSaidBeforeTheFirstStep) {
  std::vector<NamedSource> at_end;
  auto lost = std::make_unique<SyntheticSource>(kValidation);
  lost->fail_at = 1;
  at_end.push_back({"nothing_below", std::move(lost)});
  auto report = Train(Options("a", 6), training_, validation_, at_end);
  ASSERT_FALSE(report.ok());
  EXPECT_NE(report.error().message.find("nothing_below: the server went away"), std::string::npos);
  EXPECT_TRUE(training_.asked.empty());
}

TEST_F(TrainTest, InterruptedRunKeepsItsStepsAndGoesOn) {
  TrainOptions options = Options("parts", 10);
  options.stop = &training_.stop;
  training_.stop_at = 3;
  auto report = Train(options, training_, validation_);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->interrupted);
  EXPECT_EQ(report->steps, 4);
  EXPECT_FALSE(PathExists(options.out));
  options = Options("parts", 6);
  options.resume = true;
  ASSERT_TRUE(Train(options, training_, validation_).ok());
  ASSERT_TRUE(Train(Options("whole", 10), training_, validation_).ok());
  EXPECT_EQ(Bytes(folder_ + "/whole/model/model.safetensors"),
            Bytes(folder_ + "/parts/model/model.safetensors"));
}

TEST_F(TrainTest, LostServerLosesNoSteps) {
  training_.fail_at = 5;
  auto report = Train(Options("a", 10), training_, validation_);
  ASSERT_FALSE(report.ok());
  EXPECT_NE(report.error().message.find("the server went away"), std::string::npos);
  TrainOptions more = Options("a", 5);
  more.resume = true;
  training_.fail_at = -1;
  training_.asked.clear();
  ASSERT_TRUE(Train(more, training_, validation_).ok());
  EXPECT_EQ(training_.asked, (std::vector<int64_t>{5, 6, 7, 8, 9}));
}

TEST_F(TrainTest, ContinueWithoutACheckpointTouchesNothing) {
  TrainOptions options = Options("a", 5);
  options.resume = true;
  options.tensorboard = folder_ + "/board";
  EXPECT_FALSE(OpenTrainer(options).ok());
  auto report = Train(options, training_, validation_);
  ASSERT_FALSE(report.ok());
  EXPECT_NE(report.error().message.find("no checkpoint"), std::string::npos);
  EXPECT_FALSE(PathExists(folder_));
  EXPECT_TRUE(training_.asked.empty());
}

TEST_F(TrainTest, ContinueWithAnotherMetainfoIsRefused) {
  ASSERT_TRUE(Train(Options("a", 2), training_, validation_).ok());
  TrainOptions options = Options("a", 2);
  options.resume = true;
  options.metainfo_id = "another";
  auto report = Train(options, training_, validation_);
  ASSERT_FALSE(report.ok());
  EXPECT_NE(report.error().message.find("metainfo_id"), std::string::npos);
}

TEST_F(TrainTest, SamplesThatBreakTheContractAreRefused) {
  TrainOptions options = Options("a", 2);
  options.model.name_rows = 3;
  EXPECT_FALSE(Train(options, training_, validation_).ok());
}

TEST_F(TrainTest, EventFilesHoldTheCurves) {
  TrainOptions options = Options("a", 25);
  options.tensorboard = folder_ + "/board";
  ASSERT_TRUE(Train(options, training_, validation_).ok());
  options.steps = 5, options.resume = true;
  ASSERT_TRUE(Train(options, training_, validation_).ok());
  auto steps_of = [&](const std::string& folder, const std::string& tag) {
    std::set<int64_t> steps;
    for (const auto& entry : fs::directory_iterator(folder)) {
      auto events = DecodeEvents(Bytes(entry.path().string()));
      EXPECT_TRUE(events.ok());
      for (const EventStep& event : *events) {
        for (const auto& [name, value] : event.scalars) {
          EXPECT_TRUE(std::isfinite(value)) << name;
          if (name == tag) steps.insert(event.step);
        }
      }
    }
    return steps;
  };
  EXPECT_EQ(steps_of(folder_ + "/board", "train/loss"), (std::set<int64_t>{1, 10, 20, 25}));
  EXPECT_EQ(steps_of(folder_ + "/board", "train/mrr_attribute_base"),
            (std::set<int64_t>{1, 10, 20, 25}));
  EXPECT_EQ(steps_of(folder_ + "/board", "validation/accuracy"),
            (std::set<int64_t>{0, 4, 8, 12, 16, 20, 24, 25}));
  EXPECT_EQ(steps_of(folder_ + "/board_continue", "train/loss"), (std::set<int64_t>{26, 30}));
  EXPECT_EQ(steps_of(folder_ + "/board_continue", "validation/loss"),
            (std::set<int64_t>{25, 28, 30}));
  for (const char* tag : {"learning_rate", "gradient_norm", "sites_per_second", "wait_share"}) {
    EXPECT_EQ(steps_of(folder_ + "/board", tag).size(), 4u) << tag;
  }
}

// With a learning rate of 0 nothing improves.
TEST_F(TrainTest, EndsWhenItsPatienceIsUp) {
  TrainOptions options = Options("a", 1000);
  options.recipe.learning_rate = 1e-30;
  options.patience = 3;
  auto report = Train(options, training_, validation_);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->out_of_patience);
  EXPECT_EQ(report->steps, 12);  // the first validation before any step, then every four
  EXPECT_TRUE(fs::exists(options.out + "/config.json"));
}

TEST_F(TrainTest, TheConfigurationIsKept) {
  TrainOptions options = Options("a", 2);
  options.tensorboard = folder_ + "/board";
  ASSERT_TRUE(Train(options, training_, validation_));
  Json training = *ParseJson(Bytes(options.out + "/training.json"));
  EXPECT_EQ(training["recipe"]["learning_rate"], options.recipe.learning_rate);
  std::string file = fs::directory_iterator(options.tensorboard)->path();
  auto events = DecodeEvents(Bytes(file));
  ASSERT_TRUE(events.ok());
  ASSERT_EQ(events->at(1).texts.size(), 1u);
  EXPECT_EQ(events->at(1).texts[0].first, "configuration");
  EXPECT_NE(events->at(1).texts[0].second.find("\"recipe\""), std::string::npos);
}

TEST_F(TrainTest, TheModelsFolderServesTheScorer) {
  ASSERT_TRUE(Train(Options("a", 2), training_, validation_).ok());
  Result<Scorer> scorer = Scorer::Load(folder_ + "/a/model");
  ASSERT_TRUE(scorer.ok());
  pack::Sample sample = SyntheticSample(kShape, 1, 0);
  EXPECT_EQ(scorer->Score(sample).size(), static_cast<size_t>(sample.num_candidates()));
}

TEST(EventFile, DamagedBytesAreRefused) {
  const std::string folder = testing::TempDir() + "fastnode_events";
  fs::remove_all(folder);
  Result<EventWriter> writer = EventWriter::Open(folder);
  ASSERT_TRUE(writer.ok());
  ASSERT_TRUE(writer->Write(7, {{"train/loss", 0.5f}}).ok());
  std::string bytes = std::move(ReadFile(writer->path())).value();
  auto events = DecodeEvents(bytes);
  ASSERT_TRUE(events.ok());
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ((*events)[0].step, 7);
  EXPECT_EQ((*events)[0].scalars, (Scalars{{"train/loss", 0.5f}}));
  bytes[bytes.size() - 6] ^= 1;  // in the value, where only the checksum shows it
  EXPECT_FALSE(DecodeEvents(bytes).ok());
  fs::remove_all(folder);
}

}  // namespace
}  // namespace fastnode::learn
