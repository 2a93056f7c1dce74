#include "learn/train/workers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "learn/model/synthetic_sample.h"
#include "learn/train/trainer.h"
#include "learn/train/wire.h"

namespace fastnode::learn {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr SyntheticShape kShape = {.sites = 13};

void ClearEnvironment() {
  for (const char* name : {"RANK", "WORLD_SIZE", "SLURM_PROCID", "SLURM_NTASKS", "LOCAL_RANK",
                           "SLURM_LOCALID", "MASTER_ADDR", "MASTER_PORT",
                           "TORCHELASTIC_RESTART_COUNT", "TORCHELASTIC_USE_AGENT_STORE"}) {
    ::unsetenv(name);
  }
}

class WorkersTest : public testing::Test {
 protected:
  WorkersTest() {
    folder_ = testing::TempDir() + "fastnode_workers_" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    ClearEnvironment();
  }
  ~WorkersTest() override {
    fs::remove_all(folder_);
    ClearEnvironment();
  }

  WorkersOptions Options(int32_t rank, int32_t count, int32_t least = -1) const {
    return {
        .rank = rank, .count = count, .least = least, .rendezvous = folder_, .timeout_seconds = 60};
  }

  static Trainer MakeTrainer(Workers& workers) {
    const ModelConfig config{
        .hidden = 16, .layers = 2, .name_rows = kShape.name_rows, .type_rows = kShape.type_rows};
    return *Trainer::Make(config, {}, 1, {.name = "cpu", .threads = 1, .workers = &workers});
  }

  // Makes steps as a run does, up to `steps`. `before` is called between a boundary and its step;
  // false: this worker vanishes there.
  static Status Train(Workers& workers, Trainer& trainer, int64_t steps,
                      const std::function<bool(int64_t)>& before = nullptr,
                      StepReport* first = nullptr) {
    while (true) {
      const bool ends = workers.is_first() && trainer.step() >= steps;
      auto met = workers.Meet(ends, trainer.step(), 0);
      if (!met.ok()) return met.error();
      if (met->ends) return {};
      if (met->anew) {
        Status taken = trainer.TakeState(met->step);
        EXPECT_TRUE(taken.ok() || workers.broken());
        continue;
      }
      if (before != nullptr && !before(trainer.step())) return {};
      Result<StepReport> step = trainer.Step(SyntheticSample(kShape, 4, trainer.step()));
      if (!step.ok()) {
        EXPECT_TRUE(workers.broken()) << step.error().message;
        continue;
      }
      EXPECT_EQ(step->metrics.All().sites, kShape.sites);
      if (trainer.step() == 1 && first != nullptr) *first = *step;
    }
  }

  // A worker in a thread of its own.
  std::thread Worker(const WorkersOptions& options, int64_t steps, Status* status,
                     std::function<bool(int64_t)> before = nullptr) const {
    return std::thread([=] {
      auto workers = Workers::Join(options);
      if (!workers.ok()) {
        *status = workers.error();
        return;
      }
      Trainer trainer = MakeTrainer(**workers);
      *status = Train(**workers, trainer, steps, before);
    });
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
        Trainer trainer = MakeTrainer(**workers);
        Status made = Train(**workers, trainer, steps, nullptr, rank == 0 ? first : nullptr);
        ASSERT_TRUE(made.ok()) << made.error().message;
        results[static_cast<size_t>(rank)] = trainer.AveragedWeights();
      });
    }
    for (std::thread& thread : threads) thread.join();
    return results;
  }

  static void ExpectSameBits(const Weights& a, const Weights& b) {
    for (const auto& [name, tensor] : a) {
      for (int64_t i = 0; i < tensor.size(); ++i) {
        ASSERT_EQ(tensor.f32()[i], b.at(name).f32()[i]) << name << " " << i;
      }
    }
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
      way += std::abs(tensor.f32()[i] - start.at(name).f32()[i]);
      difference += std::abs(shared[0].at(name).f32()[i] - tensor.f32()[i]);
    }
  }
  EXPECT_GT(way, 0);
  EXPECT_LT(difference, 0.1 * way);
  ExpectSameBits(shared[0], shared[1]);
  ExpectSameBits(shared[0], shared[2]);
}

