// A training's curve is whole whatever was killed, in TensorBoard's folder and in the record.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include "learn/train/checkpoint.h"
#include "learn/train/event_folder.h"
#include "learn/train/event_writer.h"
#include "learn/train/synthetic_source.h"
#include "learn/train/train.h"
#include "support/file.h"
#include "support/run_record.h"

namespace fastnode::learn {
namespace {

namespace fs = std::filesystem;

using Point = std::tuple<int64_t, std::string, float>;  // step, tag, value

class CurveTest : public testing::Test {
 protected:
  CurveTest() {
    folder_ = testing::TempDir() + "fastnode_curve_" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
  }
  ~CurveTest() override { fs::remove_all(folder_); }

  TrainOptions Options(const std::string& name, int64_t steps) const {
    const SyntheticShape shape;
    TrainOptions options;
    options.model = {
        .hidden = 16, .layers = 2, .name_rows = shape.name_rows, .type_rows = shape.type_rows};
    options.steps = steps;
    options.validation_samples = 2;
    options.validate_every = 4;
    const std::string root = folder_ + "/" + name;
    options.out = root + "/model";
    options.checkpoint = root + "/checkpoint";
    options.tensorboard = root + "/board";
    options.runs = root + "/runs";
    return options;
  }

  TrainReport Make(TrainOptions options) {
    SyntheticSource training{1}, validation{2};
    auto report = Train(options, training, validation);
    EXPECT_TRUE(report.ok()) << report.error().message;
    return report ? *report : TrainReport();
  }

  // Makes what a process leaves that is killed after `killed` steps and whose last checkpoint has
  // `checkpoint` steps. It dies in the middle of a step, which leaves half a record.
  void MakeAndKill(TrainOptions options, int64_t checkpoint, int64_t killed) {
    const std::string path = CheckpointPath(options.checkpoint), kept = path + ".kept";
    options.checkpoint_minutes = 0;  // after every step
    options.checkpointed = [&](int64_t steps) -> Status {
      if (steps == checkpoint) fs::copy_file(path, kept, fs::copy_options::overwrite_existing);
      return {};
    };
    SyntheticSource training{1}, validation{2};
    training.stop_at = killed - 1;
    options.stop = &training.stop;
    ASSERT_TRUE(Train(options, training, validation).ok());
    fs::rename(kept, path);
    const std::string events = EventFiles(Target(options)).back();
    const std::string bytes = Bytes(events);
    ASSERT_TRUE(WriteFileAtomic(events, bytes + bytes.substr(0, 40)).ok());
  }

  static std::string Target(const TrainOptions& options) {
    return options.resume && !options.goes_on ? options.tensorboard + "_continue"
                                              : options.tensorboard;
  }

  static std::string Bytes(const std::string& path) { return std::move(ReadFile(path)).value(); }

  static std::vector<EventStep> EventsIn(const std::string& folder) {
    std::vector<EventStep> all;
    for (const std::string& path : EventFiles(folder)) {
      auto events = DecodeEvents(Bytes(path));
      EXPECT_TRUE(events.ok()) << path << ": " << events.error().message;
      if (events.ok()) all.insert(all.end(), events->begin(), events->end());
    }
    return all;
  }

  // Without the values that say how fast it went.
  static std::vector<Point> PointsIn(const std::string& folder) {
    std::vector<Point> points;
    for (const EventStep& event : EventsIn(folder)) {
      for (const auto& [tag, value] : event.scalars) {
        if (tag != "sites_per_second" && tag != "wait_share") {
          points.emplace_back(event.step, tag, value);
        }
      }
    }
    return points;
  }

  // The curve of the newest record.
  static std::vector<Point> PointsOfRecord(const std::string& runs) {
    std::vector<Point> points;
    auto records = ListRuns(runs);
    EXPECT_TRUE(records.ok());
    auto curve = ReadCurve(runs, records->front().name);
    for (const Json& point : curve->points) {
      for (const auto& [tag, value] : point.items()) {
        if (tag != "sites_per_second" && tag != "wait_share" && tag != "step") {
          points.emplace_back(point["step"].get<int64_t>(), tag, value.get<float>());
        }
      }
    }
    return points;
  }

  static std::vector<Point> Sorted(std::vector<Point> points) {
    std::sort(points.begin(), points.end());
    return points;
  }

