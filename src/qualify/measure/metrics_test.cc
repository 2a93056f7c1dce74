#include "qualify/measure/metrics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "qualify/measure/bootstrap.h"
#include "qualify/measure/calibration.h"
#include "support/random.h"

namespace fastnode::qualify {
namespace {

double MeanOf(Metric metric, const std::vector<int32_t>& ranks) {
  return Mean(Values(metric, ranks));
}

TEST(Metrics, AgreeWithRanksWorkedOutByHand) {
  const std::vector<int32_t> ranks = {0, 2, -1, 7};
  EXPECT_DOUBLE_EQ(MeanOf(Metric::kRecall1, ranks), .25);
  EXPECT_DOUBLE_EQ(MeanOf(Metric::kRecall3, ranks), .5);
  EXPECT_DOUBLE_EQ(MeanOf(Metric::kRecall5, ranks), .5);
  EXPECT_DOUBLE_EQ(MeanOf(Metric::kRecall10, ranks), .75);
  EXPECT_NEAR(MeanOf(Metric::kReciprocalRank, ranks), .364583, 5e-7);
  EXPECT_DOUBLE_EQ(MeanOf(Metric::kCoverage, ranks), .75);
}

TEST(Metrics, EachCutIsExclusiveOfItsNumber) {
  EXPECT_EQ(Value(Metric::kRecall1, 1), 0);
  EXPECT_EQ(Value(Metric::kRecall3, 3), 0);
  EXPECT_EQ(Value(Metric::kRecall5, 5), 0);
  EXPECT_EQ(Value(Metric::kRecall10, 10), 0);
  EXPECT_EQ(Value(Metric::kRecall10, 9), 1);
  EXPECT_EQ(Value(Metric::kCoverage, 99), 1);
}

TEST(Metrics, AlwaysFirstIsOneAndNeverIsZero) {
  for (Metric metric : kMetrics) {
    EXPECT_EQ(MeanOf(metric, {0, 0, 0}), 1) << Name(metric);
    EXPECT_EQ(MeanOf(metric, {-1, -1}), 0) << Name(metric);
  }
}

TEST(Bootstrap, OfEqualValuesHasNoWidth) {
  Estimate estimate = ClusteredMean({.5, .5, .5, .5}, {0, 0, 1, 2}, 1);
  EXPECT_EQ(estimate.value, .5);
  EXPECT_EQ(estimate.low, .5);
  EXPECT_EQ(estimate.high, .5);
}

TEST(Bootstrap, OfNothingIsZero) {
  Estimate estimate = ClusteredMean({}, {}, 1);
  EXPECT_EQ(estimate.value, 0);
  EXPECT_EQ(estimate.high, 0);
}

TEST(Bootstrap, DependsOnTheSeedAlone) {
  std::vector<double> values = {0, 1, 0, 1, 1, 1, 0, 0};
  std::vector<int32_t> clusters = {0, 1, 2, 3, 4, 5, 6, 7};
  Estimate a = ClusteredMean(values, clusters, 7), b = ClusteredMean(values, clusters, 7);
  EXPECT_EQ(a.low, b.low);
  EXPECT_EQ(a.high, b.high);
}

// Independent values: mean +- 1.96 standard errors, here sqrt(.25 / 400) = .025.
TEST(Bootstrap, AgreesWithTheNormalIntervalOfIndependentSites) {
  std::vector<double> values;
  std::vector<int32_t> clusters;
  for (int i = 0; i < 400; ++i) {
    values.push_back(i % 2);
    clusters.push_back(i);
  }
  Estimate estimate = ClusteredMean(values, clusters, 1);
  EXPECT_DOUBLE_EQ(estimate.value, .5);
  EXPECT_NEAR(estimate.low, .5 - 1.96 * .025, .006);
  EXPECT_NEAR(estimate.high, .5 + 1.96 * .025, .006);
}

// Four equal sites a file carry the information of one: the interval is that of 100, not of 400.
TEST(Bootstrap, WidensWhereSitesOfAFileAgree) {
  std::vector<double> values;
  std::vector<int32_t> clusters;
  for (int i = 0; i < 400; ++i) {
    values.push_back(i / 4 % 2);
    clusters.push_back(i / 4);
  }
  Estimate estimate = ClusteredMean(values, clusters, 1);
  EXPECT_NEAR(estimate.high - estimate.low, 2 * 1.96 * .05, .02);
}

// A true interval covers the truth 95 times in a hundred; with 300 repetitions the standard error
// of that share is .0126.
TEST(Bootstrap, CoversTheTruthAboutAsOftenAsItSays) {
  int covered = 0;
  constexpr int kRepetitions = 300;
  for (uint64_t r = 0; r < kRepetitions; ++r) {
    Random random(99, 1, r);
    std::vector<double> values;
    std::vector<int32_t> clusters;
    for (int32_t cluster = 0; cluster < 80; ++cluster) {
      double level = random.Uniform();  // of this file; its mean over files is 1/2
      for (int i = 0; i < 3; ++i) {
        values.push_back(random.Uniform() < level);
        clusters.push_back(cluster);
      }
    }
    Estimate estimate = ClusteredMean(values, clusters, r);
    covered += estimate.low <= .5 && .5 <= estimate.high;
  }
  EXPECT_GE(covered, kRepetitions * 90 / 100);
  EXPECT_LE(covered, kRepetitions * 99 / 100);
}

TEST(Bootstrap, SeesAPairedDifferenceThatSeparateIntervalsHide) {
  std::vector<double> a, difference;
  std::vector<int32_t> clusters;
  for (int i = 0; i < 200; ++i) {
    a.push_back(i % 2);
    difference.push_back(i % 20 == 0 ? 1 : 0);
    clusters.push_back(i);
  }
  EXPECT_GT(ClusteredMean(difference, clusters, 1).low, 0);
  Estimate alone = ClusteredMean(a, clusters, 1);
  EXPECT_GT(alone.high - alone.low, .05);
}

TEST(Bootstrap, LeavesOutClustersWithoutSites) {
  Estimate with_gap = ClusteredMean({0, 1, 1}, {0, 5, 9}, 3);
  Estimate without = ClusteredMean({0, 1, 1}, {0, 1, 2}, 3);
  EXPECT_EQ(with_gap.low, without.low);
  EXPECT_EQ(with_gap.high, without.high);
}

TEST(Calibration, IsZeroWhereProbabilitiesAreTrue) {
  std::vector<TopAnswer> answers;
  for (int i = 0; i < 100; ++i) answers.push_back({.25, i < 25});
  for (int i = 0; i < 100; ++i) answers.push_back({.75, i < 75});
  EXPECT_NEAR(MeasureCalibration(answers).error, 0, 1e-12);
}

TEST(Calibration, IsTheMeanGapByHand) {
  // Bin [.2, .3): .2 said, all right, one of five sites: gap .8.
  Calibration calibration =
      MeasureCalibration({{.95, true}, {.95, false}, {.2, true}, {1.0, true}, {1.0, true}});
  // Last bin: (.95 + .95 + 1 + 1) / 4 = .975 said, .75 right, four of five sites.
  EXPECT_NEAR(calibration.error, (4 * .225 + .8) / 5, 1e-12);
  EXPECT_EQ(calibration.bins[9].count, 4);
  EXPECT_EQ(calibration.bins[2].count, 1);
}

TEST(Calibration, SaysWhatChanceAloneMakes) {
  // One answer of .5 is .5 off, right or wrong. The sum of two of .25 is 0, 1 or 2 with 9, 6 and 1
  // of 16, and .5 is its mean: (9 * .5 + 6 * .5 + 1.5) / 16 = .5625 off.
  EXPECT_NEAR(MeasureCalibration({{.5, true}}).by_chance, .5, 1e-12);
  EXPECT_NEAR(MeasureCalibration({{.25, true}, {.25, false}}).by_chance, .5625 / 2, 1e-12);
  EXPECT_NEAR(MeasureCalibration({{1.0, true}, {0.0, false}}).by_chance, 0, 1e-12);
}

// Drawn from their own probabilities, answers have the error of chance, and no bias.
TEST(Calibration, OfTrueProbabilitiesIsThatOfChance) {
  double error = 0, by_chance = 0, bias = 0;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed, 1, 1);
    std::vector<TopAnswer> answers;
    for (int i = 0; i < 1000; ++i) {
      const double probability = random.Uniform();
      answers.push_back({probability, random.Uniform() < probability});
    }
    const Calibration calibration = MeasureCalibration(answers);
    error += calibration.error / 50;
    by_chance += calibration.by_chance / 50;
    bias += calibration.bias / 50;
  }
  EXPECT_NEAR(error, by_chance, .002);
  EXPECT_GT(by_chance, .025);
  EXPECT_NEAR(bias, 0, .005);
}

TEST(Calibration, SaysWhetherItIsTooSure) {
  EXPECT_NEAR(MeasureCalibration({{.95, true}, {.95, false}, {.2, true}}).bias, (-.9 + .8) / 3,
              1e-12);
}

TEST(Calibration, OfNothingIsZero) { EXPECT_EQ(MeasureCalibration({}).error, 0); }

}  // namespace
}  // namespace fastnode::qualify
