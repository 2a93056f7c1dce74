#include "predict/usual/errors_meant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

// What of a list stands first at `$`, after it was weighed.
std::string First(std::string text, std::vector<Completion> list = {{"Exception", 0.4F, "class"},
                                                                    {"KeyError", 0.3F, "class"},
                                                                    {"x", 0.3F, "name"}}) {
  const Question question = QuestionAt(std::move(text));
  const Known known = KnownForTest();
  Result<FoundSite> site = FindSite(question.text, question.cursor);
  if (!site.ok() || site->at < 0) return "no place";
  Answer answer{site->task, site->prefix, std::move(list)};
  WeighErrors(*site, known, answer);
  return answer.completions.empty() ? "" : answer.completions[0].text;
}

std::string FirstCaught(const std::string& body, const std::string& clause = "except $:") {
  return First("try:\n    " + body + "\n" + clause + "\n    pass\n");
}

TEST(ErrorsMeant, AreThoseThatTheBodyMayRaise) {
  EXPECT_EQ(FirstCaught("x = int(y)"), "ValueError");
  EXPECT_EQ(FirstCaught("x = d['a']"), "KeyError");
  EXPECT_EQ(FirstCaught("x = d[0]"), "IndexError");
  EXPECT_EQ(FirstCaught("import a"), "ImportError");
  EXPECT_EQ(FirstCaught("x = y.z"), "AttributeError");
  EXPECT_EQ(FirstCaught("with open(x) as f:\n        pass"), "OSError");
  EXPECT_EQ(FirstCaught("x = next(y)", "except ($):"), "StopIteration");
  // Of what is not known nothing is said, nor of what is done elsewhere.
  EXPECT_EQ(FirstCaught("x.run()"), "Exception");
  EXPECT_EQ(FirstCaught("x = lambda y: int(y)"), "Exception");
  EXPECT_EQ(FirstCaught("d['a'] = 1"), "Exception");
}

TEST(ErrorsMeant, AreThatOfTheModelThatIsAskedForARow) {
  const std::string model =
      "class Row:\n    class DoesNotExist(Exception): ...\n"
      "class Rows:\n    def get(self) -> Row: ...\n    def find(self) -> Row: ...\nrows = Rows()\n";
  EXPECT_EQ(First(model + "try:\n    rows.get()\nexcept $:\n    pass\n"), "Row.DoesNotExist");
  EXPECT_EQ(First(model + "try:\n    rows.find()\nexcept $:\n    pass\n"), "Exception");
}

// However likely the model takes what a file has imported.
TEST(ErrorsMeant, AreAtTheLeastThoseThatAreRaisedMost) {
  const auto order = [&](std::string text) {
    const Question question = QuestionAt(std::move(text));
    const Known known = KnownForTest();
    Result<FoundSite> site = FindSite(question.text, question.cursor);
    Answer answer{site->task, site->prefix, {}};
    answer.completions = {{"a", .9F, "name"},
                          {"b", .005F, "name"},
                          {"KeyError", .001F, "class"},
                          {"ValueError", .001F, "class"}};
    WeighErrors(*site, known, answer);
    return TextsOf(answer.completions);
  };
  EXPECT_THAT(order("if x:\n    raise $\n"),
              testing::ElementsAre("a", "ValueError", "KeyError", "b"));
  EXPECT_THAT(order("try:\n    x()\nexcept $:\n    pass\n"),
              testing::ElementsAre("a", "ValueError", "KeyError", "b"));
}

TEST(ErrorsMeant, AreNotCaughtTwice) {
  EXPECT_EQ(FirstCaught("x = int(d['a'])", "except ValueError:\n    pass\nexcept $:"), "KeyError");
  EXPECT_EQ(FirstCaught("x = int(y)", "except (ValueError, $):"), "TypeError");
}

TEST(ErrorsMeant, AreThoseThatAFunctionOfTheFileRaises) {
  const std::string head =
      "class Spilt(Exception): ...\n\n\ndef pour(x):\n    if x:\n        raise Spilt(x)\n\n\n";
  EXPECT_EQ(First(head + "try:\n    pour(1)\nexcept $:\n    pass\n"), "Spilt");
  EXPECT_EQ(
      First("def pour(x):\n    raise Unknown(x)\n\n\ntry:\n    pour(1)\nexcept $:\n    pass\n"),
      "Exception");
}

TEST(ErrorsMeant, AreRaisedByNameTextAndCondition) {
  auto raised = [](const std::string& head, const std::string& body) {
    return First("class A:\n    def " + head + ":\n        " + body + "raise $\n");
  };
  EXPECT_EQ(raised("__getattr__(self, name)", ""), "AttributeError");
  EXPECT_EQ(raised("__next__(self)", "if self.x:\n            "), "StopIteration");
  EXPECT_EQ(raised("size(self)", ""), "NotImplementedError");
  EXPECT_EQ(raised("size(self)", "\"\"\"Text.\"\"\"\n        "), "NotImplementedError");
  EXPECT_EQ(raised("size(self)", "x = 1\n        "), "Exception");
  EXPECT_EQ(raised("f(self, x)", "if not isinstance(x, int):\n            "), "TypeError");
  EXPECT_EQ(raised("f(self, x)", "if isinstance(x, int):\n            "), "Exception");
  EXPECT_EQ(raised("f(self, x)", "if x < 0:\n            "), "ValueError");
  EXPECT_EQ(raised("f(self, x)", "\"\"\"Raises OverflowError.\"\"\"\n        x = 1\n        "),
            "OverflowError");
  EXPECT_EQ(raised("f(self, x)", "\"\"\"Raises StrangeError.\"\"\"\n        x = 1\n        "),
            "Exception");
  EXPECT_EQ(First("def size():\n    raise $\n"), "Exception");  // no method
}

}  // namespace
}  // namespace fastnode::predict
