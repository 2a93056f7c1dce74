#include "predict/cursor/project_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "support/file.h"

namespace fastnode::predict {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class ProjectSettingsTest : public testing::Test {
 protected:
  ProjectSettingsTest() { fs::create_directories(root_); }
  ~ProjectSettingsTest() override { fs::remove_all(root_); }
  void Write(const std::string& name, const std::string& text) {
    CHECK(WriteFileAtomic(root_ + "/" + name, text).ok());
  }
  FileSettings Of(const std::string& path) { return settings_.Of(root_, root_ + "/" + path); }

  const std::string root_ =
      (fs::temp_directory_path() / ("fastnode_settings_" + std::to_string(::getpid()))).string();
  std::vector<std::string> told_;
  ProjectSettings settings_{[this](const std::string& message) { told_.push_back(message); }};
};

TEST_F(ProjectSettingsTest, AreThoseOfTheProjectsFiles) {
  EXPECT_EQ(Of("a.py").python, 0);
  EXPECT_TRUE(Of("a.py").auto_import);
  Write("pyproject.toml",
        "[project]\nrequires-python = '>=3.8'\n[tool.pyright]\nextraPaths = ['lib', '../beside']\n"
        "autoImportCompletions = false\n");
  const FileSettings toml = Of("a.py");
  EXPECT_EQ(toml.python, 308);
  EXPECT_FALSE(toml.auto_import);
  EXPECT_THAT(toml.folders,
              ElementsAre(root_ + "/lib", fs::path(root_).parent_path().string() + "/beside"));
  Write("pyrightconfig.json", "{\"pythonVersion\": \"3.10\", // of ours\n}");
  const FileSettings json = Of("a.py");
  EXPECT_EQ(json.python, 310);
  EXPECT_TRUE(json.auto_import) << "the other file's are not read";
  EXPECT_THAT(json.folders, IsEmpty());
  Write("pyrightconfig.json", "{}");
  EXPECT_EQ(Of("a.py").python, 308) << "of the project";
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(ProjectSettingsTest, FilesBelowAFolderMayHaveTheirOwn) {
  Write("pyrightconfig.json",
        R"({"pythonVersion": "3.12", "extraPaths": ["lib"], "executionEnvironments": [
            {"root": "old", "pythonVersion": "3.4", "extraPaths": []},
            {"root": "old/deep", "pythonVersion": "3.5"}, {"root": "./new/"}, {"root": "."}]})");
  EXPECT_EQ(Of("old/a.py").python, 304);
  EXPECT_EQ(Of("old/deep/a.py").python, 304) << "the first one counts";
  EXPECT_THAT(Of("old/a.py").folders, ElementsAre(root_ + "/old"));
  EXPECT_EQ(Of("older/a.py").python, 312);
  EXPECT_THAT(Of("older/a.py").folders, ElementsAre(root_ + "/lib"));
  EXPECT_EQ(Of("new/a.py").python, 312);
  EXPECT_THAT(Of("new/a.py").folders, ElementsAre(root_ + "/new", root_ + "/lib"));
}

TEST_F(ProjectSettingsTest, WrongFilesAreToldOfOnce) {
  for (const char* wrong : {"{", "[]", R"({"extraPaths": "lib"})", R"({"pythonVersion": 3})",
                            R"({"executionEnvironments": [1]})", "\xff"}) {
    told_.clear();
    Write("pyrightconfig.json", wrong + std::string(told_.size(), ' '));
    for (int i = 0; i < 3; ++i) EXPECT_EQ(Of("a.py").python, 0) << wrong;
    ASSERT_EQ(told_.size(), 1u) << wrong;
    EXPECT_TRUE(told_[0].starts_with(root_ + "/pyrightconfig.json: ")) << told_[0];
    fs::remove(root_ + "/pyrightconfig.json");
    Of("a.py");
  }
  told_.clear();
  Write("pyrightconfig.json", "{}" + std::string(2u << 20, ' '));
  Write("pyproject.toml", "[project]\nrequires-python = 3\n");
  EXPECT_EQ(Of("a.py").python, 0);
  EXPECT_EQ(told_.size(), 2u);
}

TEST(LowestPythonTest, IsTheLowerBound) {
  EXPECT_EQ(LowestPython(">=3.9"), 309);
  EXPECT_EQ(LowestPython("~=3.8, <4"), 308);
  EXPECT_EQ(LowestPython("<3.13,>=3.10.2"), 310);
  EXPECT_EQ(LowestPython("==3.11.*"), 311);
  EXPECT_EQ(LowestPython(">= 3, !=3.0.*"), 300);
  EXPECT_EQ(LowestPython(">2.7"), 207);
  for (const char* none : {"", "<3.9", "!=3.8", ">=x", ">=", ",", "3.9", ">=99999999999.1"}) {
    EXPECT_EQ(LowestPython(none), 0) << none;
  }
}

}  // namespace
}  // namespace fastnode::predict
