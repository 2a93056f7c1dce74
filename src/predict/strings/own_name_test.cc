#include "predict/strings/own_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"
#include "predict/strings/keys.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The strings that may stand at `$`.
std::vector<std::string> Offered(std::string text) {
  const auto answer = CompleteKey(QuestionAt(std::move(text)), KnownForTest(), {});
  if (!answer.ok() || !answer->has_value()) return {};
  return TextsOf((*answer)->completions);
}

TEST(OwnName, IsWhatTheThingIsStoredUnder) {
  EXPECT_THAT(Offered("Point = namedtuple('$')\n"), ElementsAre("Point"));
  EXPECT_THAT(Offered("UserId = NewType('$', int)\n"), ElementsAre("UserId"));
  EXPECT_THAT(Offered("T = typing.TypeVar('$', bound=int)\n"), ElementsAre("T"));
  EXPECT_THAT(Offered("self.point = namedtuple('$')\n"), ElementsAre("point"));
  for (const char* text : {"Point = namedtuple('Point', '$')\n", "Point = make('$')\n",
                           "Point = make(namedtuple('$'))\n", "namedtuple('$')\n"}) {
    EXPECT_THAT(Offered(text), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
