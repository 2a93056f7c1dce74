#include "support/disk_cache.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "support/check.h"
#include "support/file_lock.h"

namespace fastnode {
namespace {

namespace fs = std::filesystem;

class DiskCacheTest : public testing::Test {
 protected:
  ~DiskCacheTest() override { fs::remove_all(folder_); }
  std::unique_ptr<DiskCache> Open(const std::string& build = "one",
                                  uint64_t max_bytes = uint64_t{64} << 20) {
    auto opened = DiskCache::Open(folder_, max_bytes, build);
    CHECK(opened.ok());
    return *std::move(opened);
  }
  uint64_t SizeOfFile() const { return fs::file_size(folder_ + "/cache.bin"); }
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

// Another process writes, say: it holds the lock.
TEST_F(DiskCacheTest, WhoKeepsDoesNotWaitForTheDisk) {
  auto cache = Open();
  {
    Result<FileLock> lock = FileLock::Take(folder_ + "/lock");
    ASSERT_TRUE(lock.ok());
    cache->Keep(0, "large", std::string(9 << 20, 'x'));
    cache->Keep(0, "next", "value");
    EXPECT_EQ(cache->Find(0, "next"), "value");
    EXPECT_FALSE(cache->full());
  }
  ASSERT_TRUE(cache->Flush().ok());
  cache.reset();
  EXPECT_TRUE(Open()->Find(0, "large"));
  EXPECT_TRUE(Open()->Find(0, "next"));
}

TEST_F(DiskCacheTest, OnceFullItTakesNoMoreAndIsEmptiedWhenOpenedAgain) {
  constexpr uint64_t kSmall = uint64_t{30} << 20, kValue = uint64_t{9} << 20;
  {
    auto cache = Open("one", kSmall);
    for (int i = 0; i < 30; ++i) {
      const uint64_t written = SizeOfFile() + kValue;
      // Worth a write of its own, and no other waits: two at once may be refused where one is not.
      cache->Keep(0, std::to_string(i), std::string(kValue, 'x'));
      const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
      while (SizeOfFile() < written && !cache->full()) {
        ASSERT_LT(std::chrono::steady_clock::now(), until);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
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

// Each byte of the file another, the file cut off and longer, pages of nothing; closed, and while
// it is open. What is found is what was kept; nothing else happens.
class DamagedCacheTest : public DiskCacheTest {
 protected:
  static constexpr uint64_t kSmall = uint64_t{1} << 20;
  static constexpr int kValues = 300;
  static std::string KeyOf(int i) { return "key " + std::to_string(i); }
  static std::string ValueOf(int i) {
    return std::string(20 + i % 90, static_cast<char>('a' + i % 26));
  }
  std::string path() const { return folder_ + "/cache.bin"; }

  void Fill(DiskCache& cache) {
    for (int i = 0; i < kValues; ++i) cache.Keep(static_cast<uint8_t>(i % 2), KeyOf(i), ValueOf(i));
    ASSERT_TRUE(cache.Flush().ok());
  }
  // How many are found; none is another's.
  static int Found(const DiskCache& cache) {
    int found = 0;
    for (int i = 0; i < kValues; ++i) {
      const auto value = cache.Find(static_cast<uint8_t>(i % 2), KeyOf(i));
      if (value) EXPECT_EQ(*value, ValueOf(i));
      found += value.has_value();
      EXPECT_FALSE(cache.Find(static_cast<uint8_t>(1 - i % 2), KeyOf(i)));
    }
    return found;
  }
  std::string Whole() {
    fs::remove_all(folder_);
    Fill(*Open("one", kSmall));
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // In place: who has the file open sees it.
  void Put(const std::string& bytes) {
    std::ofstream(path(), std::ios::binary | std::ios::trunc) << bytes;
  }
  // With what is damaged, as it is opened and as it is open.
  void Try(const std::string& whole, const std::string& damaged) {
    Put(damaged);
    {
      auto cache = Open("one", kSmall);
      EXPECT_LE(Found(*cache), kValues);
      Fill(*cache);
      EXPECT_EQ(Found(*cache), kValues);
    }
    Put(whole);
    auto cache = Open("one", kSmall);
    EXPECT_EQ(Found(*cache), kValues);
    Put(damaged);
    Found(*cache);
    cache->Keep(0, "more", "more");
    (void)cache->Flush();
    Found(*cache);
  }
};

TEST_F(DamagedCacheTest, GivesWhatWasKeptOrNothing) {
  const std::string whole = Whole();
  testing::internal::CaptureStderr();
  const size_t values = whole.size() - static_cast<size_t>(kValues) * 60;
  for (size_t at = 0; at < whole.size(); at += at < 40 ? 3 : at > values ? 173 : 1011) {
    std::string flipped = whole;
    flipped[at] ^= static_cast<char>(1 << at % 8);
    Try(whole, flipped);
    std::string zeros = whole;
    const size_t page = at / 4096 * 4096;
    std::fill_n(zeros.begin() + static_cast<ptrdiff_t>(page),
                std::min<size_t>(4096, zeros.size() - page), '\0');
    if (at % 7 == 0) Try(whole, zeros);
    if (at % 3 == 0) Try(whole, whole.substr(0, at));
  }
  Try(whole, whole + std::string(10'000, 'x'));
  testing::internal::GetCapturedStderr();
}

TEST_F(DamagedCacheTest, IsPutAsideOnceAndSaidOnce) {
  std::string bytes = Whole();
  bytes.back() ^= 1;
  Put(bytes);
  testing::internal::CaptureStderr();
  auto cache = Open("one", kSmall);
  for (int i = 0; i < 3; ++i) Found(*cache);
  Fill(*cache);
  EXPECT_EQ(Found(*cache), kValues);
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_EQ(said, "the cache " + path() + " was damaged: it is " + path() +
                      ".damaged now, and a new one is begun\n");
  EXPECT_TRUE(fs::exists(path() + ".damaged"));
  EXPECT_EQ(Found(*Open("one", kSmall)), kValues);
}

TEST_F(DiskCacheTest, MayBeDeletedWhileItIsOpen) {
  auto cache = Open();
  cache->Keep(0, "key", "value");
  ASSERT_TRUE(cache->Flush().ok());
  fs::remove_all(folder_);
  cache->Keep(0, "other", "value");
  EXPECT_FALSE(cache->Flush().ok());  // there is no folder
  fs::create_directories(folder_);
  cache->Keep(0, "third", "value");
  ASSERT_TRUE(cache->Flush().ok());
  EXPECT_EQ(Open()->Find(0, "third"), "value");
}

// What one keeps, the others find.
TEST_F(DiskCacheTest, IsSharedByProcessesThatWriteAtTheSameTime) {
  constexpr int kProcesses = 4, kEach = 2000;
  auto cache = Open();
  std::vector<pid_t> children;
  for (int p = 0; p < kProcesses; ++p) {
    const pid_t child = ::fork();
    CHECK(child >= 0);
    if (child == 0) {
      auto own = Open();
      for (int i = 0; i < kEach; ++i) {
        own->Keep(0, std::to_string(p) + "." + std::to_string(i), std::string(100, 'v'));
        if (i % 100 == 99 && !own->Flush().ok()) ::_exit(1);
      }
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (pid_t child : children) {
    int status = -1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  for (int p = 0; p < kProcesses; ++p) {
    for (int i = 0; i < kEach; ++i) {
      EXPECT_TRUE(cache->Find(0, std::to_string(p) + "." + std::to_string(i))) << p << " " << i;
    }
  }
}

}  // namespace
}  // namespace fastnode
