#include "predict/strings/documented_parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/asked/text_place.h"
#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Told(const std::string& text) {
  const Question question = QuestionAt(text);
  size_t begin = 0;
  if (PlaceIn(question.text, question.cursor, &begin) != TextPlace::kLongString) return {"code"};
  const std::optional<Answer> answer = CompleteDocumentedParameter(question, begin);
  return answer ? TextsOf(answer->completions) : std::vector<std::string>{"no place"};
}

const std::string kHead =
    "class Oven:\n    async def bake(self, dough: dict[str, int], heat=(1, 2), *trays,\n"
    "                   **rest) -> int:\n        \"\"\"Bakes.\n\n";
const std::string kEnd = "\n        \"\"\"\n        return 1\n";

TEST(DocumentedParameters, OfFields) {
  EXPECT_THAT(Told(kHead + "        :param $" + kEnd),
              ElementsAre("dough", "heat", "trays", "rest"));
  EXPECT_THAT(Told(kHead + "        :param d$"), ElementsAre("dough")) << "nothing closes it";
  EXPECT_THAT(Told(kHead + "        @param d$:" + kEnd), ElementsAre("dough"));
  EXPECT_THAT(Told(kHead + "        :param int $" + kEnd + "x = '''\n:param heat: it\n'''\n"),
              ElementsAre("dough", "heat", "trays", "rest"));
  // Each is told of once, its type apart.
  const std::string dough = "        :param dough: of flour,\n            heat and water\n";
  EXPECT_THAT(Told(kHead + dough + "        :param $\n        :param int trays: them" + kEnd),
              ElementsAre("heat", "rest"));
  EXPECT_THAT(Told(kHead + dough + "        :type d$" + kEnd), ElementsAre("dough"));
  EXPECT_THAT(Told(kHead + "        :param dough: d$" + kEnd), ElementsAre("no place"));
  EXPECT_THAT(Told(kHead + "        :return d$" + kEnd), ElementsAre("no place"));
}

TEST(DocumentedParameters, OfSections) {
  EXPECT_THAT(Told(kHead + "        Args:\n            $" + kEnd),
              ElementsAre("dough", "heat", "trays", "rest"));
  EXPECT_THAT(Told(kHead +
                   "        Args:\n            dough (dict): of\n                flour\n\n"
                   "            h$: 1\n            *trays: them" +
                   kEnd),
              ElementsAre("heat"));
  EXPECT_THAT(Told(kHead + "        Args:\n            **$" + kEnd),
              ElementsAre("dough", "heat", "trays", "rest"));
  const std::string numpy = "        Parameters\n        ----------\n        ";
  EXPECT_THAT(Told(kHead + numpy + "dough : dict\n            Of flour.\n        $" + kEnd),
              ElementsAre("heat", "trays", "rest"));
  EXPECT_THAT(Told(kHead + numpy + "dough : dict\n            h$" + kEnd), ElementsAre("no place"));
  EXPECT_THAT(
      Told(kHead + numpy + "dough : dict\n\n        Returns\n        -------\n        h$" + kEnd),
      ElementsAre("no place"));
  EXPECT_THAT(Told(kHead + "        Returns:\n            h$" + kEnd), ElementsAre("no place"));
  EXPECT_THAT(Told(kHead + "        h$" + kEnd), ElementsAre("no place"));
}

TEST(DocumentedParameters, OfFunctionsAlone) {
  const std::string field = "    \"\"\"\n    :param $\n    \"\"\"\n";
  EXPECT_THAT(Told("def f(a):\n" + field), ElementsAre("a"));
  EXPECT_THAT(Told("def f(a):\n    x = 1\n" + field), ElementsAre("no place"));
  EXPECT_THAT(Told("class A:\n" + field), ElementsAre("no place"));
  EXPECT_THAT(Told("def f(a):\n    class A:\n    " + field), ElementsAre("no place"));
  EXPECT_THAT(Told("def f(a):\n    if a:\n    " + field), ElementsAre("no place"));
  EXPECT_THAT(Told("def f():\n" + field), ElementsAre("no place"));
  EXPECT_THAT(Told(field), ElementsAre("no place"));
  EXPECT_THAT(Told("def f(\n" + field), ElementsAre("no place"));
}

}  // namespace
}  // namespace fastnode::predict