// One vanishes in the middle of step 7, of step 20 (which changes the bases) and of the last one.
// Each time another one comes for it, with nothing. No bit tells.
TEST_F(WorkersTest, ReplacedInTheMiddleOfStepsTheModelIsTheSame) {
  const Weights undisturbed = TrainWith(2)[0];
  Status of_others[4];
  std::thread others([&] {
    for (int i = 0; i < 4; ++i) {
      const int64_t vanishes = std::vector<int64_t>{6, 19, 23, -1}[static_cast<size_t>(i)];
      Worker(Options(1, 2, 2), 24, &of_others[i], [=](int64_t step) {
        return step != vanishes;
      }).join();
    }
  });
  auto workers = Workers::Join(Options(0, 2, 2));
  ASSERT_TRUE(workers.ok()) << workers.error().message;
  Trainer trainer = MakeTrainer(**workers);
  int64_t begun = 0;
  Status made = Train(**workers, trainer, 24, [&](int64_t) { return ++begun > 0; });
  others.join();
  ASSERT_TRUE(made.ok()) << made.error().message;
  for (const Status& status : of_others) EXPECT_TRUE(status.ok());
  EXPECT_EQ(begun, 24 + 3);
  EXPECT_EQ((*workers)->generation(), 4);
  ExpectSameBits(undisturbed, trainer.AveragedWeights());
}

TEST_F(WorkersTest, WhoIsLeftGoesOnAlone) {
  Status of_other;
  int steps_of_other = 0;
  std::thread other =
      Worker(Options(1, 2, 1), 0, &of_other, [&](int64_t) { return ++steps_of_other < 3; });
  auto workers = Workers::Join(Options(0, 2, 1));
  ASSERT_TRUE(workers.ok()) << workers.error().message;
  Trainer trainer = MakeTrainer(**workers);
  std::vector<int32_t> counts;  // of each beginning of a step
  Status made = Train(**workers, trainer, INT64_MAX, [&](int64_t) {
    const int32_t count = (*workers)->count();
    const bool was_two = std::count(counts.begin(), counts.end(), 2) > 0;
    counts.push_back(count);
    return !was_two || count == 2;
  });
  other.join();
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_TRUE(of_other.ok());
  EXPECT_EQ(std::count(counts.begin(), counts.end(), 2), 3);
  EXPECT_EQ(counts.back(), 1);
  // All begun were made, but for the one that the other left, and the last.
  EXPECT_EQ(trainer.step(), static_cast<int64_t>(counts.size()) - 2);
}

TEST_F(WorkersTest, WhoComesLaterTakesPart) {
  std::atomic<int64_t> taken_on{-1};
  Status of_other;
  std::thread other;
  auto workers = Workers::Join(Options(0, 3, 1));
  ASSERT_TRUE(workers.ok()) << workers.error().message;
  Trainer trainer = MakeTrainer(**workers);
  int32_t most = 0;
  // Steps are made until the newcomer has taken part in one.
  Status made;
  while (true) {
    auto met = (*workers)->Meet(most > 1, trainer.step(), 0);
    ASSERT_TRUE(met.ok()) << met.error().message;
    if (met->ends) break;
    if (met->anew) {
      ASSERT_TRUE(trainer.TakeState(met->step).ok());
      continue;
    }
    ASSERT_TRUE(trainer.Step(SyntheticSample(kShape, 4, trainer.step())).ok());
    most = std::max(most, (*workers)->count());
    if (trainer.step() == 3) {
      other = Worker(Options(2, 3, 1), 0, &of_other, [&](int64_t step) {
        int64_t nothing = -1;
        taken_on.compare_exchange_strong(nothing, step);
        return true;
      });
    }
  }
  other.join();
  EXPECT_TRUE(of_other.ok());
  EXPECT_EQ(most, 2);
  EXPECT_EQ(taken_on, trainer.step() - 1);
  EXPECT_GE(taken_on, 3);
}

TEST_F(WorkersTest, WithoutLeaveToGoTheOthersEndAtOnceAndSayWho) {
  Status of_others[2];
  std::thread second = Worker(Options(1, 3), 100, &of_others[0]);
  std::thread third =
      Worker(Options(2, 3), 100, &of_others[1], [](int64_t step) { return step != 2; });
  auto workers = Workers::Join(Options(0, 3));
  ASSERT_TRUE(workers.ok()) << workers.error().message;
  Trainer trainer = MakeTrainer(**workers);
  const auto start = std::chrono::steady_clock::now();
  Status made = Train(**workers, trainer, 100);
  second.join();
  third.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
  ASSERT_FALSE(made.ok());
  EXPECT_THAT(made.error().message, HasSubstr("another worker is gone: worker 2"));
  EXPECT_EQ(trainer.step(), 2);
  ASSERT_FALSE(of_others[0].ok());
  EXPECT_THAT(of_others[0].error().message, HasSubstr("another worker is gone: worker 2"));
}

