#include "predict/project_memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <string>
#include <thread>

#include "support/file.h"

namespace fastnode::predict {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

class ProjectMemoryTest : public testing::Test {
 protected:
  ProjectMemoryTest() {
    fs::create_directories(root_);
    Write("x.alpha\n");
  }
  ~ProjectMemoryTest() override { fs::remove_all(root_); }
  void Write(const std::string& text) { CHECK(WriteFileAtomic(root_ + "/a.py", text).ok()); }

  // Whether the project comes to have used the name, within some seconds.
  static bool ComesToUse(ProjectMemory& projects, const std::string& root,
                         const std::string& name) {
    const auto limit = Clock::now() + std::chrono::seconds(20);
    for (; Clock::now() < limit; std::this_thread::sleep_for(std::chrono::milliseconds(5))) {
      if (Uses(projects.Get(root, root + "/b.py"), name)) return true;
    }
    return false;
  }

  const std::string root_ =
      (fs::temp_directory_path() / ("fastnode_projects_" + std::to_string(::getpid()))).string();
  const types::Library library_ = types::Library::Empty();
  const ReadProject read_ = ProjectReader(library_, nullptr);
  // The same; how often it is done, and how many files it reads.
  std::atomic<int> readings_ = 0, files_ = 0;
  const ReadProject counting_ = [this](const std::string& root, ProjectUsage::Shared before,
                                       const ReadProgress& progress) {
    ++readings_;
    auto usage = read_(root, before, progress);
    if (usage.ok() && *usage != before) files_ += static_cast<int>((*usage)->num_read());
    return usage;
  };
  Question In(const std::string& file) const { return {.path = root_ + "/" + file, .root = root_}; }
  static bool Uses(const KnownProject& known, const std::string& name) {
    const uint64_t key = corpus::UsageKey(corpus::KeySpace::kBase, "x");
    return known.table != nullptr && known.table->Find(key, name).has_value();
  }
};

TEST_F(ProjectMemoryTest, AreReadInTheBackgroundAndAgainWhenFilesChanged) {
  ProjectMemory projects(read_);
  EXPECT_EQ(projects.Get(root_, root_ + "/b.py").table, nullptr);
  EXPECT_TRUE(ComesToUse(projects, root_, "alpha"));
  Write("x.beta\n");
  projects.Refresh(root_);
  projects.Refresh(root_);
  EXPECT_NE(projects.Get(root_, root_ + "/b.py").table, nullptr);  // what was, until it is read
  EXPECT_TRUE(ComesToUse(projects, root_, "beta"));
}

TEST_F(ProjectMemoryTest, ReadOnceForAllFilesOfAProject) {
  ProjectMemory projects(counting_);
  for (int i = 0; i < 50; ++i) {
    Result<KnownProject> known = projects.Await(In(std::to_string(i) + ".py"), {});
    ASSERT_TRUE(known.ok());
    EXPECT_TRUE(Uses(*known, "alpha"));
    EXPECT_EQ(known->part, nullptr);
    EXPECT_FALSE(known->late);
  }
  Result<KnownProject> known = projects.Await(In("a.py"), {});
  ASSERT_TRUE(known.ok());
  ASSERT_NE(known->part, nullptr);
  EXPECT_EQ(known->part->names, (std::vector<std::string>{"alpha", "x"}));
  EXPECT_EQ(readings_, 1);
  EXPECT_EQ(projects.Await({.path = "/no/root.py"}, {})->table, nullptr);
}

TEST_F(ProjectMemoryTest, AreLateIfTheyAreNotReadByTheDeadline) {
  std::promise<void> may_read;
  std::shared_future<void> allowed = may_read.get_future();
  ProjectMemory projects(
      [&](const std::string& root, ProjectUsage::Shared before, const ReadProgress& progress) {
        allowed.wait();
        return read_(root, std::move(before), progress);
      });
  const auto start = Clock::now();
  Result<KnownProject> known =
      projects.Await(In("b.py"), {.deadline = start + std::chrono::milliseconds(20)});
  ASSERT_TRUE(known.ok());
  EXPECT_TRUE(known->late);
  EXPECT_EQ(known->table, nullptr);
  EXPECT_GE(Clock::now(), start + std::chrono::milliseconds(10));
  may_read.set_value();
  known = projects.Await(In("b.py"), {.deadline = Clock::now() + std::chrono::hours(1)});
  ASSERT_TRUE(known.ok());
  EXPECT_FALSE(known->late);
  EXPECT_TRUE(Uses(*known, "alpha"));
}

TEST_F(ProjectMemoryTest, WhatCannotBeReadIsTriedAgain) {
  ProjectMemory projects(counting_);
  const Question question{.root = root_ + "/later"};
  for (int i = 0; i < 2; ++i) {
    Result<KnownProject> known = projects.Await(question, {});
    ASSERT_FALSE(known.ok());
    EXPECT_EQ(known.error().message.find("root: "), 0u);
  }
  fs::create_directories(question.root);
  EXPECT_TRUE(projects.Await(question, {}).ok());
  EXPECT_EQ(readings_, 3);
}

TEST_F(ProjectMemoryTest, AreLookedAtAgainAndOnlyWhatChangedIsRead) {
  CHECK(WriteFileAtomic(root_ + "/still.py", "y.still\n").ok());
  const std::chrono::milliseconds at_once{0};
  ProjectMemory projects(counting_, {.look_again = at_once, .rest = at_once});
  EXPECT_TRUE(Uses(*projects.Await(In("b.py"), {}), "alpha"));
  EXPECT_TRUE(Uses(*projects.Await(In("b.py"), {}), "alpha"));
  EXPECT_EQ(files_, 2);
  Write("x.beta\n");
  const KnownProject known = *projects.Await(In("a.py"), {});
  EXPECT_TRUE(Uses(known, "beta"));
  EXPECT_FALSE(Uses(known, "alpha"));
  EXPECT_EQ(known.part->names, (std::vector<std::string>{"beta", "x"}));
  EXPECT_EQ(files_, 3);
  // Who must answer in time takes what was read before.
  Write("x.gamma\n");
  EXPECT_TRUE(Uses(*projects.Await(In("b.py"), {.deadline = Clock::now()}), "beta"));
  EXPECT_TRUE(Uses(*projects.Await(In("b.py"), {}), "gamma"));
}

TEST_F(ProjectMemoryTest, TheEightLatestAreKept) {
  ProjectMemory projects(counting_);
  auto ask = [&](int number) {
    const std::string root = root_ + "/" + std::to_string(number);
    fs::create_directories(root);
    EXPECT_TRUE(projects.Await({.root = root}, {}).ok());
  };
  for (int i = 0; i < 9; ++i) ask(i);
  EXPECT_EQ(readings_, 9);
  for (int i = 8; i > 0; --i) ask(i);
  EXPECT_EQ(readings_, 9);
  ask(0);
  EXPECT_EQ(readings_, 10);
}

TEST_F(ProjectMemoryTest, TellHowFarTheyAreAndGiveUpWhenTheyEnd) {
  std::mutex mutex;
  std::vector<std::pair<size_t, size_t>> told;
  std::atomic<bool> begun = false;
  {
    ProjectMemory projects(
        [&](const std::string&, const ProjectUsage::Shared&, const ReadProgress& progress) {
          begun = true;
          for (size_t i = 0; progress(i % 1000, 1000); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
          }
          return Result<ProjectUsage::Shared>(Error{"stopped"});
        },
        {.tell = [&](const std::string& root, size_t files, size_t of) {
          std::lock_guard lock(mutex);
          EXPECT_EQ(root, root_);
          told.emplace_back(files, of);
        }});
    projects.Refresh(root_);  // never asked for
    projects.Get(root_, "");
    while (!begun) std::this_thread::yield();
  }
  ASSERT_GE(told.size(), 2u);
  EXPECT_EQ(told.front(), (std::pair<size_t, size_t>{0, 1000}));
  EXPECT_EQ(told.back(), (std::pair<size_t, size_t>{1, 1}));
}

}  // namespace
}  // namespace fastnode::predict
