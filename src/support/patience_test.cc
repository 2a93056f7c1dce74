#include "support/patience.h"

#include <gtest/gtest.h>

namespace fastnode {
namespace {

using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

TEST(PatienceTest, ItEndsAndIsSpokenOf) {
  Patience patience(1.2, {});
  CaptureStderr();
  int looks = 0;
  while (patience.Wait("waiting for rain")) ++looks;
  patience.Over("it rains");
  const std::string said = GetCapturedStderr();
  EXPECT_EQ(said, "waiting for rain; 0 s left\nit rains after 1 s\n");
  EXPECT_GT(looks, 1);
}

TEST(PatienceTest, ShortWaitsAreNotSpokenOfAndNoTimeIsNoWait) {
  CaptureStderr();
  Patience patience(100, {});
  EXPECT_TRUE(patience.Wait("waiting"));
  patience.Over("it came");
  EXPECT_FALSE(Patience(0, {}).Wait("waiting"));
  EXPECT_EQ(GetCapturedStderr(), "");
}

TEST(PatienceTest, WhoIsStoppedWaitsNoLonger) {
  Patience patience(100, [] { return true; }, {std::chrono::hours(1), std::chrono::hours(1)});
  EXPECT_FALSE(patience.Wait("waiting"));
}

}  // namespace
}  // namespace fastnode
