// The known answers of gates: made-up differences of which it is plain what they must give.
#include "qualify/measure/gates.h"

#include <gtest/gtest.h>

#include "qualify/measure/summary.h"

namespace fastnode::qualify {
namespace {

// The model less another, the same in every metric.
Difference Less(const std::string& against, double value, double low, double high) {
  Difference difference{against, {}, {}};
  for (Metric metric : kMetrics) difference.by_file[metric] = {value, low, high};
  return difference;
}

std::string Failed(const std::vector<Gate>& gates) {
  std::string text;
  for (const Gate& gate : gates) {
    if (!gate.passed) text += PrintGate(gate) + "\n";
  }
  return text;
}

TEST(Gates, AModelMustBeAboveEveryBaseline) {
  EXPECT_EQ(Failed(JudgeGates(9, {Less("popularity", .1, .05, .2), Less("counts", .2, .1, .3)})),
            "");
  EXPECT_EQ(Failed(JudgeGates(9, {Less("recency", .1, 0, .2), Less("counts", -.012, -.03, .005)})),
            "recall@1 above counts: -1.2 [-3.0, +0.5]\nmrr above counts: -1.2 [-3.0, +0.5]\n");
  // As good is not above; at a glance it is enough.
  EXPECT_EQ(Failed(JudgeGates(9, {Less("popularity", 0, 0, 0)})),
            "recall@1 above popularity: +0.0 [+0.0, +0.0]\n"
            "mrr above popularity: +0.0 [+0.0, +0.0]\n");
}

TEST(Gates, AModelMustNotBeWorseThanThePreviousReleaseBeyondChance) {
  EXPECT_EQ(Failed(JudgeGates(9, {Less("previous", -.02, -.05, .01)})), "");
  EXPECT_EQ(Failed(JudgeGates(9, {Less("previous", .02, .01, .03)})), "");
  EXPECT_EQ(Failed(JudgeGates(9, {Less("previous", -.02, -.03, -.01)})),
            "recall@1 no worse than the previous release: -2.0 [-3.0, -1.0]\n"
            "recall@5 no worse than the previous release: -2.0 [-3.0, -1.0]\n"
            "mrr no worse than the previous release: -2.0 [-3.0, -1.0]\n");
}

TEST(Gates, TheModelBeforeCompressionIsNoGate) {
  EXPECT_EQ(Failed(JudgeGates(9, {Less("uncompressed", -.5, -.6, -.4)})), "");
}

TEST(Gates, NothingMeasuredIsNothingPassed) {
  EXPECT_EQ(Failed(JudgeGates(0, {})), "there are sites\n");
}

}  // namespace
}  // namespace fastnode::qualify
