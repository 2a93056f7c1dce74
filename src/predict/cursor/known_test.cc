// The one rule of what is known around a question (known.h), over folders on disk.
#include "predict/cursor/known.h"

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

class KnownTest : public testing::Test {
 protected:
  KnownTest() {
    Write("installed/outside.py", "def of_path(): pass\n");
    Write("own/inside.py", "def of_own(): pass\n");
    Write("project/other.py", "def of_root(): pass\n");
    Write("project/src/deep.py", "def of_src(): pass\n");
    Write("project/tests/near.py", "def of_folder(): pass\n");
  }
  ~KnownTest() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    CHECK(WriteFileAtomic((folder_ / name).string(), text).ok());
  }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  // Which of these modules the question's file can import.
  std::vector<std::string> Found(const Question& question, const Given& given = {}) {
    const Known known = Resolve(question, given, workspace_, nullptr);
    std::vector<std::string> found;
    for (const char* module : {"outside", "inside", "other", "deep", "near"}) {
      if (known.environment.Find(module) != nullptr) found.emplace_back(module);
    }
    return found;
  }

  const fs::path folder_ =
      fs::temp_directory_path() / ("fastnode_known_" + std::to_string(::getpid()));
  const types::Library library_ = types::Library::Empty();
  types::Workspace workspace_{library_, {Path("installed")}};
};

TEST_F(KnownTest, WithoutPathAndRootAFileSeesTheLibraryAndThePackages) {
  EXPECT_THAT(Found({}), ElementsAre("outside"));
  EXPECT_THAT(Found({}, {.packages = {Path("own")}}), ElementsAre("outside", "inside"));
}

TEST_F(KnownTest, SettingsOfTheProjectNameFolders) {
  const Question question = {.path = Path("project/a.py"), .root = Path("project")};
  FileSettings settings{.folders = {Path("own"), Path("project")}};
  std::vector<std::string> packages;
  const Given given = {
      .find_importables = [&](const std::vector<std::string>& folders, const Budget&) {
        packages = folders;
        return Importables();
      }};
  const Known known = Resolve(question, given, workspace_, nullptr, settings);
  EXPECT_NE(known.environment.Find("inside"), nullptr);
  EXPECT_THAT(known.environment.ModulesOfProject(), testing::Contains("inside"));
  known.find_importables({});
  EXPECT_THAT(packages, ElementsAre(Path("own")));
  settings.folders = {Path("project/lib")};
  Resolve(question, given, workspace_, nullptr, settings).find_importables({});
  EXPECT_THAT(packages, IsEmpty()) << "the project is read as a whole";
  settings.auto_import = false;
  EXPECT_FALSE(Resolve(question, given, workspace_, nullptr, settings).find_importables);
  Given said = given;
  said.is_auto_import_said = true;
  EXPECT_TRUE(Resolve(question, said, workspace_, nullptr, settings).find_importables);
}

TEST_F(KnownTest, AFileAddsToItsPath) {
  const auto found = [&](const std::string& added) {
    return Found({.text = "import os, sys\nfrom pathlib import Path\n"
                          "HERE = os.path.dirname(os.path.abspath(__file__))\n"
                          "TOP = Path(__file__).resolve().parents[1]\n" +
                          added + "\nimport \n",
                  .path = Path("scripts/run.py")});
  };
  const auto own = ElementsAre("outside", "inside");
  EXPECT_THAT(found("sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'own'))"),
              own);
  EXPECT_THAT(found("sys.path.append(HERE + '/../own')"), own);
  EXPECT_THAT(found("sys.path.append(str(TOP / 'own'))"), own);
  EXPECT_THAT(found("sys.path.insert(0, '../own')"), own);
  EXPECT_THAT(found("sys.path[:0] = [os.path.join(HERE, os.pardir, \"own\")]"), own);
  EXPECT_THAT(found("sys.path.append(where())"), ElementsAre("outside"));
  EXPECT_THAT(found("sys.path.append(HERE + name)"), ElementsAre("outside"));
  EXPECT_THAT(found("sys.path.append('../nowhere')"), ElementsAre("outside"));
  EXPECT_THAT(found("sys.path.append("), ElementsAre("outside"));
}

TEST_F(KnownTest, APathShowsTheFolderOfItsPackage) {
  EXPECT_THAT(Found({.path = Path("project/tests/open.py")}), ElementsAre("outside", "near"));
}

TEST_F(KnownTest, AFileOfAPackageSeesItsNeighboursLast) {
  Write("project/pkg/__init__.py", "");
  Write("project/pkg/near.py", "of_package = 1\n");
  Write("project/pkg/outside.py", "of_package = 1\n");
  const Question question{.path = Path("project/pkg/open.py")};
  EXPECT_THAT(Found(question), testing::IsSupersetOf({"outside", "near"}));
  const Known known = Resolve(question, {}, workspace_, nullptr);
  EXPECT_EQ(known.environment.Find("outside")->Find(bind::kModuleScope, "of_package"), bind::kNone);
  EXPECT_NE(known.environment.Find("near")->Find(bind::kModuleScope, "of_package"), bind::kNone);
}

TEST_F(KnownTest, ARootShowsItselfAndItsSources) {
  EXPECT_THAT(Found({.root = Path("project")}), ElementsAre("outside", "other", "deep"));
}

TEST_F(KnownTest, PathAndRootShowBoth) {
  EXPECT_THAT(Found({.path = Path("project/tests/open.py"), .root = Path("project")}),
              ElementsAre("outside", "other", "deep", "near"));
}

TEST_F(KnownTest, AnEnvironmentThatIsGivenStandsForAllOfIt) {
  const types::Environment nothing;
  EXPECT_THAT(Found({.root = Path("project")}, {.environment = &nothing}), IsEmpty());
}

TEST_F(KnownTest, TheProjectsUsageComesWithThePartOfTheFile) {
  const corpus::UsageTable project, corpus;
  const corpus::FileUsage part;
  AnalysisMemory memory;
  const Known known =
      Resolve({},
              {.project = KnownProject::Borrowed({.project = &project, .project_minus = &part}),
               .memory = &memory},
              workspace_, &corpus);
  EXPECT_EQ(known.usage.project, &project);
  EXPECT_EQ(known.usage.project_minus, &part);
  EXPECT_EQ(known.usage.corpus, &corpus);
  EXPECT_EQ(known.memory, &memory);
}

}  // namespace
}  // namespace fastnode::predict
