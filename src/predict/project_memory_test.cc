#include "predict/project_memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
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
      const KnownProject known = projects.Get(root, root + "/b.py");
      const uint64_t key = corpus::UsageKey(corpus::KeySpace::kBase, "x");
      if (known.table != nullptr && known.table->Find(key, name) != nullptr) return true;
    }
    return false;
  }

  const std::string root_ =
      (fs::temp_directory_path() / ("fastnode_projects_" + std::to_string(::getpid()))).string();
  const types::Library library_ = types::Library::Empty();
  const ReadProject read_ = [this](const std::string& root, const ReadProgress& progress) {
    return ProjectUsage::Read(root, library_, nullptr, progress);
  };
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

TEST_F(ProjectMemoryTest, TellHowFarTheyAreAndGiveUpWhenTheyEnd) {
  std::mutex mutex;
  std::vector<std::pair<size_t, size_t>> told;
  std::atomic<bool> begun = false;
  {
    ProjectMemory projects(
        [&](const std::string&, const ReadProgress& progress) {
          begun = true;
          for (size_t i = 0; progress(i % 1000, 1000); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
          }
          return Result<ProjectUsage>(Error{"stopped"});
        },
        [&](const std::string& root, size_t files, size_t of) {
          std::lock_guard lock(mutex);
          EXPECT_EQ(root, root_);
          told.emplace_back(files, of);
        });
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
