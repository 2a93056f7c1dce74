#include "predict/strings/mirrored_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"
#include "predict/strings/keys.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

// The strings that may stand at `$`.
std::vector<std::string> Offered(std::string text) {
  Result<std::optional<Answer>> answer =
      CompleteKey(QuestionAt(std::move(text)), KnownForTest(), {});
  if (!answer.ok() || !answer->has_value()) return {};
  return TextsOf((*answer)->completions);
}

std::string First(const std::string& text) {
  const std::vector<std::string> offered = Offered(text);
  return offered.empty() ? "" : offered[0];
}

TEST(MirroredKeys, AWrittenKeySaysTheNameOfItsValue) {
  for (const char* value : {"self.size", "self._size", "size", "str(self.size)", "size.strip()",
                            "row['size']", "row.get('size')", "[x for x in size]", "size or 0",
                            "self.size.isoformat()", "get_size()"}) {
    EXPECT_EQ(First("x = {'a': 1, '$': " + std::string(value) + "}\n"), "size") << value;
  }
  EXPECT_THAT(Offered("x = {'$': 1}\n"), IsEmpty());
  // One that is there is not written again.
  EXPECT_THAT(Offered("x = {'size': 1, '$': size}\n"), IsEmpty());
}

TEST(MirroredKeys, WhatIsLeftIsDue) {
  const std::string box =
      "class Box:\n    def __init__(self, lid, size, kind):\n        self.lid = lid\n"
      "        self.size = size\n        self.kind = kind\n\n    def told(self):\n        return ";
  EXPECT_THAT(Offered(box + "{'lid': self.lid, '$'}\n"), ElementsAre("size", "kind"));
  EXPECT_THAT(Offered("def f(lid, size):\n    return {'lid': lid, '$'}\n"), ElementsAre("size"));
  // Values that are not called like their keys promise nothing.
  EXPECT_THAT(Offered(box + "{'top': self.lid, '$'}\n"), IsEmpty());
}

TEST(MirroredKeys, LikeDictionariesHaveTheOthers) {
  EXPECT_THAT(Offered("rows = [{'id': 1, 'name': 2}]\nrows.append({'id': 3, '$': 4})\n"),
              ElementsAre("name"));
  EXPECT_THAT(Offered("rows = [{'id': 1, 'name': 2}, {'$'}]\n"), ElementsAre("id", "name"));
  EXPECT_THAT(Offered("x = {'id': 1, 'name': 2}\ny = {'other': 3, '$'}\n"), IsEmpty());
}

TEST(MirroredKeys, AKeyIsAskedForByTheNameThatGetsIt) {
  for (const char* text : {"Box(lid=row['lid'], size=row['$'])\n", "size = row.get('$')\n",
                           "self.size = int(row['$'])\n", "y = {'size': row['$'].strip()}\n",
                           "self._size = row.get('$') or 1\n", "x['size'] = row['$']\n"}) {
    EXPECT_EQ(First(text), "size") << text;
  }
  EXPECT_THAT(Offered("'{}'.format(row['$'])\n"), IsEmpty());
  EXPECT_THAT(Offered("text = '{}'.format(row['$'])\n"), IsEmpty());
}

TEST(MirroredKeys, WhatIsKnownOfTheDictionaryCounts) {
  const std::string row = "row = {'lid': 1, 'BoxSize': 2}\n";
  EXPECT_THAT(Offered(row + "size = row['$']\n"), ElementsAre("BoxSize", "lid"));
  EXPECT_THAT(Offered(row + "old_lid = row['$']\n"), ElementsAre("lid", "BoxSize"));
  EXPECT_THAT(Offered("size = settings.get('$')\nx = settings['DEBUG']\n"),
              ElementsAre("SIZE", "DEBUG"));
  // A typed dictionary has no others.
  EXPECT_THAT(Offered("from typing import TypedDict\n\n\nclass Row(TypedDict):\n    lid: int\n"
                      "    size: int\n\n\nx: Row = {'$': other}\n"),
              Not(testing::Contains("other")));
}

}  // namespace
}  // namespace fastnode::predict
