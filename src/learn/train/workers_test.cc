#include "learn/train/workers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "learn/model/synthetic_sample.h"
#include "learn/train/trainer.h"

namespace fastnode::learn {
namespace {

namespace fs = std::filesystem;

constexpr SyntheticShape kShape = {.sites = 13};

class WorkersTest : public testing::Test {
 protected:
  WorkersTest() {
    folder_ = testing::TempDir() + "fastnode_workers_" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
  }
  ~WorkersTest() override { fs::remove_all(folder_); }

  WorkersOptions Options(int32_t rank, int32_t count) const {
    return {.rank = rank, .count = count, .rendezvous = folder_, .timeout_seconds = 20};
  }

  // The parameters of each of `count` workers after some steps on the same samples.
  std::vector<Weights> TrainWith(int32_t count, int64_t steps = 24,
                                 StepReport* first = nullptr) const {
    std::vector<Weights> results(static_cast<size_t>(count));
    std::vector<std::thread> threads;
    for (int32_t rank = 0; rank < count; ++rank) {
      threads.emplace_back([&, rank] {
        auto workers = Workers::Join(Options(rank, count));
        ASSERT_TRUE(workers.ok()) << workers.error().message;
        const ModelConfig config{.hidden = 16,
                                 .layers = 2,
                                 .name_rows = kShape.name_rows,
                                 .type_rows = kShape.type_rows};
        Result<Trainer> trainer =
            Trainer::Make(config, {}, 1, {.name = "cpu", .threads = 1, .workers = workers->get()});
        ASSERT_TRUE(trainer.ok());
        for (int64_t k = 0; k < steps; ++k) {
          Result<StepReport> report = trainer->Step(SyntheticSample(kShape, 4, k));
          ASSERT_TRUE(report.ok()) << report.error().message;
          EXPECT_EQ(report->metrics.All().sites, kShape.sites);
          if (k == 0 && rank == 0 && first != nullptr) *first = *report;
        }
        results[static_cast<size_t>(rank)] = trainer->AveragedWeights();
      });
    }
    for (std::thread& thread : threads) thread.join();
    return results;
  }

  std::string folder_;
};

// Gradients are summed in another order, and the first steps magnify what is close to 0: a few
// values differ by as much as they moved. On the whole the way is the same.
TEST_F(WorkersTest, ThreeTrainTheModelOfOne) {
  StepReport of_one, of_three;
  const Weights start = TrainWith(1, 0)[0], alone = TrainWith(1, 24, &of_one)[0];
  const std::vector<Weights> shared = TrainWith(3, 24, &of_three);
  EXPECT_NEAR(of_three.gradient_norm, of_one.gradient_norm, 1e-5 * of_one.gradient_norm);
  EXPECT_NEAR(of_three.metrics.All().MeanLoss(), of_one.metrics.All().MeanLoss(), 1e-5);
  double way = 0, difference = 0;
  for (const auto& [name, tensor] : alone) {
    for (int64_t i = 0; i < tensor.size(); ++i) {
      const float value = shared[0].at(name).f32()[i];
      way += std::abs(tensor.f32()[i] - start.at(name).f32()[i]);
      difference += std::abs(value - tensor.f32()[i]);
      for (size_t w = 1; w < shared.size(); ++w) {
        ASSERT_EQ(value, shared[w].at(name).f32()[i]) << "worker " << w << " " << name << " " << i;
      }
    }
  }
  EXPECT_GT(way, 0);
  EXPECT_LT(difference, 0.1 * way);
}

TEST_F(WorkersTest, OneIsEnoughToEndAll) {
  bool answers[2] = {};
  std::thread other([&] {
    auto workers = Workers::Join(Options(1, 2));
    ASSERT_TRUE(workers.ok());
    answers[1] = *(*workers)->Any(true);
  });
  auto workers = Workers::Join(Options(0, 2));
  ASSERT_TRUE(workers.ok());
  answers[0] = *(*workers)->Any(false);
  other.join();
  EXPECT_TRUE(answers[0]);
  EXPECT_TRUE(answers[1]);
}

TEST_F(WorkersTest, WhoeverDoesNotComeIsNotWaitedForLong) {
  WorkersOptions options = Options(0, 2);
  options.timeout_seconds = 0.5;
  auto workers = Workers::Join(options);
  ASSERT_FALSE(workers.ok());
  EXPECT_NE(workers.error().message.find("2 workers"), std::string::npos);
}

TEST_F(WorkersTest, WrongNumbersAreRefused) {
  EXPECT_FALSE(Workers::Join(Options(2, 2)).ok());
  EXPECT_FALSE(Workers::Join(Options(-1, 2)).ok());
  EXPECT_FALSE(Workers::Join({.rank = 0, .count = 2}).ok());
  EXPECT_TRUE(Workers::Join({.rank = 0, .count = 1}).ok());
}

TEST_F(WorkersTest, TheEnvironmentNamesTheWorker) {
  ::setenv("SLURM_PROCID", "3", 1);
  ::setenv("SLURM_NTASKS", "5", 1);
  auto options = WorkersFromEnvironment({});
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(options->rank, 3);
  EXPECT_EQ(options->count, 5);
  EXPECT_EQ(WorkersFromEnvironment({.rank = 1, .count = 2})->rank, 1);
  ::setenv("SLURM_NTASKS", "many", 1);
  EXPECT_FALSE(WorkersFromEnvironment({}).ok());
  ::unsetenv("SLURM_NTASKS");
  EXPECT_FALSE(WorkersFromEnvironment({}).ok());
  ::unsetenv("SLURM_PROCID");
}

}  // namespace
}  // namespace fastnode::learn
