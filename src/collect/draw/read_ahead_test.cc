#include "collect/draw/read_ahead.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace fastnode::draw {
namespace {

// Sample k has k as the name of its one node; those of `bad` are errors. Counts what was asked.
class Numbers : public SampleSource {
 public:
  Result<pack::Sample> Get(int64_t k) override {
    ++asked;
    if (k == bad) return Error{"sample " + std::to_string(k) + " is bad"};
    while (blocked && !interrupted) std::this_thread::yield();
    if (interrupted) return Error{"interrupted"};
    pack::Sample sample = pack::MakeSample();
    sample.node_names = {static_cast<int32_t>(k)};
    return sample;
  }
  void Interrupt() override { interrupted = true; }
  int32_t max_callers() const override { return allowed; }

  std::atomic<int> asked = 0;
  std::atomic<bool> interrupted = false, blocked = false;
  int64_t bad = -1;
  int32_t allowed = 1;
};

TEST(ReadAheadTest, GivesTheSamplesOfItsSourceInWhateverOrder) {
  ReadAhead ahead(std::make_unique<Numbers>(), {.num_ahead = 3});
  for (int64_t k : {0, 1, 2, 3, 10, 11, 4, 4, 0}) {
    Result<pack::Sample> sample = ahead.Get(k);
    ASSERT_TRUE(sample.ok());
    EXPECT_EQ(sample->node_names[0], k);
  }
}

// How many Gets there are at once: as many as asked for, if the source allows it.
TEST(ReadAheadTest, SeveralThreadsRead) {
  for (const int32_t allowed : {1, 3}) {
    auto source = std::make_unique<Numbers>();
    source->allowed = allowed;
    source->blocked = true;
    Numbers* numbers = source.get();
    ReadAhead ahead(std::move(source), {.num_ahead = 8, .num_threads = 5});
    std::thread caller([&] {
      for (int64_t k = 0; k < 100; ++k) {
        Result<pack::Sample> sample = ahead.Get(k);
        ASSERT_TRUE(sample.ok());
        EXPECT_EQ(sample->node_names[0], k);
      }
    });
    for (int i = 0; i < 2000 && numbers->asked < allowed; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(numbers->asked, allowed);
    numbers->blocked = false;
    caller.join();
  }
}

// How many were asked for when no more are: `expected`, if all is well.
int AskedAtLast(const Numbers& numbers, int expected) {
  for (int i = 0; i < 2000 && numbers.asked < expected; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  return numbers.asked;
}

TEST(ReadAheadTest, ReadsAgainWhenHalfIsLeft) {
  auto source = std::make_unique<Numbers>();
  const Numbers& numbers = *source;
  ReadAhead ahead(std::move(source), {.num_ahead = 4});
  EXPECT_EQ(AskedAtLast(numbers, 0), 0);
  ahead.Expect(0);
  EXPECT_EQ(AskedAtLast(numbers, 4), 4);
  ASSERT_TRUE(ahead.Get(0).ok());
  EXPECT_EQ(AskedAtLast(numbers, 4), 4);
  ASSERT_TRUE(ahead.Get(1).ok());
  EXPECT_EQ(AskedAtLast(numbers, 6), 6);
}

TEST(ReadAheadTest, ReadsNothingAheadBehindTheEnd) {
  auto source = std::make_unique<Numbers>();
  const Numbers& numbers = *source;
  ReadAhead ahead(std::move(source), {.num_ahead = 4, .end = 2});
  ASSERT_TRUE(ahead.Get(0).ok());
  EXPECT_EQ(AskedAtLast(numbers, 2), 2);
  ASSERT_TRUE(ahead.Get(1).ok());
  EXPECT_EQ(AskedAtLast(numbers, 2), 2);
  ASSERT_TRUE(ahead.Get(2).ok());
  EXPECT_EQ(AskedAtLast(numbers, 3), 3);
}

TEST(ReadAheadTest, AnErrorIsOfItsSampleAlone) {
  auto source = std::make_unique<Numbers>();
  source->bad = 1;
  ReadAhead ahead(std::move(source), {});
  EXPECT_TRUE(ahead.Get(0).ok());
  EXPECT_THAT(ahead.Get(1).error().message, testing::HasSubstr("sample 1 is bad"));
  EXPECT_TRUE(ahead.Get(2).ok());
}

TEST(ReadAheadTest, WhoWaitsIsToldToStop) {
  auto source = std::make_unique<Numbers>();
  source->blocked = true;
  std::atomic<bool> stop = false;
  ReadAhead ahead(std::move(source), {.stop = &stop});
  std::thread signal([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    stop = true;
  });
  EXPECT_EQ(ahead.Get(0).error().message, "interrupted");
  signal.join();
}

TEST(ReadAheadTest, AnInterruptEndsTheWaitAndTellsTheSource) {
  auto source = std::make_unique<Numbers>();
  source->blocked = true;
  Numbers* numbers = source.get();
  ReadAhead ahead(std::move(source), {});
  std::thread other([&] {
    while (numbers->asked == 0) std::this_thread::yield();
    ahead.Interrupt();
  });
  EXPECT_FALSE(ahead.Get(0).ok());
  other.join();
  EXPECT_TRUE(numbers->interrupted);
}

TEST(ReadAheadTest, EndsWhileItsSourceHangs) {
  auto source = std::make_unique<Numbers>();
  source->blocked = true;
  Numbers* numbers = source.get();
  ReadAhead ahead(std::move(source), {});
  std::thread waiting([&] { EXPECT_FALSE(ahead.Get(0).ok()); });
  while (numbers->asked == 0) std::this_thread::yield();
  numbers->Interrupt();
  waiting.join();
}

}  // namespace
}  // namespace fastnode::draw
