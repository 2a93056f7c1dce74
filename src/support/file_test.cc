#include "support/file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace fastnode {
namespace {

namespace fs = std::filesystem;

TEST(ListFilesTest, SkipsWhatVanishesMeanwhile) {
  const fs::path folder =
      fs::temp_directory_path() / ("fastnode_list_files_" + std::to_string(::getpid()));
  fs::create_directories(folder / "kept");
  ASSERT_TRUE(WriteFileAtomic((folder / "kept/a.py").string(), "a").ok());
  std::atomic<bool> stop = false;
  std::thread other([&] {
    std::error_code ignored;
    while (!stop) {
      for (int i = 0; i < 50; ++i) {
        fs::create_directories(folder / std::to_string(i) / "inner", ignored);
      }
      for (int i = 0; i < 50; ++i) fs::remove_all(folder / std::to_string(i), ignored);
    }
  });
  for (int i = 0; i < 1000; ++i) {
    Result<std::vector<std::string>> files = ListFiles(folder.string(), ".py");
    if (!files.ok()) ADD_FAILURE() << files.error().message;
    if (files.ok()) EXPECT_EQ(*files, std::vector<std::string>{"kept/a.py"});
  }
  stop = true;
  other.join();
  fs::remove_all(folder);
}

}  // namespace
}  // namespace fastnode
