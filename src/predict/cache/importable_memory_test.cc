#include "predict/cache/importable_memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <latch>

#include "support/file.h"

namespace fastnode::predict {
namespace {

namespace fs = std::filesystem;

TEST(ImportableMemory, GivesWhatIsReadByThen) {
  std::latch may_read(1);
  std::vector<std::string> read;
  ImportableMemory memory(
      [&](const std::string& folder, const GoOn&) {
        may_read.wait();
        read.push_back(folder);
        return auto_import::Index::Build(auto_import::Source::kPackages, folder, {});
      },
      {"/always"});
  const Importables early = memory.Get({"/b"}, TimePoint::min());
  EXPECT_TRUE(early.late);
  EXPECT_TRUE(early.list.empty());
  may_read.count_down();
  const Importables whole = memory.Get({"/b", "/always"}, std::nullopt);
  EXPECT_FALSE(whole.late);
  ASSERT_EQ(whole.list.size(), 3u);
  EXPECT_EQ(whole.list[1]->root(), "/always");
  (void)memory.Get({"/b"}, std::nullopt);
  EXPECT_EQ(read, (std::vector<std::string>{"", "/always", "/b"}));
}

TEST(ReadPackages, ReadsModulesAndFoldersOfThem) {
  const fs::path folder =
      fs::temp_directory_path() / ("fastnode_packages_" + std::to_string(::getpid()));
  auto write = [&](const std::string& name, const std::string& text) {
    fs::create_directories((folder / name).parent_path());
    CHECK(WriteFileAtomic((folder / name).string(), text).ok());
  };
  write("single.py", "class Kettle: ...\n");
  write("pkg/__init__.py", "from ._inside import Kettledrum\n");
  write("pkg/_inside.py", "class Kettledrum: ...\n");
  write("pkg/typed.py", "class KettleOld: ...\n");
  write("pkg/typed.pyi", "class KettleNew: ...\n");
  write("pkg/tests/test_x.py", "class KettleTest: ...\n");
  write("pkg-1.0.dist-info/x.py", "class KettleInfo: ...\n");
  Result<std::unique_ptr<EditorCache>> cache = EditorCache::Open((folder / "cache").string());
  ASSERT_TRUE(cache.ok());
  for (EditorCache* kept : {static_cast<EditorCache*>(nullptr), cache->get(), cache->get()}) {
    const Importable index = ReadPackages(folder.string(), kept, [] { return true; });
    std::vector<std::string> found;
    for (const auto& entry : index->Starting("kettle")) {
      found.push_back(std::string(index->ModuleOf(entry.file)) + "." +
                      std::string(index->NameOf(entry.name)));
    }
    EXPECT_EQ(found, (std::vector<std::string>{"single.Kettle", "pkg.Kettledrum",
                                               "pkg._inside.Kettledrum", "pkg.typed.KettleNew"}));
  }
  EXPECT_EQ(ReadPackages(folder.string(), nullptr, [] { return false; })->num_files(), 0u);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace fastnode::predict