TEST_F(WorkersTest, WithoutTheFirstTheOthersEnd) {
  Status of_other;
  std::thread other = Worker(Options(1, 2, 1), 100, &of_other);
  {
    auto workers = Workers::Join(Options(0, 2, 2));
    ASSERT_TRUE(workers.ok());
    Trainer trainer = MakeTrainer(**workers);
    ASSERT_TRUE(Train(**workers, trainer, 100, [](int64_t step) { return step != 2; }).ok());
  }
  other.join();
  ASSERT_FALSE(of_other.ok());
  EXPECT_THAT(of_other.error().message, HasSubstr("the first worker"));
}

TEST_F(WorkersTest, OneIsEnoughToEndAll) {
  bool ended = false;
  std::thread other([&] {
    auto workers = Workers::Join(Options(1, 2));
    ASSERT_TRUE(workers.ok());
    ended = (*workers)->Meet(true, 0, 0, true)->ends;
  });
  auto workers = Workers::Join(Options(0, 2));
  ASSERT_TRUE(workers.ok());
  const auto met = (*workers)->Meet(false, 0, 0);
  EXPECT_TRUE(met->ends);
  EXPECT_TRUE(met->stopped);  // so that nobody takes the steps made for all
  other.join();
  EXPECT_TRUE(ended);
}

TEST_F(WorkersTest, WhereTheyComeAndGoOneLeavesWithoutTheOthers) {
  std::atomic<bool> ended{false};
  std::thread other([&] {
    auto workers = Workers::Join(Options(1, 2, 1));
    ASSERT_TRUE(workers.ok());
    ended = (*workers)->Meet(true, 0, 0)->ends;
  });
  auto workers = Workers::Join(Options(0, 2, 1));
  ASSERT_TRUE(workers.ok());
  do {
    EXPECT_FALSE((*workers)->Meet(false, 0, 0)->ends);
    EXPECT_EQ((*workers)->count(), 1);
  } while (!ended);
  other.join();
}

TEST_F(WorkersTest, WhoeverDoesNotComeIsNotWaitedForLong) {
  WorkersOptions options = Options(0, 2);
  options.timeout_seconds = 0.5;
  auto workers = Workers::Join(options);
  ASSERT_TRUE(workers.ok());
  auto met = (*workers)->Meet(false, 0, 0);
  ASSERT_FALSE(met.ok());
  EXPECT_THAT(met.error().message, HasSubstr("the 2 workers did not find each other"));
}

TEST_F(WorkersTest, WhoFindsNobodyIsToldWhereItLooked) {
  WorkersOptions options = Options(1, 2);
  options.timeout_seconds = 0.5;
  options.rendezvous = "tcp://127.0.0.1:1";
  auto workers = Workers::Join(options);
  ASSERT_FALSE(workers.ok());
  EXPECT_THAT(workers.error().message,
              HasSubstr("does not find the first worker at tcp://127.0.0.1:1"));
}

TEST_F(WorkersTest, APortInUseIsNamed) {
  Result<Socket> taken = Listen({"127.0.0.1", 0}, In(0));
  ASSERT_TRUE(taken.ok());
  WorkersOptions options = Options(0, 2);
  options.timeout_seconds = 0.3;
  options.rendezvous = "tcp://" + Text(LocalOf(*taken));
  auto workers = Workers::Join(options);
  ASSERT_FALSE(workers.ok());
  EXPECT_THAT(workers.error().message, HasSubstr("or choose another port"));
  options.rendezvous = "tcp://192.0.2.1:29500";  // nobody's
  workers = Workers::Join(options);
  ASSERT_FALSE(workers.ok());
  EXPECT_THAT(workers.error().message, HasSubstr("--worker-address"));
}

// The first of an earlier start still listens, and goes away; then comes the one of this start.
TEST_F(WorkersTest, StartedAgainTheyMeetAtTheSamePort) {
  HostPort place;
  {
    Result<Socket> free = Listen({"127.0.0.1", 0}, In(0));
    ASSERT_TRUE(free.ok());
    place = LocalOf(*free);
  }
  const auto options = [&](int32_t rank, int32_t attempt) {
    WorkersOptions options = Options(rank, 2);
    options.rendezvous = "tcp://" + Text(place);
    options.attempt = attempt;
    return options;
  };
  std::atomic<bool> found{false};
  auto earlier = Workers::Join(options(0, 0), "earlier");
  ASSERT_TRUE(earlier.ok()) << earlier.error().message;
  std::thread other([&] {
    auto workers = Workers::Join(options(1, 1));
    ASSERT_TRUE(workers.ok()) << workers.error().message;
    EXPECT_EQ((*workers)->plan(), "this");
    found = true;
    EXPECT_TRUE((*workers)->Meet(false, 0, 0).ok());
  });
  std::this_thread::yield();
  EXPECT_FALSE(found);
  earlier->reset();
  auto workers = Workers::Join(options(0, 1), "this");
  ASSERT_TRUE(workers.ok()) << workers.error().message;
  EXPECT_TRUE((*workers)->Meet(false, 0, 0).ok());
  other.join();
}

