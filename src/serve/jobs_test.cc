#include "serve/jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace fastnode::serve {
namespace {

using namespace std::chrono_literals;

TEST(Jobs, InOrderAndEachOnce) {
  std::vector<int> answers;
  {
    Jobs jobs([&](const Json& reply) { answers.push_back(reply); });
    for (int i = 0; i < 100; ++i) jobs.Add({i, [i] { return Json(i); }, nullptr});
  }
  ASSERT_EQ(answers.size(), 100u);
  EXPECT_TRUE(std::is_sorted(answers.begin(), answers.end()));
}

TEST(Jobs, WhatIsLateIsAnsweredFromWhatIsAtHand) {
  std::mutex mutex;
  std::vector<std::string> answers;
  {
    Jobs jobs([&](const Json& reply) {
      std::lock_guard lock(mutex);
      answers.push_back(reply);
    });
    auto slow = [] {
      std::this_thread::sleep_for(300ms);
      return Json("slow");
    };
    const auto soon = Clock::now() + 20ms;
    jobs.Add({1, slow, [] { return Json("late 1"); }, soon});
    jobs.Add({2, slow, [] { return Json("late 2"); }, soon + 10ms});  // waits behind it
    jobs.Add({3, slow, nullptr, soon});                               // is waited for
  }
  EXPECT_THAT(answers, testing::ElementsAre("late 1", "late 2", "slow"));
}

TEST(Jobs, CancelledWhetherItWaitsOrIsAtWork) {
  std::mutex mutex;
  std::vector<std::string> answers;
  std::atomic<bool> begun = false;
  {
    Jobs jobs([&](const Json& reply) {
      std::lock_guard lock(mutex);
      answers.push_back(reply);
    });
    jobs.Add({1,
              [&] {
                begun = true;
                std::this_thread::sleep_for(200ms);
                return Json("done 1");
              },
              nullptr});
    jobs.Add({2, [] { return Json("done 2"); }, nullptr});
    while (!begun) std::this_thread::sleep_for(1ms);
    jobs.Cancel(1, "cancelled 1");
    jobs.Cancel(2, "cancelled 2");
    jobs.Cancel(2, "again");
    jobs.Cancel(7, "unknown");
  }
  EXPECT_THAT(answers, testing::ElementsAre("cancelled 1", "cancelled 2"));
}

}  // namespace
}  // namespace fastnode::serve
