#include "serve/progress.h"

#include <gtest/gtest.h>

#include <vector>

namespace fastnode::serve {
namespace {

using std::chrono::milliseconds;

class ProgressTest : public testing::Test {
 protected:
  void Tell(size_t done, int at_ms) {
    progress_.Tell("reading", done, 10, Progress::Clock::time_point(milliseconds(at_ms)));
  }
  // Kinds of $/progress, and "create".
  std::vector<std::string> Kinds() const {
    std::vector<std::string> kinds;
    for (const Json& message : sent_) {
      kinds.push_back(message["method"] == "$/progress"
                          ? message["params"]["value"]["kind"].get<std::string>()
                          : "create");
    }
    return kinds;
  }
  std::vector<Json> sent_;
  Progress progress_{[this](const Json& message) { sent_.push_back(message); }};
};

TEST_F(ProgressTest, IsToldOnceTheClientHasAgreed) {
  progress_.Enable();
  Tell(0, 1000);
  Tell(1, 1100);
  EXPECT_TRUE(sent_.empty());
  Tell(2, 1500);
  Tell(3, 2000);
  EXPECT_EQ(Kinds(), (std::vector<std::string>{"create"}));
  progress_.Answered(7, true);
  Tell(4, 2050);
  EXPECT_EQ(sent_.size(), 1u);
  progress_.Answered(sent_[0]["id"], true);
  Tell(5, 2100);
  Tell(6, 2200);  // too soon after the last
  Tell(7, 2400);
  Tell(10, 2450);
  EXPECT_EQ(Kinds(), (std::vector<std::string>{"create", "begin", "report", "end"}));
  EXPECT_EQ(sent_[1]["params"]["value"]["percentage"], 50);
  EXPECT_EQ(sent_[2]["params"]["value"]["message"], "7/10 files");
  EXPECT_EQ(sent_[2]["params"]["token"], sent_[0]["params"]["token"]);
}

TEST_F(ProgressTest, AClientThatCannotOrWillNotIsNotTold) {
  Tell(0, 1000);
  Tell(5, 9000);
  EXPECT_TRUE(sent_.empty());
  progress_.Enable();
  Tell(0, 10'000);
  Tell(1, 11'000);
  progress_.Answered(sent_[0]["id"], false);
  Tell(5, 12'000);
  Tell(10, 13'000);
  EXPECT_EQ(Kinds(), (std::vector<std::string>{"create"}));
}

TEST_F(ProgressTest, WhatIsSoonDoneIsNotToldAndTokensDiffer) {
  progress_.Enable();
  Tell(0, 1000);
  Tell(10, 1200);
  EXPECT_TRUE(sent_.empty());
  for (int round = 0; round < 2; ++round) {
    Tell(0, 2000);
    Tell(1, 3000);
    progress_.Answered(sent_.back()["id"], true);
    Tell(2, 4000);
    Tell(10, 5000);
  }
  ASSERT_EQ(sent_.size(), 6u);
  EXPECT_NE(sent_[0]["id"], sent_[3]["id"]);
}

}  // namespace
}  // namespace fastnode::serve
