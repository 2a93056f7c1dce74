#include "predict/members.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "analyze/types/imports/library_for_test.h"

namespace fastnode::predict {
namespace {

std::vector<std::string> MembersIn(std::string text) {
  size_t cursor = text.find('$');
  text.erase(cursor, 1);
  types::Workspace workspace(types::LibraryForTest());
  Result<Answer> answer = MembersAt(workspace, {{text, cursor}});
  EXPECT_TRUE(answer.ok());
  std::vector<std::string> names;
  for (const Completion& completion : answer->completions) names.push_back(completion.text);
  return names;
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

}  // namespace
}  // namespace fastnode::predict
