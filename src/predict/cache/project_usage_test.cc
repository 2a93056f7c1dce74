#include "predict/cache/project_usage.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "collect/pack/candidates.h"
#include "collect/pack/usage_view.h"
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
  ProjectUsage::Shared Read(EditorCache* cache = nullptr, ProjectUsage::Shared before = nullptr) {
    auto project = ProjectUsage::Read(Path(""), library_, {cache, std::move(before)});
    CHECK(project.ok());
    return *std::move(project);
  }

  const fs::path folder_ =
      fs::temp_directory_path() / ("fastnode_project_usage_" + std::to_string(::getpid()));
  const types::Library library_ = types::Library::Empty();
};

TEST_F(ProjectUsageTest, KeepsThePartOfEachFile) {
  const ProjectUsage::Shared project = Read();
  auto part = project->PartOf(Path("pkg/../a.py"));
  ASSERT_NE(part, nullptr);
  EXPECT_EQ(part->names, std::vector<std::string>({"alpha", "x"}));
  EXPECT_EQ(project->PartOf(Path("none.py")), nullptr);
  EXPECT_EQ(project->num_files(), 2u);
  EXPECT_FALSE(ProjectUsage::Read("/nonexistent", library_).ok());
}

TEST_F(ProjectUsageTest, KnowsWhatCanBeImportedOfItsFiles) {
  Write("pkg/__init__.py", "from .b import Beta\n");
  Write("pkg/b.py", "class Beta: ...\n");
  const auto names = [](const ProjectUsage& project) {
    std::string names;
    for (const auto& entry : project.exports()->Starting("be")) {
      names += std::string(project.exports()->ModuleOf(entry.file)) + " ";
    }
    return names;
  };
  const ProjectUsage::Shared project = Read();
  EXPECT_EQ(names(*project), "pkg pkg.b ");
  Write("a.py", "def between(): ...\n");
  EXPECT_EQ(names(*Read(nullptr, project)), "pkg pkg.b a ");
}

// What candidates are made of (pack::UsageView), in all keys and names of the project.
std::string Seen(const pack::UsageAround& around, const std::vector<corpus::FileUsage>& parts) {
  const pack::UsageView view(around);
  std::string seen;
  for (const corpus::FileUsage& part : parts) {
    for (const corpus::FileUsage::Row& row : part.rows) {
      const auto key = view.Locate(row.key);
      const auto name = view.Resolve(part.names[row.name]);
      const corpus::UseCounts counts = view.Project(key, name);
      for (uint32_t count : counts) seen += std::to_string(count) + " ";
      seen += std::to_string(view.ProjectTotal(key)) + " " +
              std::to_string(view.ProjectFiles(key, name)) + ":";
      for (std::string_view most : view.MostOfProject(key, 3)) seen += " " + std::string(most);
      seen += "\n";
    }
  }
  return seen;
}

TEST_F(ProjectUsageTest, WithoutAPartIsAsReadWithoutTheFile) {
  const std::string data = std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus/pack/";
  for (const char* name : {"half_typed.py", "calls.py", "inventory.py"}) {
    Result<std::string> text = ReadFile(data + name);
    ASSERT_TRUE(text.ok());
    Write(name, *text);
  }
  Write("c.py", "class Box:\n    def open(self): pass\nBox().open().alpha\nx.beta(1, key=x)\n");
  const ProjectUsage::Shared whole = Read();
  Result<std::vector<std::string>> names = ListFiles(Path(""), ".py");
  ASSERT_TRUE(names.ok());
  ASSERT_EQ(names->size(), 6u);
  std::vector<corpus::FileUsage> parts;
  for (const std::string& name : *names) {
    if (const auto part = whole->PartOf(Path(name))) parts.push_back(*part);
  }
  for (const std::string& name : *names) {
    Result<std::string> text = ReadFile(Path(name));
    ASSERT_TRUE(text.ok());
    ASSERT_TRUE(RemoveFile(Path(name)).ok());
    const ProjectUsage::Shared without = Read();
    Write(name, *text);
    const auto part = whole->PartOf(Path(name));
    const std::string anew = Seen({&without->table()}, parts);
    EXPECT_EQ(Seen({&whole->table(), part.get()}, parts), anew) << name;
    EXPECT_NE(Seen({&whole->table()}, parts), anew) << name;
  }
}

