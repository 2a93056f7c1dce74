#include "predict/usual/usual_values.h"
#include "predict/asked/question_for_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> UsualAt(std::string text) {
  const size_t cursor = TakeCursor(text);
  Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no place"};
  std::vector<std::string> texts;
  const bool is_name = site->task == pack::Task::kName;
  for (const auto& [word, share] : is_name ? UsualNames(*site) : UsualKeywordValues(*site)) {
    texts.emplace_back(word);
  }
  return texts;
}

TEST(UsualValues, OfLoops) {
  EXPECT_THAT(UsualAt("for i in $:\n    pass\n"), ElementsAre("range"));
  EXPECT_THAT(UsualAt("x = [0 for _ in $]\n"), ElementsAre("range"));
  EXPECT_THAT(UsualAt("for i, line in $:\n    pass\n"), ElementsAre("enumerate"));
  EXPECT_THAT(UsualAt("for line in $:\n    pass\n"), IsEmpty());
  EXPECT_THAT(UsualAt("for key, value in $:\n    pass\n"), IsEmpty());
  EXPECT_THAT(UsualAt("while $:\n    pass\n"), ElementsAre("True"));
  EXPECT_THAT(UsualAt("while x > $:\n    pass\n"), IsEmpty());
}

TEST(UsualValues, OfTheModuleItself) {
  EXPECT_THAT(UsualAt("bp = Blueprint('a', $)\n"), ElementsAre("__name__"));
  EXPECT_THAT(UsualAt("app = flask.Flask($)\n"), ElementsAre("__name__"));
  EXPECT_THAT(UsualAt("log = logging.getLogger($)\n"), ElementsAre("__name__"));
  EXPECT_THAT(UsualAt("bp = Blueprint($)\n"), IsEmpty());
  EXPECT_THAT(UsualAt("\"\"\"Doc.\"\"\"\np = ArgumentParser(description=$)\n"),
              ElementsAre("__doc__"));
  EXPECT_THAT(UsualAt("p = ArgumentParser(description=$)\n"), IsEmpty());
}

TEST(UsualValues, OfAnnotations) {
  EXPECT_THAT(UsualAt("def f(file_name: $): ...\n"), ElementsAre("str"));
  EXPECT_THAT(UsualAt("class A:\n    is_open: $\n"), ElementsAre("bool"));
  EXPECT_THAT(UsualAt("class A:\n    def f(self):\n        self.count: $\n"), ElementsAre("int"));
  EXPECT_THAT(UsualAt("class A:\n    thing: $\n"), IsEmpty());
  EXPECT_THAT(UsualAt("def f(name: list[$]): ...\n"), IsEmpty());
  EXPECT_THAT(UsualAt("def f(name: $ = None): ...\n"), IsEmpty());  // what is given says more
}

TEST(UsualValues, OfKeywordsAndConstructors) {
  EXPECT_THAT(UsualAt("x.sort(reverse=$)\n"), ElementsAre("True"));
  EXPECT_THAT(UsualAt("x.sort(other=$)\n"), IsEmpty());
  EXPECT_THAT(UsualAt("x.sort($)\n"), IsEmpty());
  EXPECT_THAT(UsualAt("class A(B):\n    def __init__(self):\n        $\n"), ElementsAre("super"));
  EXPECT_THAT(
      UsualAt("class A(B):\n    def __init__(self):\n        \"\"\"Text.\"\"\"\n        $\n"),
      ElementsAre("super"));
  EXPECT_THAT(UsualAt("class A:\n    def __init__(self):\n        $\n"), IsEmpty());
  const std::string run = "if __name__ == '__main__':\n    ";
  EXPECT_THAT(UsualAt("def main(): ...\n" + run + "$\n"), ElementsAre("main"));
  EXPECT_THAT(UsualAt("def main(): ...\n" + run + "x = 1\n    $\n"), IsEmpty());
  EXPECT_THAT(UsualAt("def other(): ...\n" + run + "$\n"), IsEmpty());
  EXPECT_THAT(UsualAt("class A(B):\n    def __init__(self):\n        x = 1\n        $\n"),
              IsEmpty());
}

}  // namespace
}  // namespace fastnode::predict
