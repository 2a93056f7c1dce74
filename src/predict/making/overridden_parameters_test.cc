#include "predict/making/overridden_parameters.h"

#include <gtest/gtest.h>

#include "predict/asked/question_for_test.h"
#include "predict/cursor/parameter_place.h"

namespace fastnode::predict {
namespace {

// What is offered at `$`; "none": it is no such place.
std::string Offered(std::string text) {
  const Question question = QuestionAt(std::move(text));
  Result<std::optional<Answer>> answer = CompleteOverriddenParameter(question, {}, {});
  CHECK(answer.ok());
  if (!answer->has_value()) return "none";
  std::string names;
  for (const Completion& one : (*answer)->completions) names += one.text + " ";
  return names;
}

const std::string kKettle =
    "class Kettle:\n    def boil(self, litres, lid=True, *more): ...\n"
    "    @staticmethod\n    def make(maker, year): ...\n\n\nclass Samovar(Kettle):\n    ";

TEST(OverriddenParameters, AreThoseOfTheBaseThatAreMissing) {
  EXPECT_EQ(Offered(kKettle + "def boil(self, $)"), "litres lid=True *more ");
  EXPECT_EQ(Offered(kKettle + "def boil(self, l$"), "litres lid=True ");
  EXPECT_EQ(Offered(kKettle + "def boil(self, litres: dict[str, int] = f(1, 2),\n             $"),
            "lid=True *more ");
  EXPECT_EQ(Offered(kKettle + "async def boil(self, litres, $):\n        pass\n"),
            "lid=True *more ");
  EXPECT_EQ(Offered(kKettle + "@staticmethod\n    def make(maker, $): ...\n"), "year ");
}

TEST(OverriddenParameters, AreThoseThatPythonPasses) {
  EXPECT_EQ(Offered(kKettle + "def __exit__(self, $"), "exc_type exc traceback ");
  EXPECT_EQ(Offered("class A:\n    def __eq__(self, $): ...\n"), "other ");
}

TEST(OverriddenParameters, AreNotKnownElsewhere) {
  for (const char* text :
       {"def boil($", "def pour(self, $", "def boil(self, lid=$", "def boil(self, lid: $",
        "boil(self, $", "def boil(self):\n        f(litres, $", "undef boil(self, $"}) {
    EXPECT_EQ(Offered(kKettle + text), "none") << text;
  }
  EXPECT_EQ(Offered("def boil(self, $"), "none");
}

TEST(ParameterPlace, HasTheNamesBefore) {
  const std::string text = "x = 1\n  def f(self, a: int = max(1, 2), *, b, c";
  const auto place = FindParameterPlace(text, text.size());
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->function, "f");
  EXPECT_EQ(place->line, 6);
  EXPECT_EQ(place->given, (std::vector<std::string>{"self", "a", "b"}));
}

}  // namespace
}  // namespace fastnode::predict
