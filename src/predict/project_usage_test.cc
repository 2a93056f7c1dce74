#include "predict/project_usage.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "predict/completer.h"
#include "support/file.h"

namespace fastnode::predict {
namespace {

namespace fs = std::filesystem;

class ProjectUsageTest : public testing::Test {
 protected:
  ProjectUsageTest() {
    Write("a.py", "x.alpha\n");
    Write("pkg/b.py", "x.beta\n");
  }
  ~ProjectUsageTest() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) {
    const fs::path path = folder_ / "project" / name;
    fs::create_directories(path.parent_path());
    CHECK(WriteFileAtomic(path.string(), text).ok());
  }
  std::string Path(const std::string& name) const { return (folder_ / "project" / name).string(); }
  ProjectUsage Read(UsageCache* cache = nullptr) {
    Result<ProjectUsage> project = ProjectUsage::Read(Path(""), library_, cache);
    CHECK(project.ok());
    return *std::move(project);
  }

  const fs::path folder_ =
      fs::temp_directory_path() / ("fastnode_project_usage_" + std::to_string(::getpid()));
  const types::Library library_ = types::Library::Empty();
};

TEST_F(ProjectUsageTest, LeavesOutTheOpenFile) {
  Result<corpus::UsageTable> all = ReadProjectUsage(Path(""), "", library_);
  Result<corpus::UsageTable> but_a = ReadProjectUsage(Path(""), Path("a.py"), library_);
  ASSERT_TRUE(all.ok() && but_a.ok());
  const ProjectUsage project = Read();
  EXPECT_EQ(project.table().Encode(), all->Encode());
  auto part = project.PartOf(Path("pkg/../a.py"));
  ASSERT_NE(part, nullptr);
  EXPECT_EQ(part->names, std::vector<std::string>({"alpha", "x"}));
  EXPECT_EQ(project.PartOf(Path("none.py")), nullptr);
  uint64_t key = corpus::UsageKey(corpus::KeySpace::kBase, "x");
  EXPECT_EQ(all->Rows(key).size(), 2u);
  ASSERT_EQ(but_a->Rows(key).size(), 1u);
  EXPECT_EQ(but_a->Name(but_a->Rows(key)[0].name), "beta");
  EXPECT_FALSE(ReadProjectUsage("/nonexistent", "", library_).ok());
}

TEST_F(ProjectUsageTest, IsTheSameOutOfTheCache) {
  const std::string cache_folder = (folder_ / "cache").string();
  const std::string text = "x.alpha\n";
  {
    auto cache = std::move(UsageCache::Open(cache_folder)).value();
    EXPECT_FALSE(cache->Find(text, library_.content_hash()));
    EXPECT_EQ(Read(cache.get()).table().Encode(), Read().table().Encode());
  }
  auto cache = std::move(UsageCache::Open(cache_folder)).value();  // as of another process
  EXPECT_TRUE(cache->Find(text, library_.content_hash()));
  EXPECT_FALSE(cache->Find(text, library_.content_hash() + 1));
  EXPECT_EQ(Read(cache.get()).table().Encode(), Read().table().Encode());
  Write("a.py", "x.gamma\n");
  EXPECT_EQ(Read(cache.get()).table().Encode(), Read().table().Encode());
  // What is kept is what is given: otherwise the above would hold whatever the cache did.
  cache->Keep("x.gamma\n", library_.content_hash(), *cache->Find(text, library_.content_hash()));
  EXPECT_NE(Read(cache.get()).table().Encode(), Read().table().Encode());
}

TEST_F(ProjectUsageTest, IsTheSameOutOfADamagedCache) {
  const std::string cache_folder = (folder_ / "cache").string();
  const std::string want = Read().table().Encode();
  const std::string path = cache_folder + "/cache.bin";
  for (int number = 0; number < 40; ++number) {
    {
      auto cache = std::move(UsageCache::Open(cache_folder)).value();
      Read(cache.get());
    }
    const auto size = static_cast<int64_t>(fs::file_size(path));
    {
      std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(number % 8 == 0 ? number : size - 1 - 3 * number);
      file.put('\x55');
    }
    if (number % 5 == 0) fs::resize_file(path, static_cast<size_t>(size - number));
    auto cache = std::move(UsageCache::Open(cache_folder)).value();
    EXPECT_EQ(Read(cache.get()).table().Encode(), want) << number;
  }
  EXPECT_TRUE(fs::exists(path + ".damaged"));
}

TEST_F(ProjectUsageTest, TellsHowFarItIsAndCanBeStopped) {
  std::vector<size_t> told;
  auto progress = [&](size_t files, size_t of) {
    EXPECT_EQ(of, 2u);
    told.push_back(files);
    return told.size() < 3;
  };
  EXPECT_TRUE(ProjectUsage::Read(Path(""), library_, nullptr, progress).ok());
  EXPECT_EQ(told, (std::vector<size_t>{0, 1}));
  EXPECT_FALSE(ProjectUsage::Read(Path(""), library_, nullptr, progress).ok());
}

}  // namespace
}  // namespace fastnode::predict
