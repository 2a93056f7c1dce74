#include "learn/train/in_order.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>

namespace fastnode::learn {
namespace {

using Numbers = InOrder<int64_t, std::unique_ptr<int64_t>>;

// Later ones are ready sooner.
std::unique_ptr<int64_t> Square(int64_t k) {
  std::this_thread::sleep_for(std::chrono::milliseconds(k % 3 == 0 ? 3 : 0));
  return std::make_unique<int64_t>(k * k);
}

TEST(InOrder, HandsOutInOrderWhateverTheNumberOfThreads) {
  for (int threads : {1, 2, 7}) {
    int64_t last_taken = 4;
    Numbers numbers(
        threads, 5, 65,
        [&](int64_t k) {
          EXPECT_EQ(k, ++last_taken);  // one at a time: no lock is needed here
          return k;
        },
        Square);
    for (int64_t k = 5; k < 65; ++k) ASSERT_EQ(*numbers.Next(), k * k) << threads;
  }
}

TEST(InOrder, TakesNoMoreThanAFewAhead) {
  std::atomic<int64_t> taken{0};
  Numbers numbers(
      2, 0, 1000,
      [&](int64_t k) {
        ++taken;
        return k;
      },
      Square);
  for (int64_t k = 0; k < 10; ++k) numbers.Next();
  EXPECT_LE(taken, 14);
  while (taken < 14) std::this_thread::yield();  // two threads, two each ahead
  EXPECT_EQ(taken, 14);
}

TEST(InOrder, EndsWithThingsLeft) {
  std::atomic<int64_t> made{0};
  {
    Numbers numbers(
        3, 0, 1000, [](int64_t k) { return k; },
        [&](int64_t k) {
          ++made;
          return Square(k);
        });
    numbers.Next();
  }
  EXPECT_LT(made, 20);
}

}  // namespace
}  // namespace fastnode::learn
