#include "learn/train/trainer.h"

#include <gtest/gtest.h>

#include <string>

#include "learn/model/parameters.h"
#include "learn/model/synthetic_sample.h"
#include "learn/model/weights.h"
#include "support/damage_for_test.h"
#include "support/json_mutants.h"

namespace fastnode::learn {
namespace {

constexpr SyntheticShape kShape = {};
constexpr Trainer::Device kDevice = {.name = "cpu", .threads = 1};

ModelConfig SmallConfig() {
  return {.hidden = 16,
          .layers = 2,
          .ranker_hidden = 12,
          .ranker_hidden2 = 8,
          .site_context = 4,
          .name_rows = kShape.name_rows,
          .type_rows = kShape.type_rows};
}

Trainer MakeTrainer(Recipe recipe = {}) {
  return std::move(Trainer::Make(SmallConfig(), recipe, 1, kDevice)).value();
}

void MakeSteps(Trainer& trainer, int64_t steps) {
  for (int64_t i = 0; i < steps; ++i) {
    ASSERT_TRUE(trainer.Step(SyntheticSample(kShape, 4, trainer.step())).ok());
  }
}

TEST(Trainer, TwoRunsGiveTheSameBytes) {
  Trainer first = MakeTrainer(), second = MakeTrainer();
  MakeSteps(first, 5);
  MakeSteps(second, 5);
  EXPECT_EQ(first.EncodeCheckpoint({}), second.EncodeCheckpoint({}));
}

TEST(Trainer, StepsAfterRestoreEqualStepsWithoutIt) {
  Recipe recipe;
  recipe.basis_every = 3;  // with bases that are not the first
  Trainer whole = MakeTrainer(recipe), first = MakeTrainer(recipe);
  MakeSteps(whole, 12);
  MakeSteps(first, 7);
  Result<Trainer> second = Trainer::Restore(first.EncodeCheckpoint({{"a", "b"}}), kDevice);
  ASSERT_TRUE(second.ok());
  MakeSteps(*second, 5);
  EXPECT_EQ(whole.EncodeCheckpoint({}), second->EncodeCheckpoint({}));
}

// Before that was a setting, each gradient was added.
TEST(Trainer, ACheckpointThatDoesNotSayWhenGradientsAreAddedAddsAll) {
  SafetensorsFile file = *DecodeSafetensorsFile(MakeTrainer().EncodeCheckpoint({}));
  for (auto& [name, state] : file.metadata) {
    Json json = *ParseJson(state);
    EXPECT_EQ(json["recipe"].erase("sums_every"), 1u);
    state = PrintJson(json);
  }
  Result<Trainer> trainer =
      Trainer::Restore(EncodeSafetensors(file.weights, file.metadata), kDevice);
  ASSERT_TRUE(trainer.ok());
  EXPECT_EQ(trainer->recipe().sums_every, 1);
}

TEST(Trainer, LossOfARepeatedSampleFalls) {
  Recipe recipe;
  recipe.warm_up = 5;
  Trainer trainer = MakeTrainer(recipe);
  pack::Sample sample = SyntheticSample(kShape, 4, 0);
  double first = 0, last = 0;
  for (int i = 0; i < 120; ++i) {
    Result<StepReport> step = trainer.Step(sample);
    ASSERT_TRUE(step.ok());
    last = step->metrics.All().MeanLoss();
    if (i == 0) first = last;
  }
  EXPECT_LT(last, 0.1 * first);
}

TEST(Trainer, AverageFollowsTheParameters) {
  Trainer trainer = MakeTrainer();
  const Weights before = trainer.AveragedWeights();
  MakeSteps(trainer, 3);
  EXPECT_NE(trainer.AveragedWeights().at("layer.0.self").data, before.at("layer.0.self").data);
  EXPECT_EQ(VerifyWeights(trainer.config(), trainer.AveragedWeights()), "");
}

TEST(Trainer, LearningRateDoesNotKnowTheEnd) {
  Recipe recipe{.learning_rate = 1, .warm_up = 10, .full_steps = 100};
  EXPECT_DOUBLE_EQ(recipe.LearningRate(1), 0.1);
  EXPECT_DOUBLE_EQ(recipe.LearningRate(10), 1.0);
  EXPECT_DOUBLE_EQ(recipe.LearningRate(100), 1.0);
  EXPECT_DOUBLE_EQ(recipe.LearningRate(400), 0.5);
}

TEST(Trainer, DamagedCheckpointsAreRefused) {
  Trainer trainer = MakeTrainer();
  std::string bytes = trainer.EncodeCheckpoint({});
  EXPECT_TRUE(Trainer::Restore(bytes, kDevice).ok());
  EXPECT_FALSE(Trainer::Restore("", kDevice).ok());
  auto refused = [](const std::string& damaged, const std::string& what) {
    EXPECT_FALSE(Trainer::Restore(damaged, kDevice).ok()) << what;
    EXPECT_FALSE(CheckpointNotes(damaged).ok()) << what;
  };
  ForEachDamage(bytes, refused, 1009);
  const size_t header = bytes.find("__metadata__");
  ForEachDamage(bytes.substr(header, 100), [&](const std::string& piece, const std::string& what) {
    refused(bytes.substr(0, header) + piece + bytes.substr(header + 100), "header: " + what);
  });
}

TEST(Trainer, UnknownDeviceIsRefused) {
  EXPECT_FALSE(Trainer::Make(SmallConfig(), {}, 1, {.name = "abacus"}).ok());
}

// Puts each type of JSON in each place of what a checkpoint says about itself.
TEST(Trainer, ACheckpointOfOtherTypesIsRefused) {
  const SafetensorsFile whole = *DecodeSafetensorsFile(MakeTrainer().EncodeCheckpoint({}));
  ASSERT_EQ(whole.metadata.size(), 1u);
  const auto& [name, state] = *whole.metadata.begin();
  int64_t refused = 0;
  ForEachJsonMutant(*ParseJson(state), [&, name = name](const Json& mutant) {
    const std::string bytes = EncodeSafetensors(whole.weights, {{name, PrintJson(mutant)}});
    EXPECT_NO_THROW(refused += !Trainer::Restore(bytes, kDevice).ok()) << PrintJson(mutant);
  });
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace fastnode::learn
