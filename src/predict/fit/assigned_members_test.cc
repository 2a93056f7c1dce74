#include "predict/fit/assigned_members.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// Of equally likely members those that are likely still.
std::vector<std::string> Kept(std::string code) {
  std::string text =
      "import sqlite3\n\n\nclass Door:\n    def __init__(self):\n        self.color = 1\n\n"
      "    def close(self): ...\n\n    @property\n    def shut(self): ...\n\n"
      "    @property\n    def width(self): ...\n\n    @width.setter\n    def width(self, to): ...\n"
      "\n\ndoor = Door()\nconn = sqlite3.connect('x')\n\n\ndef stand_in(): ...\n\n\n" +
      std::move(code) + "\n";
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->task != pack::Task::kAttribute) return {"no attribute"};
  std::vector<Completion> list;
  for (const char* name : {"close", "color", "row_factory", "shut", "width"}) {
    list.push_back({name, .1F, "attribute"});
  }
  const Known known = KnownForTest();
  DoubtAssigned(*site, known, list);
  std::erase_if(list, [](const Completion& one) { return one.probability < .1F; });
  return TextsOf(list);
}

TEST(AssignedMembers, AreNoMethodsAndNoPropertiesThatNobodySets) {
  EXPECT_THAT(Kept("door.$ = 2"), ElementsAre("color", "row_factory", "width"));
  EXPECT_THAT(Kept("conn.$ = sqlite3.Row"), ElementsAre("color", "row_factory", "shut", "width"));
}

TEST(AssignedMembers, MayBeMethodsWhereAFunctionIsGivenOrNothingIsKnown) {
  EXPECT_THAT(Kept("door.$ = stand_in"), ElementsAre("close", "color", "row_factory", "width"));
  EXPECT_THAT(Kept("door.$ = lambda: 1"), ElementsAre("close", "color", "row_factory", "width"));
  EXPECT_THAT(Kept("door.$ = made_by(1)"), ElementsAre("close", "color", "row_factory", "width"));
  EXPECT_THAT(Kept("door.$"), ElementsAre("close", "color", "row_factory", "shut", "width"));
  EXPECT_THAT(Kept("door.$ += 1"), ElementsAre("close", "color", "row_factory", "shut", "width"));
  EXPECT_THAT(Kept("Door.$ = 1"), ElementsAre("close", "color", "row_factory", "shut", "width"));
}

}  // namespace
}  // namespace fastnode::predict
