#include "predict/below_decorator.h"

#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

// The words at `$`; "nowhere" if that is no place below a decorator.
std::string WordsAt(std::string text) {
  const size_t cursor = text.find('$');
  text.erase(cursor, 1);
  const auto place = FindBelowDecorator(text, cursor);
  if (!place) return "nowhere";
  std::string words;
  for (const Completion& word : CompleteBelowDecorator(*place)) words += word.text + " ";
  return words;
}

TEST(BelowDecorator, ADefinitionBegins) {
  EXPECT_EQ(WordsAt("@dataclass(frozen=True)\n$\n\nclass B:\n    x: int\n"), "def class async ");
  EXPECT_EQ(WordsAt("@dataclass(frozen=True)\nc$\n\nclass B:\n    x: int\n"), "class ");
  EXPECT_EQ(WordsAt("class A:\n    @a\n    @b(\n        1,\n    )\n    # why\n    $"),
            "def async class ");
  EXPECT_EQ(WordsAt("@a\nx$"), "");
}

TEST(BelowDecorator, NowhereElse) {
  EXPECT_EQ(WordsAt("@a\ndef f():\n    x\n$"), "nowhere");
  EXPECT_EQ(WordsAt("@a\ndef f():\n    $"), "nowhere");
  EXPECT_EQ(WordsAt("class A:\n    @a\nd$"), "nowhere");
  EXPECT_EQ(WordsAt("@a\ndef $"), "nowhere");
  EXPECT_EQ(WordsAt("x = (a\n@ b)\n$"), "nowhere");
  EXPECT_EQ(WordsAt("$"), "nowhere");
}

}  // namespace
}  // namespace fastnode::predict
