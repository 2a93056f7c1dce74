// The known-answer test of the whole measurement: a stub that always ranks the truth first must get
// 1 everywhere, one that never does 0, whatever stands between them and the numbers.
#include "qualify/measure/measure.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "collect/corpus/usage_builder.h"
#include "qualify/measure/held_out_for_test.h"
#include "qualify/measure/metrics.h"
#include "qualify/measure/summary.h"

namespace fastnode::qualify {
namespace {

double ValueOf(const Summary& summary, Metric metric) {
  return summary.all.methods[kModelMethod][metric].value;
}

TEST(Measure, AlwaysFirstIsOneInEveryMetricAndPasses) {
  Measured measured = MeasureWith(TrueAnswer);
  Summary summary = Summarise(MakeHeldOut().list, {measured}, 1);
  for (Metric metric : kMetrics) {
    EXPECT_EQ(ValueOf(summary, metric), 1) << Name(metric);
  }
  EXPECT_NEAR(summary.calibration.error, .1, 1e-6);
  EXPECT_TRUE(summary.passed());
}

TEST(Measure, NeverIsZeroInEveryMetricAndFails) {
  Measured measured = MeasureWith([](const predict::Request&, int32_t) {
    return predict::Answer{pack::Task::kAttribute, "", {{"wrong", 1.f, "attribute"}}};
  });
  Summary summary = Summarise(MakeHeldOut().list, {measured}, 1);
  for (Metric metric : kMetrics) EXPECT_EQ(ValueOf(summary, metric), 0);
  EXPECT_NEAR(summary.calibration.error, 1, 1e-6);
  EXPECT_FALSE(summary.passed());
}

TEST(Measure, AnErrorIsAMissAndCountedByReason) {
  Measured measured =
      MeasureWith([](const predict::Request& request, int32_t = 0) -> Result<predict::Answer> {
        if (request.question.text.find("beta") == std::string::npos) return Error{"too hard"};
        return TrueAnswer(request);
      });
  EXPECT_EQ(measured.errors[kModelMethod]["too hard"], 6);
  Summary summary = Summarise(MakeHeldOut().list, {measured}, 1);
  EXPECT_EQ(summary.all.sites, 12);
  EXPECT_DOUBLE_EQ(ValueOf(summary, Metric::kRecall1), .5);
}

TEST(Measure, NoMethodSeesTheTruthInTheFileAsStored) {
  // The stored counts of the file hold the truth, and the other files of the project too: "counts"
  // finds it there, in 2 of 3 files a project. With one file a project it can't.
  HeldOut held_out = MakeHeldOut();
  for (FileId f : held_out.list.files.ids()) {
    std::string own = "project" + std::to_string(f);
    held_out.list.files[f].ref.project = own;
    held_out.projects[own].usage = corpus::AddUp({held_out.usages[f]});
  }
  auto silent = [](const predict::Request&, int32_t) { return predict::Answer{}; };
  Measured alone = MeasureStub(held_out, silent, {1, 1, 0});
  Measured together = MeasureWith(silent);
  const auto counts = static_cast<size_t>(
      std::find(alone.methods.begin(), alone.methods.end(), "counts") - alone.methods.begin());
  for (int32_t rank : alone.ranks[counts]) EXPECT_EQ(rank, kNotFound);
  for (int32_t rank : together.ranks[counts]) EXPECT_GE(rank, 0);
}

TEST(Measure, ExamplesHoldWhatEachMethodSawAndGave) {
  Measured measured = MeasureWith(TrueAnswer);
  ASSERT_EQ(measured.examples.size(), 5u);
  for (const Example& example : measured.examples) {
    ASSERT_EQ(example.provided.size(), measured.methods.size());
    for (const auto& [method, provided] : example.provided) {
      EXPECT_EQ(provided.munged_buffer.size() + example.expected.size(), example.buffer.size());
    }
    EXPECT_EQ(example.provided[0].second.completions[0].name, example.expected);
  }
}

// A stub that knows the truth knows it whatever was typed; keys saved are those of names seen at
// once.
TEST(Measure, OtherConditionsAreMeasuredOnTheSameSitesOrTheFirstOfThem) {
  const HeldOut held_out = MakeHeldOut();
  std::vector<Measured> measured = {MeasureStub(held_out, TrueAnswer, {1, 2, 0})};
  EXPECT_EQ(measured[0].condition, kHeadline);
  const Besides besides[] = {{Condition::kOneTyped},
                             {Condition::kTwoTyped},
                             {Condition::kNothingBelow, 7},
                             {Condition::kWholeFile}};
  for (const auto& [condition, max_sites] : besides) {
    measured.push_back(MeasureStub(held_out, TrueAnswer, {1, 2, 0, condition, max_sites}));
  }
  const Summary summary = Summarise(held_out.list, measured, 1);
  ASSERT_EQ(summary.conditions.size(), 4u);
  EXPECT_EQ(summary.conditions[0].condition, Condition::kOneTyped);
  EXPECT_EQ(summary.conditions[0].all.sites, 12);
  EXPECT_EQ(summary.conditions[2].all.sites, 7);
  EXPECT_EQ(summary.conditions[2].slices[AttributeSlice::kOther].sites, 7);
  for (const OtherCondition& condition : summary.conditions) {
    EXPECT_EQ(condition.all.methods[kModelMethod][Metric::kRecall1].value, 1);
  }
  // beta: 1 - 1/4; gamma: 1 - 1/5.
  EXPECT_NEAR(summary.keys_saved[kModelMethod].value, (.75 + .8) / 2, 1e-9);
  EXPECT_EQ(summary.seen[0].name, "elsewhere in the file");
  EXPECT_EQ(summary.seen[0].sites, 0);
  EXPECT_EQ(summary.seen[1].sites, 12);
}

}  // namespace
}  // namespace fastnode::qualify
