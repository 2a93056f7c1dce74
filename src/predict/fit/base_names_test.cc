#include "predict/fit/base_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// Of equally likely names, in order of what they are worth as a base at `$`.
std::vector<std::string> Bases(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no site"};
  std::vector<Completion> list;
  for (const char* name : {"Book", "ListView", "CreateView"}) list.push_back({name, .1F, "class"});
  WeighBases(*site, list);
  KeepBest(INT32_MAX, list);
  return TextsOf(list);
}

TEST(BaseNames, TheNameOfAClassEndsInItsBase) {
  EXPECT_THAT(Bases("class BookCreateView($): ...\n"),
              ElementsAre("CreateView", "ListView", "Book"));
  EXPECT_THAT(Bases("class BookCreateView(generic.$): ...\n"),
              ElementsAre("CreateView", "ListView", "Book"));
  EXPECT_THAT(Bases("class BookCreateView(object, metaclass=$): ...\n"),
              ElementsAre("Book", "ListView", "CreateView"));
  EXPECT_THAT(Bases("class Shelf($): ...\n"), ElementsAre("Book", "ListView", "CreateView"));
}

}  // namespace
}  // namespace fastnode::predict
