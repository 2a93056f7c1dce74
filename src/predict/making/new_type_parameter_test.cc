#include "predict/making/new_type_parameter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "predict/asked/question_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> TypeParametersAt(std::string text) {
  const size_t cursor = TakeCursor(text);
  const auto place = FindNewTypeParameter(text, cursor);
  if (!place) return {"elsewhere"};
  std::vector<std::string> texts;
  for (const Completion& one : CompleteNewTypeParameter(*place)) texts.push_back(one.text);
  return texts;
}

TEST(NewTypeParameter, IsANewName) {
  for (const char* text : {"T = TypeVar('T')\ndef f[$](x): ...\n", "class A[$]: ...\n",
                           "type Rows[$]\n", "async def f[*$]\n", "def f[T: int, $]\n"}) {
    EXPECT_THAT(TypeParametersAt(text), IsEmpty()) << text;
  }
  EXPECT_THAT(TypeParametersAt("def f[T: int, *Ts](x): ...\n\ndef g[$]\n"), ElementsAre("T", "Ts"));
  EXPECT_THAT(TypeParametersAt("def f[T](x): ...\n\ndef g[T, $]\n"), IsEmpty());
}

TEST(NewTypeParameter, OtherPlacesAreNone) {
  for (const char* text :
       {"def f[T: $](x): ...\n", "def f(x: list[$]): ...\n", "x[$]\n",
        "type Rows[T] = dict[str, $]\n", "def f[T: (int, $)]\n", "class A($)\n"}) {
    EXPECT_THAT(TypeParametersAt(text), ElementsAre("elsewhere")) << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
