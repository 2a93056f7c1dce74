#include "serve/triggers.h"

#include <gtest/gtest.h>

namespace fastnode::serve {
namespace {

TEST(Triggers, AnArgumentBeginsAfterABracketOrAComma) {
  for (const char* before : {"f(", "f(a,", "f(a,\n    "}) EXPECT_TRUE(BeginsArgument(before));
  for (const char* before : {"", "  ", "f(a", "x."}) EXPECT_FALSE(BeginsArgument(before));
}

TEST(Triggers, ABracketBeginsACallBehindWhatIsCalled) {
  for (const char* before : {"f(", "f()(", "f[0]("}) EXPECT_TRUE(BracketBeginsCall(before));
  for (const char* before : {"", "(", "f (", "x = (", "f((", "f"}) {
    EXPECT_FALSE(BracketBeginsCall(before)) << before;
  }
}

TEST(Triggers, ASpaceBeginsSomethingInImportsAndAfterCommas) {
  for (const char* before : {"import ", "x = 1\n  from a import ", "from ", "from a ", "f(a, ",
                             "import a, ", "for a "}) {
    EXPECT_TRUE(SpaceBeginsSomething(before)) << before;
  }
  for (const char* before :
       {"", "   ", "import a\nx ", "x = ", "important ",
        "fromage = ", "important\n  y = ", "import a ", "from a import b ", "for a in ", "for "}) {
    EXPECT_FALSE(SpaceBeginsSomething(before)) << before;
  }
}

}  // namespace
}  // namespace fastnode::serve
