#include "predict/making/usual_targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Offered(std::string text) {
  const std::optional<Answer> answer = CompleteUsualTarget(QuestionAt(std::move(text)));
  return answer ? TextsOf(answer->completions) : std::vector<std::string>();
}

TEST(UsualTargets, ALoopNamesOneOfMany) {
  for (const auto& [iterable, name] :
       std::vector<std::pair<std::string, std::string>>{{"users", "user"},
                                                        {"self._items", "item"},
                                                        {"sorted(categories, key=f)", "category"},
                                                        {"get_boxes(1)", "box"},
                                                        {"data['rows'][1:]", "row"},
                                                        {"boxes.values()", "box"},
                                                        {"User.objects.filter(x=1)", "user"},
                                                        {"node.children", "child"},
                                                        {"word_list", "word"},
                                                        {"text.splitlines()", "line"},
                                                        {"range(3)", "i"}}) {
    EXPECT_THAT(Offered("for $ in " + iterable + ":\n    pass\n"), ElementsAre(name)) << iterable;
    EXPECT_THAT(Offered("x = [1 for $ in " + iterable + " if y]\n"), ElementsAre(name)) << iterable;
  }
  for (const char* iterable : {"data", "status", "f()", "xs[0]", "zip(a, b)", "'abc'", "(", "1:"}) {
    EXPECT_THAT(Offered("for $ in " + std::string(iterable) + ":\n    pass\n"), IsEmpty())
        << iterable;
  }
  EXPECT_THAT(Offered("for u$ in users:\n    pass\n"), ElementsAre("user"));
  EXPECT_THAT(Offered("for x$ in users:\n    pass\n"), IsEmpty());
}

TEST(UsualTargets, OfSeveralTheOneAtTheCursor) {
  EXPECT_THAT(Offered("for $, x in enumerate(users):\n    pass\n"), ElementsAre("i"));
  EXPECT_THAT(Offered("for i, $ in enumerate(users):\n    pass\n"), ElementsAre("user"));
  EXPECT_THAT(Offered("for k, $ in d.items():\n    pass\n"), ElementsAre("v"));
  EXPECT_THAT(Offered("for key, $ in d.items():\n    pass\n"), ElementsAre("value", "v"));
  EXPECT_THAT(Offered("for i in a:\n    for $ in range(3):\n        pass\n"), ElementsAre("j"));
  EXPECT_THAT(Offered("for i, $ in users:\n    pass\n"), IsEmpty());
}

TEST(UsualTargets, TheFilesHabitComesFirst) {
  EXPECT_THAT(Offered("for u in users:\n    pass\nfor $ in users:\n    pass\n"),
              ElementsAre("u", "user"));
  EXPECT_THAT(Offered("for u in users_of(x):\n    pass\nfor $ in users:\n    pass\n"),
              ElementsAre("user"));
  EXPECT_THAT(Offered("with open(a) as fh:\n    pass\nwith open(b) as $:\n    pass\n"),
              ElementsAre("fh", "f"));
}

TEST(UsualTargets, BehindAs) {
  EXPECT_THAT(Offered("with open(p) as $:\n    pass\n"), ElementsAre("f"));
  EXPECT_THAT(Offered("with path.open('w') as $:\n    pass\n"), ElementsAre("f"));
  EXPECT_THAT(Offered("with ThreadPoolExecutor(3) as $:\n    pass\n"), ElementsAre("executor"));
  EXPECT_THAT(Offered("with lock as $:\n    pass\n"), IsEmpty());
  EXPECT_THAT(Offered("try:\n    pass\nexcept OSError as $:\n    pass\n"),
              ElementsAre("e", "err", "exc"));
  EXPECT_THAT(Offered("try:\n    a\nexcept A as err:\n    b\nexcept OSError as $:\n    pass\n"),
              ElementsAre("err", "e", "exc"));
  EXPECT_THAT(Offered("$ = 1\n"), IsEmpty());
}

}  // namespace
}  // namespace fastnode::predict
