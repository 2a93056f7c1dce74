#include "support/disk_cache.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>

#include "support/check.h"

namespace fastnode {
namespace {

namespace fs = std::filesystem;

class DiskCacheTest : public testing::Test {
 protected:
  ~DiskCacheTest() override { fs::remove_all(folder_); }
  std::unique_ptr<DiskCache> Open(const std::string& build = "one",
                                  uint64_t max_bytes = uint64_t{64} << 20) {
    auto opened = DiskCache::Open(folder_, {"a", "b"}, max_bytes, build);
    CHECK(opened.ok());
    return *std::move(opened);
  }
  const std::string folder_ =
      (fs::temp_directory_path() / ("fastnode_disk_cache_" + std::to_string(::getpid()))).string();
};

TEST_F(DiskCacheTest, KeepsWhatItWasGivenByTable) {
  {
    auto cache = Open();
    cache->Keep(0, "key", "value");
    EXPECT_EQ(cache->Find(0, "key"), "value");
    EXPECT_FALSE(cache->Find(1, "key"));
  }
  auto cache = Open();
  EXPECT_EQ(cache->Find(0, "key"), "value");
  EXPECT_FALSE(cache->Find(0, "other"));
  cache->Keep(0, "key", "newer");
  ASSERT_TRUE(cache->Flush().ok());
  EXPECT_EQ(cache->Find(0, "key"), "newer");
}

TEST_F(DiskCacheTest, WhatAnotherBuildMadeIsForgotten) {
  Open("one")->Keep(0, "key", "value");
  EXPECT_FALSE(Open("two")->Find(0, "key"));
  EXPECT_FALSE(Open("one")->Find(0, "key"));
}

TEST_F(DiskCacheTest, OnceFullItTakesNoMoreAndIsEmptiedWhenOpenedAgain) {
  constexpr uint64_t kSmall = uint64_t{30} << 20;
  {
    auto cache = Open("one", kSmall);
    for (int i = 0; i < 30; ++i) {
      cache->Keep(0, std::to_string(i), std::string(9 << 20, 'x'));  // written at once
      if (cache->full()) break;
    }
    EXPECT_TRUE(cache->full());
    EXPECT_TRUE(cache->Find(0, "0"));
    EXPECT_LE(cache->used_bytes(), kSmall);
  }
  EXPECT_FALSE(Open("one", kSmall)->Find(0, "0"));
}

// Killed at any moment: what is found afterwards is what was kept, and it can be added to.
TEST_F(DiskCacheTest, OutlivesProcessesThatAreKilledWhileTheyWrite) {
  auto value_of = [](int i) { return std::string(1000 + i % 50, static_cast<char>('a' + i % 26)); };
  for (int round = 0; round < 8; ++round) {
    const pid_t child = ::fork();
    CHECK(child >= 0);
    if (child == 0) {
      auto cache = Open();
      for (int i = 0;; i = (i + 1) % 5000) {
        cache->Keep(0, std::to_string(i), value_of(i));
        if (i % 20 == 0) (void)cache->Flush();
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + 17 * round));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    auto cache = Open();
    int found = 0;
    for (int i = 0; i < 5000; ++i) {
      const auto value = cache->Find(0, std::to_string(i));
      if (!value) continue;
      ++found;
      ASSERT_EQ(*value, value_of(i));
    }
    EXPECT_GT(found, 0) << round;
    cache->Keep(1, std::to_string(round), "more");
  }
  auto cache = Open();
  for (int round = 0; round < 8; ++round) EXPECT_EQ(cache->Find(1, std::to_string(round)), "more");
}

}  // namespace
}  // namespace fastnode
