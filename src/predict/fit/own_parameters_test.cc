#include "predict/fit/own_parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// `names` in the order in which they are offered at `$`; those that end in ! are variables.
std::vector<std::string> Put(const std::string& call, const std::vector<std::string>& names) {
  std::string text =
      "def mail(to, subject, urgent=False): ...\ndef send(to=1, subject=2): ...\n"
      "def much(a, b, c, d, e): ...\ndef any(to, **more): ...\n" +
      call + "\n";
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no site"};
  const Known known = KnownForTest();
  std::vector<Completion> list;
  for (std::string name : names) {
    const char* kind = name.ends_with('=') ? "keyword" : "function";
    if (name.ends_with('!')) {
      name.pop_back();
      kind = "name";
    }
    list.push_back({name, .1F, kind});
  }
  PutParametersFirst(*site, known, list);
  return TextsOf(list);
}

TEST(OwnParameters, ComeBehindTheLikeliestArgument) {
  EXPECT_THAT(Put("mail($)", {"mail", "send", "urgent=", "to=", "subject="}),
              ElementsAre("mail", "to=", "subject=", "urgent=", "send"));
  EXPECT_THAT(Put("mail($)", {"to=", "send", "subject="}), ElementsAre("to=", "subject=", "send"));
  EXPECT_THAT(Put("mail(1, $)", {"mail", "send", "urgent=", "subject="}),
              ElementsAre("mail", "subject=", "urgent=", "send"));
}

TEST(OwnParameters, StayWhereTheyAreWhereSomethingElseSaysMore) {
  // A variable can be passed, a letter is typed, nothing has to be given, there are too many.
  for (const char* call : {"mail($)", "mail(s$)", "send($)", "much($)", "any($)", "mail(to=$)"}) {
    const bool is_first = std::string_view(call) == "mail($)";
    const std::vector<std::string> names = {"mail", is_first ? "name!" : "send", "subject="};
    EXPECT_EQ(Put(call, names)[2], "subject=") << call;
  }
}

}  // namespace
}  // namespace fastnode::predict
