#include "predict/members.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "analyze/types/imports/library_for_test.h"
#include "predict/cursor/known_for_test.h"
#include "support/file.h"

namespace fastnode::predict {
namespace {

std::vector<std::string> MembersIn(std::string text) {
  const size_t cursor = TakeCursor(text);
  types::Workspace workspace(types::LibraryForTest());
  Result<Answer> answer = MembersAt(workspace, {{text, cursor}});
  EXPECT_TRUE(answer.ok());
  return TextsOf(answer->completions);
}

TEST(Members, OfAHalfTypedLine) {
  std::vector<std::string> names =
      MembersIn("def f():\n    text = 'a'\n    text.up$\n    return 1\n");
  EXPECT_EQ(names, std::vector<std::string>{"upper"});
}

TEST(Members, WithoutTheDeletedStore) {
  std::vector<std::string> names =
      MembersIn("class A:\n    def f(self):\n        self.a = 1\n        self.$ = 2\n");
  EXPECT_EQ(std::count(names.begin(), names.end(), "a"), 1);
  EXPECT_EQ(std::count(names.begin(), names.end(), "fastnode_placeholder"), 0);
}

TEST(Members, NoneOfWhatIsUnknown) { EXPECT_TRUE(MembersIn("def f(x):\n    x.$\n").empty()); }

// By the rule of known.h.
TEST(Members, OfModulesThatPackagesHave) {
  namespace fs = std::filesystem;
  const fs::path folder =
      fs::temp_directory_path() / ("fastnode_members_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  ASSERT_TRUE(WriteFileAtomic((folder / "outside.py").string(), "def of_path(): pass\n").ok());
  const types::Library library = types::Library::Empty();
  types::Workspace workspace(library, {folder.string()});
  const std::string text = "import outside\noutside.";
  Result<Answer> answer = MembersAt(workspace, {{text, text.size()}});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(TextsOf(answer->completions), std::vector<std::string>{"of_path"});
  fs::remove_all(folder);
}

}  // namespace
}  // namespace fastnode::predict