TEST_F(WorkersTest, WrongNumbersAreRefused) {
  EXPECT_FALSE(Workers::Join(Options(2, 2)).ok());
  EXPECT_FALSE(Workers::Join(Options(-1, 2)).ok());
  EXPECT_FALSE(Workers::Join({.rank = 0, .count = 2}).ok());
  EXPECT_TRUE(Workers::Join({.rank = 0, .count = 1}).ok());
}

TEST_F(WorkersTest, ARankThatTheRunDoesNotHaveIsRefused) {
  auto first = Workers::Join(Options(0, 2));
  ASSERT_TRUE(first.ok());
  auto other = Workers::Join(Options(2, 3));
  ASSERT_FALSE(other.ok());
  EXPECT_THAT(other.error().message, HasSubstr("worker 2 of 2"));
}

TEST_F(WorkersTest, NumbersOfWorkers) {
  WorkersOptions options;
  ASSERT_TRUE(ParseCount("4", options).ok());
  EXPECT_EQ(options.count, 4);
  EXPECT_FALSE(options.changes());
  ASSERT_TRUE(ParseCount("2:4", options).ok());
  EXPECT_EQ(options.count, 4);
  EXPECT_EQ(options.least, 2);
  EXPECT_TRUE(options.changes());
  for (const char* wrong : {"", "0", "-1", "x", "2:", ":2", "4:2", "0:2", "2:4:6", "9999"}) {
    EXPECT_FALSE(ParseCount(wrong, options).ok()) << wrong;
  }
}

TEST_F(WorkersTest, TheEnvironmentNamesTheWorker) {
  ::setenv("SLURM_PROCID", "3", 1);
  ::setenv("SLURM_NTASKS", "5", 1);
  ::setenv("SLURM_LOCALID", "1", 1);
  auto options = WorkersFromEnvironment({});
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(options->rank, 3);
  EXPECT_EQ(options->count, 5);
  EXPECT_EQ(options->local_rank, 1);
  EXPECT_EQ(WorkersFromEnvironment({.rank = 1, .count = 2})->rank, 1);
  EXPECT_EQ(WorkersFromEnvironment({.count = 8, .least = 2})->rank, 3);
  ::setenv("SLURM_NTASKS", "many", 1);
  EXPECT_FALSE(WorkersFromEnvironment({}).ok());
  ::unsetenv("SLURM_NTASKS");
  EXPECT_FALSE(WorkersFromEnvironment({}).ok());
}

TEST_F(WorkersTest, TheEnvironmentOfTorchrun) {
  ::setenv("RANK", "3", 1);
  ::setenv("WORLD_SIZE", "4", 1);
  ::setenv("LOCAL_RANK", "1", 1);
  ::setenv("MASTER_ADDR", "node1", 1);
  ::setenv("TORCHELASTIC_RESTART_COUNT", "2", 1);
  auto options = WorkersFromEnvironment({});
  ASSERT_FALSE(options.ok());
  EXPECT_THAT(options.error().message, HasSubstr("only one of MASTER_ADDR and MASTER_PORT"));
  EXPECT_TRUE(WorkersFromEnvironment({.rendezvous = "folder"}).ok());
  EXPECT_TRUE(WorkersFromEnvironment({.count = 1}).ok());
  ::setenv("MASTER_PORT", "29500", 1);
  options = WorkersFromEnvironment({});
  ASSERT_TRUE(options.ok()) << options.error().message;
  EXPECT_EQ(options->rank, 3);
  EXPECT_EQ(options->count, 4);
  EXPECT_EQ(options->local_rank, 1);
  EXPECT_EQ(options->attempt, 2);
  EXPECT_EQ(options->rendezvous, "tcp://node1:29500");
  EXPECT_EQ(WorkersFromEnvironment({.rendezvous = "folder"})->rendezvous, "folder");
  ::setenv("TORCHELASTIC_USE_AGENT_STORE", "True", 1);
  EXPECT_EQ(WorkersFromEnvironment({})->rendezvous, "tcp://node1:29501");
  ::setenv("MASTER_PORT", "http", 1);
  EXPECT_FALSE(WorkersFromEnvironment({}).ok());
}

}  // namespace
}  // namespace fastnode::learn
