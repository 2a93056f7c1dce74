#include "collect/pack/phase.h"

#include <gtest/gtest.h>

namespace fastnode::pack {
namespace {

PhaseTimes Times() {
  PhaseTimes times;
  times.nanos[PhaseTimes::Index(Phase::kTypes)] = 3'000'000'000;
  times.nanos[PhaseTimes::Index(Phase::kCandidates)] = 990'000'000;
  times.nanos[PhaseTimes::Index(Phase::kRemembered)] = 10'000'000;
  times.cold = 800;
  times.remembered = 7;
  return times;
}

// Not how long, which no test can know, but that all of it is booked somewhere, and only once.
TEST(PhaseTest, TimeGoesToTheInnermostScope) {
  PhaseClock clock;
  {
    PhaseScope reading(Phase::kReading);
    PhaseScope types(Phase::kTypes);
    PhaseScope::CountGraph(false);
  }
  PhaseScope::CountGraph(true);
  const PhaseTimes first = clock.Read();
  EXPECT_GT(first.Seconds(Phase::kTypes), 0);
  EXPECT_EQ(first.Seconds(Phase::kCandidates), 0);
  EXPECT_EQ(first.cold, 1);
  EXPECT_EQ(first.remembered, 1);
  const PhaseTimes later = clock.Read().Since(first);
  EXPECT_EQ(later.Seconds(), later.Seconds(Phase::kChoosing));
  EXPECT_EQ(later.cold, 0);
}

TEST(PhaseTest, AThreadWithoutAClockMeasuresNothing) {
  { PhaseScope reading(Phase::kReading); }
  PhaseScope::CountGraph(true);
  PhaseClock clock;
  EXPECT_EQ(clock.Read().remembered, 0);
  EXPECT_EQ(clock.Read().Seconds(Phase::kReading), 0);
}

TEST(PhaseTest, TimesComeBackFromJson) {
  const Json json = ToJson(Times());
  EXPECT_EQ(json["seconds"].size(), static_cast<size_t>(kNumPhases));
  EXPECT_EQ(ToJson(PhaseTimesFromJson(json)), json);
  for (const char* odd : {"1", "{}", R"({"graphs": 1, "seconds": {"types": "x", "reading": -1}})",
                          R"({"seconds": {"types": 1e300}})"}) {
    EXPECT_EQ(PhaseTimesFromJson(*ParseJson(odd)).Seconds(), 0) << odd;
  }
}

TEST(PhaseTest, SharesAreSaidLargestFirst) {
  EXPECT_EQ(Shares(Times()), "types of expressions 75 %, candidates and their features 25 %");
  EXPECT_EQ(Shares({}), "");
  EXPECT_NEAR(Times().ColdSeconds(), 3.99, 1e-9);
}

}  // namespace
}  // namespace fastnode::pack