TEST_F(ProjectUsageTest, ReadsOnlyWhatHasChanged) {
  const ProjectUsage::Shared first = Read();
  EXPECT_EQ(first->num_read(), 2u);
  EXPECT_EQ(Read(nullptr, first), first);
  Write("a.py", "x.gamma\n");
  const ProjectUsage::Shared second = Read(nullptr, first);
  EXPECT_EQ(second->num_read(), 1u);
  EXPECT_EQ(second->table().Encode(), Read()->table().Encode());
  EXPECT_NE(second->table().Encode(), first->table().Encode());
  ASSERT_TRUE(RemoveFile(Path("a.py")).ok());
  const ProjectUsage::Shared third = Read(nullptr, second);
  EXPECT_EQ(third->num_read(), 0u);
  EXPECT_EQ(third->num_files(), 1u);
  EXPECT_EQ(third->table().Encode(), Read()->table().Encode());
}

// Files are edited, removed, new, and no Python any more.
TEST_F(ProjectUsageTest, AnIndexBroughtUpToDateIsThatOfTheFiles) {
  Write("c.py", "import old\nold.a.b.c(d)\n");
  Write("d.py", "old.a.b.gone\n");
  const ProjectUsage::Shared before = Read();
  EXPECT_EQ(before->NumberOf(Path("pkg/../c.py")), 1);
  EXPECT_EQ(before->NumberOf(Path("none.py")), context::Index::kNoFile);
  Write("b.py", "import new\nnew.a.b.c(e)\n");
  Write("c.py", "old.a.b.edited\n");
  Write("d.py", std::string("old.a.b\0", 8));
  fs::remove(Path("a.py"));
  const ProjectUsage::Shared after = Read(nullptr, before);
  EXPECT_TRUE(after->index() == Read()->index());
  EXPECT_FALSE(after->index() == before->index());
  EXPECT_EQ(after->index().TextOf(context::tokens::OfName("gone")), "");
  EXPECT_EQ(after->index().TextOf(context::tokens::OfName("edited")), "edited");
  EXPECT_EQ(after->NumberOf(Path("c.py")), 1);
}

TEST_F(ProjectUsageTest, IsTheSameOutOfTheCache) {
  const std::string cache_folder = (folder_ / "cache").string();
  const std::string text = "x.alpha\n";
  {
    auto cache = std::move(EditorCache::Open(cache_folder)).value();
    EXPECT_FALSE(cache->Find(text, library_.content_hash()));
    EXPECT_EQ(Read(cache.get())->table().Encode(), Read()->table().Encode());
  }
  auto cache = std::move(EditorCache::Open(cache_folder)).value();  // as of another process
  EXPECT_TRUE(cache->Find(text, library_.content_hash()));
  EXPECT_FALSE(cache->Find(text, library_.content_hash() + 1));
  EXPECT_TRUE(cache->FindTree(HashContent(text)));
  EXPECT_EQ(Read(cache.get())->table().Encode(), Read()->table().Encode());
  Write("a.py", "x.gamma\n");
  EXPECT_EQ(Read(cache.get())->table().Encode(), Read()->table().Encode());
  // What is kept is what is given: otherwise the above would hold whatever the cache did.
  cache->Keep("x.gamma\n", library_.content_hash(), *cache->Find(text, library_.content_hash()));
  EXPECT_NE(Read(cache.get())->table().Encode(), Read()->table().Encode());
}

TEST_F(ProjectUsageTest, IsTheSameOutOfADamagedCache) {
  const std::string cache_folder = (folder_ / "cache").string();
  const std::string want = Read()->table().Encode();
  const std::string path = cache_folder + "/cache.bin";
  for (int number = 0; number < 40; ++number) {
    {
      auto cache = std::move(EditorCache::Open(cache_folder)).value();
      Read(cache.get());
    }
    const auto size = static_cast<int64_t>(fs::file_size(path));
    {
      std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(number % 8 == 0 ? number : size - 1 - 3 * number);
      file.put('\x55');
    }
    if (number % 5 == 0) fs::resize_file(path, static_cast<size_t>(size - number));
    auto cache = std::move(EditorCache::Open(cache_folder)).value();
    EXPECT_EQ(Read(cache.get())->table().Encode(), want) << number;
  }
  EXPECT_TRUE(fs::exists(path + ".damaged"));
}

TEST_F(ProjectUsageTest, TellsHowFarItIsAndCanBeStopped) {
  for (int i = 0; i < 100; ++i) Write("more" + std::to_string(i) + ".py", "y.delta\n");
  std::vector<size_t> told;
  auto progress = [&](size_t files, size_t of) {
    EXPECT_EQ(of, 102u);
    told.push_back(files);
    return told.size() < 3;
  };
  EXPECT_TRUE(ProjectUsage::Read(Path(""), library_, {.progress = progress}).ok());
  EXPECT_EQ(told, (std::vector<size_t>{0, 64}));
  EXPECT_FALSE(ProjectUsage::Read(Path(""), library_, {.progress = progress}).ok());
}

}  // namespace
}  // namespace fastnode::predict
