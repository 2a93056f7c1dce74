#include "predict/strings/own_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/strings/strings_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(OwnName, IsWhatTheThingIsStoredUnder) {
  EXPECT_THAT(StringsAt("Point = namedtuple('$')\n"), ElementsAre("Point"));
  EXPECT_THAT(StringsAt("UserId = NewType('$', int)\n"), ElementsAre("UserId"));
  EXPECT_THAT(StringsAt("T = typing.TypeVar('$', bound=int)\n"), ElementsAre("T"));
  EXPECT_THAT(StringsAt("self.point = namedtuple('$')\n"), ElementsAre("point"));
  for (const char* text : {"Point = namedtuple('Point', '$')\n", "Point = make('$')\n",
                           "Point = make(namedtuple('$'))\n", "namedtuple('$')\n"}) {
    EXPECT_THAT(StringsAt(text), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