  std::string folder_;
};

// Checkpoints at a step without a point, at a point, at a validation, at both; and a kill when all
// was done.
TEST_F(CurveTest, AKilledRunGoesOnWithTheCurveOfAnUndisturbedOne) {
  Make(Options("whole", 25));
  const std::vector<Point> whole = PointsIn(folder_ + "/whole/board");
  ASSERT_FALSE(whole.empty());
  EXPECT_EQ(Sorted(PointsOfRecord(folder_ + "/whole/runs")), Sorted(whole));
  for (const auto& [checkpoint, killed] :
       {std::pair{1, 1}, {3, 8}, {7, 21}, {10, 13}, {12, 12}, {20, 24}, {25, 25}}) {
    const std::string name = "killed_at_" + std::to_string(checkpoint);
    TrainOptions options = Options(name, 25);
    MakeAndKill(options, checkpoint, killed);
    options.resume = options.goes_on = true;
    options.steps = 25 - checkpoint;
    Make(options);
    EXPECT_EQ(PointsIn(options.tensorboard), whole) << name;
    EXPECT_EQ(Sorted(PointsOfRecord(options.runs)), Sorted(whole)) << name;
    EXPECT_EQ(Bytes(options.out + "/model.safetensors"),
              Bytes(folder_ + "/whole/model/model.safetensors"));
  }
}

TEST_F(CurveTest, WhatIsKeptIsNotTouched) {
  TrainOptions options = Options("a", 40);
  MakeAndKill(options, 17, 35);
  std::string file = EventFiles(options.tensorboard).front();
  const std::string before = Bytes(file);
  options.resume = options.goes_on = true;
  options.steps = 40 - 17;
  Make(options);
  const std::string after = Bytes(file);
  EXPECT_LT(after.size(), before.size());
  EXPECT_EQ(after, before.substr(0, after.size()));  // with its wall times
  double last = 0;
  for (const EventStep& event : EventsIn(options.tensorboard)) {
    EXPECT_GE(event.wall_time, last);
    last = event.wall_time;
  }
}

TEST_F(CurveTest, KilledManyTimesAndInTheMiddleOfCutting) {
  Make(Options("whole", 30));
  TrainOptions options = Options("a", 30);
  MakeAndKill(options, 5, 14);
  options.resume = options.goes_on = true;
  for (auto [made, checkpoint, killed] :
       {std::tuple{5, 12, 17}, {12, 13, 25}, {13, 22, 29}, {22, 29, 29}}) {
    // An earlier start was killed when it had cut the first file and not the others.
    const std::string copy = folder_ + "/copy", first = EventFiles(options.tensorboard).front();
    fs::remove_all(copy);
    fs::copy(options.tensorboard, copy);
    EventFolder events{.folder = copy,
                       .training = EventsIn(copy).front().texts.front().second,
                       .step = made,
                       .start = EventFolder::Start::kGoOn};
    ASSERT_TRUE(OpenEvents(events));
    fs::copy_file(EventFiles(copy).front(), first, fs::copy_options::overwrite_existing);

    options.steps = 30 - made;
    MakeAndKill(options, checkpoint, killed);
  }
  EXPECT_GE(EventFiles(options.tensorboard).size(), 4u);
  options.steps = 1;
  Make(options);
  EXPECT_EQ(PointsIn(options.tensorboard), PointsIn(folder_ + "/whole/board"));
  EXPECT_EQ(Sorted(PointsOfRecord(options.runs)), Sorted(PointsOfRecord(folder_ + "/whole/runs")));
}

// Steps added in several goes are one curve. A go that was killed loses the steps that are not in
// its checkpoint.
TEST_F(CurveTest, ContinuingSeveralTimesIsOneCurve) {
  TrainOptions options = Options("a", 10);
  Make(options);
  const std::vector<Point> first = PointsIn(options.tensorboard);
  options.resume = true;
  options.steps = 6;
  Make(options);
  options.steps = 20;
  MakeAndKill(options, 21, 29);
  options.steps = 9;
  Make(options);
  EXPECT_EQ(PointsIn(options.tensorboard), first);
  std::vector<std::pair<int64_t, std::string>> points;  // for two of the tags
  for (const auto& [step, tag, value] : PointsIn(options.tensorboard + "_continue")) {
    if (tag == "train/loss" || tag == "validation/loss")
      points.emplace_back(step, tag.substr(0, 5));
  }
  EXPECT_EQ(points, (std::vector<std::pair<int64_t, std::string>>{{10, "valid"},
                                                                  {11, "train"},
                                                                  {12, "valid"},
                                                                  {16, "train"},
                                                                  {16, "valid"},
                                                                  {17, "train"},
                                                                  {20, "train"},
                                                                  {20, "valid"},
                                                                  {21, "valid"},
                                                                  {22, "train"},
                                                                  {24, "valid"},
                                                                  {28, "valid"},
                                                                  {30, "train"},
                                                                  {30, "valid"}}));
  // The record has all points, from the first step on.
  std::vector<Point> all = first, added = PointsIn(options.tensorboard + "_continue");
  for (const Point& point : added) {
    if (std::get<0>(point) > 10) all.push_back(point);
  }
  EXPECT_EQ(Sorted(PointsOfRecord(options.runs)), Sorted(all));
}

TEST_F(CurveTest, ATrainingThatBeginsAnewMixesWithNothing) {
  TrainOptions options = Options("a", 10), more = options;
  Make(options);
  more.resume = true;
  Make(more);
  ASSERT_FALSE(EventFiles(options.tensorboard + "_continue").empty());
  const std::string others = options.tensorboard + "/notes.txt";
  ASSERT_TRUE(WriteFileAtomic(others, "mine").ok());
  options.seed = 2;
  Make(options);
  EXPECT_EQ(EventFiles(options.tensorboard).size(), 1u);
  EXPECT_FALSE(PathExists(options.tensorboard + "_continue"));
  EXPECT_TRUE(PathExists(others));
}

TEST_F(CurveTest, AnotherTrainingsCurveIsNotGoneOnWith) {
  TrainOptions one = Options("a", 10), two = Options("b", 8);
  two.seed = 2;
  Make(one);
  Make(two);
  const std::vector<Point> ours = PointsIn(two.tensorboard);
  two.resume = true;
  two.tensorboard = one.tensorboard;
  two.runs = one.runs;
  Make(two);
  EXPECT_EQ(EventFiles(one.tensorboard).size(), 1u);  // another training's, left alone
  EXPECT_EQ(std::get<0>(PointsIn(one.tensorboard + "_continue").front()), 8);
  EXPECT_EQ(std::get<0>(Sorted(PointsOfRecord(one.runs)).front()), 8);
  two.goes_on = true;
  two.steps = 4;
  Make(two);
  EXPECT_EQ(std::get<0>(PointsIn(one.tensorboard).front()), 20);
}

TEST_F(CurveTest, FilesSortAsTheyWereMade) {
  const std::string folder = folder_ + "/events";
  std::vector<std::string> made;
  for (int k = 0; k < 4; ++k) made.push_back(EventWriter::Open(folder)->path());
  EXPECT_EQ(EventFiles(folder), made);
}

}  // namespace
}  // namespace fastnode::learn
