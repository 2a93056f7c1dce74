#include "learn/train/run_training.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::learn {
namespace {

using testing::HasSubstr;
using testing::Not;

TrainReport Report(double waited) {
  TrainReport report;
  report.steps = 100;
  report.seconds = 10;
  report.wait_seconds = waited;
  return report;
}

TEST(SummaryTest, SamplesThatAreThereInTimeAreNotBlamed) {
  TrainReport report = Report(0.1);
  report.spent.emplace().cold = 5;
  EXPECT_THAT(Summary(report), HasSubstr("1.0 % of the time waiting for samples"));
  EXPECT_THAT(Summary(report), HasSubstr("the network is the limit"));
}

TEST(SummaryTest, WaitingIsExplained) {
  TrainReport report = Report(4);
  EXPECT_THAT(Summary(report), HasSubstr("40.0 % of the time waiting for samples"));
  EXPECT_THAT(Summary(report), Not(HasSubstr("samples: ")));  // nobody said why
  pack::PhaseTimes& spent = report.spent.emplace();
  spent.cold = 800;
  spent.remembered = 7;
  spent.nanos[pack::PhaseTimes::Index(pack::Phase::kTypes)] = 3'000'000'000;
  spent.nanos[pack::PhaseTimes::Index(pack::Phase::kReading)] = 1'000'000'000;
  EXPECT_THAT(Summary(report),
              HasSubstr("samples: 800 graphs cut anew and 7 remembered, in 4.0 s of the server's "
                        "threads: types of expressions 75 %, reading and binding sources 25 %\n"));
  spent.cold = 0;
  EXPECT_THAT(Summary(report), HasSubstr("samples: all 7 graphs were remembered, found in 4.0 s"));
}

}  // namespace
}  // namespace fastnode::learn
