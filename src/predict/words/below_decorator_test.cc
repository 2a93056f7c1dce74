#include "predict/words/below_decorator.h"
#include "predict/asked/question_for_test.h"

#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

// The words at `$`; "nowhere" if that is no place below a decorator.
std::string WordsAt(std::string text) {
  const size_t cursor = TakeCursor(text);
  const auto place = FindBelowDecorator(text, cursor);
  if (!place) return "nowhere";
  std::string words;
  for (const Completion& word : CompleteBelowDecorator(*place)) words += word.text + " ";
  return words;
}

TEST(BelowDecorator, ADefinitionBegins) {
  EXPECT_EQ(WordsAt("@cache(size=1)\n$\n\nclass B:\n    x: int\n"), "def class async ");
  EXPECT_EQ(WordsAt("@cache(size=1)\nc$\n\nclass B:\n    x: int\n"), "class ");
  EXPECT_EQ(WordsAt("class A:\n    @a\n    @b(\n        1,\n    )\n    # why\n    $"),
            "def async class ");
  EXPECT_EQ(WordsAt("@a(x=\"\"\"\n\"\"\")\n$"), "def class async ");
  EXPECT_EQ(WordsAt("x = f(\n\ndef g():\n    pass\n\n@a\n$"), "def class async ");
  EXPECT_EQ(WordsAt("@a\nx$"), "");
}

TEST(BelowDecorator, AClassWhereTheTextSaysSo) {
  EXPECT_EQ(WordsAt("@dataclass(frozen=True)\n$\n"), "class def async ");
  EXPECT_EQ(WordsAt("@attr.s\n$\n"), "class def async ");
  EXPECT_EQ(WordsAt("@a\n$ Foo:\n    x: int\n"), "class def async ");
  EXPECT_EQ(WordsAt("@a\n$ Foo(Bar):\n    x: int\n"), "class def async ");
  EXPECT_EQ(WordsAt("@dataclass\n$ foo(bar):\n    pass\n"), "def async class ");
  EXPECT_EQ(WordsAt("@a\n@b\nclass A: ...\n\n\n@b\n$\n"), "class def async ");
}

TEST(BelowDecorator, NowhereElse) {
  for (const char* text :
       {"@a\ndef f():\n    x\n$", "@a\ndef f():\n    $", "class A:\n    @a\nd$", "@a\ndef $",
        "x = (a\n@ b)\n$", "$", "def f():\n    \"\"\"Do.\n\n    @return: x\"\"\"\n    $",
        "def f(q):\n    z = \"\"\"\n    @x\"\"\" % q\n    $",
        "z = g(\n        q\n        @q.T,\n        $)", "def f(a, b):\n    x = (a\n    @b)\n    $",
        "x = a \\\n@b\n$", "@a; x\n$"}) {
    EXPECT_EQ(WordsAt(text), "nowhere") << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
