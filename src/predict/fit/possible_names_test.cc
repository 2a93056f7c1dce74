#include "predict/fit/possible_names.h"
#include "predict/asked/question_for_test.h"

#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

// The first of a function and a class that a module has, at `$`.
std::string First(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return "no site";
  std::vector<Completion> list = {{"load", 0.9F, "function"}, {"Loader", 0.1F, "class"}};
  PutClassesFirst(*site, list);
  return list[0].text;
}

TEST(PossibleNames, ClassesOfAModuleAreFirstWhereOneIsWanted) {
  for (const char* text :
       {"x: lib.$\n", "def f() -> lib.$: ...\n", "def f(a: lib.$): ...\n", "class A(lib.$): ...\n",
        "try:\n    f()\nexcept lib.$:\n    pass\n", "x: int | lib.$\n"}) {
    EXPECT_EQ(First(text), "Loader") << text;
  }
  for (const char* text :
       {"x = lib.$\n", "lib.$\n", "f(lib.$)\n", "raise lib.$\n", "@lib.$\ndef f(): ...\n"}) {
    EXPECT_EQ(First(text), "load") << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
