#include "analyze/ast/lacking.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace fastnode::ast {
namespace {

// A text with `$` at the cursor as it reads with what it lacks.
std::string Whole(const std::string& text) {
  const size_t cursor = text.find('$');
  const std::string left = text.substr(0, cursor), right = text.substr(cursor + 1);
  const Lacking lacking = FindLacking(left, right);
  return left + "$" + right.substr(0, lacking.at) + lacking.text + right.substr(lacking.at);
}

TEST(LackingTest, ALineThatIsWrittenLacksWhatNothingCloses) {
  EXPECT_EQ(Whole("x = f(a, $\ny = 1\n"), "x = f(a, $)\ny = 1\n");
  EXPECT_EQ(Whole("x = f(a, [b.$"), "x = f(a, [b.$])");
  EXPECT_EQ(Whole("x = f(a.$  # why\n"), "x = f(a.$)  # why\n");
  EXPECT_EQ(Whole("x = f(g($)\ny = 1\n"), "x = f(g($))\ny = 1\n");
  EXPECT_EQ(Whole("x = f(g[$]\n"), "x = f(g[$])\n");
  EXPECT_EQ(Whole("f(\n    a,\n    b.$\n\ndef g():\n"), "f(\n    a,\n    b.$)\n\ndef g():\n");
  EXPECT_EQ(Whole("f(a.$\r\ny = 1\r\n"), "f(a.$)\r\ny = 1\r\n");
}

TEST(LackingTest, ALineThatIsWholeLacksNothing) {
  for (const char* text :
       {"x.$", "x = f(a, $)\n", "x = f(a.$\n  )\n", "x = f(a.$ + b)\n", "# f(a.$\n", "'f(a.$'\n",
        "'f(a.$", "f(a,\ny.$\n", "f(a.$\n  .b)\n", "f(a.$\n  for a in b)\n", "if a.$:\n",
        "if a: b.$\n", "iff.$\n", "lambda: a.$\n", "f'{{a.$\n", "f'{a.$}'\n"}) {
    EXPECT_EQ(Whole(text), text);
  }
}

// A cut is read from the last quiet line on: what it lacks must be the same.
TEST(LackingTest, WhatIsLackingIsFoundFromAQuietLineOn) {
  const std::string text = R"(import a

x = f(a, [
    b.c,
  # (
  d
])
s = '''
if (
'''
if a and \
  b(c.d):
    y = {
        1: f'{g(h["("]}'
    }
def k(
    l.m,
return n.o
class P(q.r):
  def s(t, u='(', v="\""):
    w(x.y(z),

      a.b
    )
@c(
d.e)
else:
  f.g
)";
  const std::vector<uint32_t> lines = FindQuietLines(text);
  EXPECT_GT(lines.size(), 8u);
  for (size_t cursor = 0; cursor <= text.size(); ++cursor) {
    const size_t line = cursor == 0 ? 0 : text.rfind('\n', cursor - 1) + 1;
    const std::string left = text.substr(0, cursor);
    for (size_t end : {cursor, std::min(text.find('\n', cursor), text.size()), text.size()}) {
      const std::string right = text.substr(end);
      const Lacking whole = FindLacking(left, right);
      for (uint32_t quiet : lines) {
        if (quiet >= line) break;
        const Lacking part = FindLacking(left.substr(quiet), right);
        EXPECT_EQ(part.text, whole.text) << left << "$" << right << " from " << quiet;
        EXPECT_EQ(part.at, whole.at) << left << "$" << right << " from " << quiet;
      }
    }
  }
}

// Each backslash is a place where a walk over a string stops: it must not look further each time.
TEST(LackingTest, AStringOfBackslashesIsReadOnce) {
  std::string escaped;
  for (int i = 0; i < 2'000'000; ++i) escaped += "\\a";
  const std::string text = "x = \"\"\"\n" + escaped + "\"\"\"\n";
  EXPECT_EQ(Whole(text + "y = f($\n"), text + "y = f($)\n");
}

TEST(LackingTest, AHeadLacksItsColon) {
  EXPECT_EQ(Whole("if a.$\n    b\n"), "if a.$:\n    b\n");
  EXPECT_EQ(Whole("  for a in f(b.$\n"), "  for a in f(b.$):\n");
  EXPECT_EQ(Whole("async with a.$"), "async with a.$:");
  EXPECT_EQ(Whole("def f(a, b=c.$\n    pass\n"), "def f(a, b=c.$):\n    pass\n");
  EXPECT_EQ(Whole("if (a.$)\n"), "if (a.$):\n");
  EXPECT_EQ(Whole("while a[b:c] < d.$\n"), "while a[b:c] < d.$:\n");
}

TEST(LackingTest, WhatIsPutBetweenElementsLacksAComma) {
  EXPECT_EQ(Whole("f(\n    a,\n    $\n    b,\n)\n"), "f(\n    a,\n    $,\n    b,\n)\n");
  EXPECT_EQ(Whole("x = [\n    a.$\n    # why\n    'b',\n]\n"),
            "x = [\n    a.$,\n    # why\n    'b',\n]\n");
  EXPECT_EQ(Whole("f($ b=1)\n"), "f($, b=1)\n");
  EXPECT_EQ(Whole("f(a, b.$   c = 1)\n"), "f(a, b.$,   c = 1)\n");
  for (const char* text : {"f($ b == 1)\n", "f($ if a else b)\n", "f($, b=1)\n", "[$ b=1]\n"}) {
    EXPECT_EQ(Whole(text), text);
  }
}

TEST(LackingTest, WhatIsClosedBelowIsWhatWasOpenedAbove) {
  EXPECT_EQ(Whole("x = {\n    1: f(a, b.$\n    2: c,\n}\n"),
            "x = {\n    1: f(a, b.$),\n    2: c,\n}\n");
  EXPECT_EQ(Whole("f(\n    g(a.$\n    b)\ny\n"), "f(\n    g(a.$),\n    b)\ny\n");
  EXPECT_EQ(Whole("f(\n    [g(a.$\n)\ny\n"), "f(\n    [g(a.$)]\n)\ny\n");
}

TEST(LackingTest, AConditionalExpressionLacksItsOtherHalf) {
  EXPECT_EQ(Whole("x = a if b.$\ny\n"), "x = a if b.$ else None\ny\n");
  EXPECT_EQ(Whole("return a if $"), "return a if $ else None");
  EXPECT_EQ(Whole("f(a, b if c.$\ny\n"), "f(a, b if c.$ else None)\ny\n");
  EXPECT_EQ(Whole("f(a if b.$)\n"), "f(a if b.$ else None)\n");
  for (const char* text :
       {"x = a if b else c.$\n", "[a for a in b if c.$]\n", "if b.$:\n", "(a\n if b.$\n else c)\n",
        "case a if b.$:\n", "f(x if y else z, a.$)\n"}) {
    EXPECT_EQ(Whole(text), text);
  }
}

TEST(LackingTest, AConditionalExpressionRoundTheBracketsLacksItsOtherHalf) {
  EXPECT_EQ(Whole("x = a if b(c.$\ny\n"), "x = a if b(c.$) else None\ny\n");
  EXPECT_EQ(Whole("x = a if b(c.$)\ny\n"), "x = a if b(c.$) else None\ny\n");
  EXPECT_EQ(Whole("f(a, b if c[d.$\n"), "f(a, b if c[d.$] else None)\n");
  EXPECT_EQ(Whole("if f(a if b.$\n    c\n"), "if f(a if b.$ else None):\n    c\n");
  EXPECT_EQ(Whole("f(\n    a if g(b.$\n    c,\n)\n"),
            "f(\n    a if g(b.$) else None,\n    c,\n)\n");
  for (const char* text : {"x = a if b(c.$\n  ) else d\n", "x = (a if b(c.$)\n  else d)\n",
                           "[a for a in b if c(d.$)]\n"}) {
    EXPECT_EQ(Whole(text), text);
  }
}

TEST(LackingTest, AKeyLacksItsValue) {
  EXPECT_EQ(Whole("x = {a: b, c.$\ny\n"), "x = {a: b, c.$: 0}\ny\n");
  EXPECT_EQ(Whole("x = {a: b, c.$}\n"), "x = {a: b, c.$: 0}\n");
  EXPECT_EQ(Whole("x = {\n    a: b,\n    c.$\n    d: e,\n}\n"),
            "x = {\n    a: b,\n    c.$: 0,\n    d: e,\n}\n");
  EXPECT_EQ(Whole("x = {a: lambda b: c, f(d.$\n"), "x = {a: lambda b: c, f(d.$): 0}\n");
  EXPECT_EQ(Whole("x = {'{': 1,  # it's\n     c.$\n"), "x = {'{': 1,  # it's\n     c.$: 0}\n");
  for (const char* text : {"x = {a, b.$}\n", "x = {a: b.$}\n", "x = {a: b, c: d.$}\n",
                           "x = {a: b, **c.$}\n", "x = {a[b:c], d.$}\n", "x = {lambda: a, b.$}\n",
                           "x = {a: b for a in c.$}\n", "x = {a: b, c.$: d}\n"}) {
    EXPECT_EQ(Whole(text), text);
  }
}

TEST(LackingTest, AnFStringLacksItsEnd) {
  EXPECT_EQ(Whole("y = f\"{a.$\"\n"), "y = f\"{a.$}\"\n");
  EXPECT_EQ(Whole("g(f'{a[b.$ of {c}')\n"), "g(f'{a[b.$ of {c}')\n");
  EXPECT_EQ(Whole("g(f'{a[b.$ of c')\n"), "g(f'{a[b.$]} of c')\n");
  EXPECT_EQ(Whole("x = f(F'{a} {b[c.$\ny\n"), "x = f(F'{a} {b[c.$]}')\ny\n");
  EXPECT_EQ(Whole("if rf\"{{{a.$\n"), "if rf\"{{{a.$}\":\n");
}

}  // namespace
}  // namespace fastnode::ast
