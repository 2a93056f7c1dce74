#include "predict/making/due_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The cursor stands at "$".
std::vector<std::string> Due(std::string text, bool is_of_lambda = false) {
  const Question question = QuestionAt(std::move(text));
  const Known known = KnownForTest();
  auto answer = CompleteDueName(question, is_of_lambda, known, Budget());
  EXPECT_TRUE(answer.ok());
  if (!answer->has_value()) return {};
  return TextsOf((*answer)->completions);
}

TEST(DueNamesTest, ALoopThatGoesOverNothingYet) {
  EXPECT_THAT(Due("x = sum(item.total for $)\n"), ElementsAre("item"));
  EXPECT_THAT(Due("def f(xs):\n    return {user.id: user for us$}\n"), ElementsAre("user"));
  EXPECT_THAT(Due("x = {name: total for name, $}\n"), ElementsAre("total"));
  EXPECT_THAT(Due("x = [\n    m.text\n    for $\n]\n"), ElementsAre("m"));
  EXPECT_THAT(Due("for $\n    print(row)\n"), ElementsAre("row"));
  EXPECT_THAT(Due("def f(m):\n    return [m.text for $]\n"), IsEmpty());
  EXPECT_THAT(Due("x = f(format, $)\nprint(y)\n"), IsEmpty());
}

TEST(DueNamesTest, WhatIsLoopedOverIsNoTarget) {
  for (const char* code : {"for i in range($)\n    print(i)\n", "for i in (a, $):\n    print(i)\n",
                           "x = [i for i in sorted($)]\n", "any(y for y in g(x, $))\n"}) {
    EXPECT_THAT(Due(code), IsEmpty()) << code;
  }
  EXPECT_THAT(Due("x = [index for in$]\n"), ElementsAre("index"));
}

TEST(DueNamesTest, WhatIsReadBelowAndBoundNowhere) {
  EXPECT_THAT(Due("def f():\n    $ = 0\n    print(seen)\n"), ElementsAre("seen"));
  EXPECT_THAT(Due("def f():\n    $ = 0\n    for i in x():\n        seen += i\n"),
              ElementsAre("seen"));
  EXPECT_THAT(Due("$ = 3\ndef f():\n    return LIMIT\n"), ElementsAre("LIMIT"));
  EXPECT_THAT(Due("def f(xs):\n    a, $ = xs\n    return a + b\n"), ElementsAre("b"));
  EXPECT_THAT(Due("*$, last = p\nprint(head)\n"), ElementsAre("head"));
  EXPECT_THAT(Due("def f():\n    se$ = 0\n    print(total, seen)\n"), ElementsAre("seen"));
  EXPECT_THAT(Due("def f():\n    while x():\n        print(row)\n        $ = g()\n"),
              ElementsAre("row"));
  // Read before it, in another function, or bound.
  EXPECT_THAT(Due("def f():\n    print(seen)\n    $ = 0\n"), IsEmpty());
  EXPECT_THAT(Due("def f():\n    $ = 0\ndef g():\n    print(seen)\n"), IsEmpty());
  EXPECT_THAT(Due("seen = 1\ndef f():\n    $ = 0\n    print(seen, len)\n"), IsEmpty());
  EXPECT_THAT(Due("def f():\n    $ = seen\n"), IsEmpty());
  EXPECT_THAT(Due("from a import *\ndef f():\n    $ = 0\n    print(seen)\n"), IsEmpty());
  EXPECT_THAT(Due("def f():\n    $ == 0\n    print(seen)\n"), IsEmpty());
}

TEST(DueNamesTest, ParametersThatHaveTheirValues) {
  EXPECT_THAT(Due("def send(host, $=10):\n    return len(host, timeout)\n"),
              ElementsAre("timeout"));
  EXPECT_THAT(Due("def f(\n    xs,\n    $: bool = False,\n):\n    return len(xs, down)\n"),
              ElementsAre("down"));
  EXPECT_THAT(Due("def f(\n    xs,\n    $=1,\n):\n    return len(xs, down)\n"),
              ElementsAre("down"));
  EXPECT_THAT(Due("g(\n    $=1,\n)\ndef f():\n    return down\n"), IsEmpty());
}

TEST(DueNamesTest, DeclarationsAndWalruses) {
  EXPECT_THAT(Due("def f():\n    $: int = 3\n    print(num)\n"), ElementsAre("num"));
  EXPECT_THAT(Due("if ($ := f()):\n    print(m.group())\n"), ElementsAre("m"));
  EXPECT_THAT(Due("while $ := f():\n    print(chunk)\n"), ElementsAre("chunk"));
  EXPECT_THAT(Due("xs = [y for x in z() if ($ := f(x))]\n"), ElementsAre("y"));
  EXPECT_THAT(Due("else$: x = 3\nprint(num)\n"), IsEmpty());
  EXPECT_THAT(Due("if ($ := num):\n    pass\n"), IsEmpty());
}

TEST(DueNamesTest, AnImportOrADefinitionMayBeMissing) {
  EXPECT_THAT(Due("def f():\n    $ = 0\n    helper(1)\n    Shop(2)\n"), IsEmpty());
  EXPECT_THAT(Due("def f():\n    $ = 0\n    json.dumps(1)\n    np.zeros(2)\n"), IsEmpty());
  EXPECT_THAT(Due("def f():\n    $ = 0\n    json.weight()\n"), ElementsAre("json"));
}

TEST(DueNamesTest, TargetsOfLoops) {
  EXPECT_THAT(Due("for $ in orders:\n    print(order.total)\n"), ElementsAre("order"));
  EXPECT_THAT(Due("for i, $ in enumerate(x):\n    print(i, row)\n"), ElementsAre("row"));
  EXPECT_THAT(Due("for ($, v) in x:\n    print(k, v)\n"), ElementsAre("k"));
  EXPECT_THAT(Due("for $ in orders\n    print(order)\n"), ElementsAre("order"));
  EXPECT_THAT(Due("xs = [p.name for $ in people if p]\n"), ElementsAre("p"));
  EXPECT_THAT(Due("xs = [y for x in rows for $ in x]\n"), ElementsAre("y"));
  EXPECT_THAT(Due("xs = [y for $ in rows() for y in row]\n"), ElementsAre("row"));
  EXPECT_THAT(Due("for $ in orders:\n    pass\n"), IsEmpty());
}

TEST(DueNamesTest, BehindAs) {
  EXPECT_THAT(Due("with open(p) as $:\n    x = fh.read()\n"), ElementsAre("fh"));
  EXPECT_THAT(Due("async with s() as $\n    x = fh.read()\n"), ElementsAre("fh"));
  EXPECT_THAT(Due("try:\n    g()\nexcept ValueError as $:\n    log(exc)\n"), ElementsAre("exc"));
  EXPECT_THAT(Due("with (\n    open(p) as src,\n    open(q) as $,\n):\n    dst.write(src)\n"),
              ElementsAre("dst"));
  EXPECT_THAT(Due("with open(p) as $:\n    pass\n"), IsEmpty());
  EXPECT_THAT(Due("from x import (\n    a as $,\n)\nprint(b)\n"), IsEmpty());
}

TEST(DueNamesTest, Parameters) {
  EXPECT_THAT(Due("def f($):\n    return a + b\n"), ElementsAre("a", "b"));
  EXPECT_THAT(Due("def f(a,\n      *, $):\n    return key(a) + b\n"), ElementsAre("b", "key"));
  EXPECT_THAT(Due("def f($\n    return a\n"), ElementsAre("a"));
  EXPECT_THAT(Due("g = lambda $: pair[0]\n", true), ElementsAre("pair"));
  EXPECT_THAT(Due("def w($):\n    return func(*args, **kw)\n"),
              ElementsAre("func", "*args", "**kw"));
  EXPECT_THAT(Due("def w(*$):\n    return func(*args, **kw)\n"), ElementsAre("args"));
  EXPECT_THAT(Due("def w(*a, **$):\n    return func(*args, **kw)\n"), ElementsAre("kw"));
  EXPECT_THAT(Due("def f(*, $):\n    return a\n"), ElementsAre("a"));
  EXPECT_THAT(Due("def f($):\n    return 1\nprint(a)\n"), IsEmpty());
  EXPECT_THAT(Due("def f(x: $):\n    return a\n"), IsEmpty());
  EXPECT_THAT(Due("f($)\nprint(a)\n"), IsEmpty());
}

TEST(DueNamesTest, Classes) {
  EXPECT_THAT(Due("class $:\n    pass\nx: Gear = Widget(y)\n"), ElementsAre("Gear", "Widget"));
  EXPECT_THAT(Due("class $\n"), IsEmpty());
}

TEST(DueNamesTest, WhatOtherBranchesBind) {
  EXPECT_THAT(Due("if c:\n    mode = 1\nelse:\n    $ = 2\n"), ElementsAre("mode"));
  EXPECT_THAT(Due("if c:\n    a = 1\n    b = 2\nelif d:\n    a = 3\n    $ = 2\nelse:\n    c = 1\n"),
              ElementsAre("b", "c"));
  EXPECT_THAT(Due("try:\n    n = int(x)\nexcept ValueError:\n    $ = 0\n"), ElementsAre("n"));
  EXPECT_THAT(Due("match m:\n    case 1:\n        r = 1\n    case 2:\n        $ = 2\n"),
              ElementsAre("r"));
  EXPECT_THAT(Due("if c:\n    n += 1\nelse:\n    $ += 2\n"), ElementsAre("n"));
  EXPECT_THAT(Due("if c:\n    self.mode = 1\nelse:\n    $ = 2\n"), ElementsAre("self.mode"));
  EXPECT_THAT(Due("if c:\n    mode = 1\n$ = 2\n"), IsEmpty());
  EXPECT_THAT(Due("if c:\n    if d:\n        mode = 1\nelse:\n    $ = 2\n"), IsEmpty());
}

TEST(DueNamesTest, WhatCanBeAddedTo) {
  EXPECT_THAT(Due("def f(items):\n    n = g()\n    total = 0\n    for item in items:\n"
                  "        $ += item.price\n"),
              ElementsAre("total", "n", "items"));
  EXPECT_THAT(Due("good = bad = 0\nif x:\n    good += 1\nelse:\n    $ += 1\n"),
              ElementsAre("bad", "good"));
  EXPECT_THAT(Due("class C:\n    def f(self):\n        self.n = 0\n        self.o = g()\n"
                  "    def h(self, by):\n        $ += by\n"),
              ElementsAre("self.n", "by"));
  EXPECT_THAT(Due("hits = 0\ndef f():\n    global hits\n    $ += 1\n"), ElementsAre("hits"));
  EXPECT_THAT(Due("hits = 0\ndef f():\n    $ += 1\n"), IsEmpty());
  EXPECT_THAT(Due("def f(self):\n    $ += 1\n    late = 0\n"), IsEmpty());
}

TEST(DueNamesTest, AttributesOfClasses) {
  const std::string base = "class Base:\n    retries = 1\n    wait = 2\n";
  EXPECT_THAT(Due(base + "class Job(Base):\n    wait = 3\n    $ = 4\n"), ElementsAre("retries"));
  EXPECT_THAT(Due("class A(X):\n    name = 1\n    kind = 1\nclass B(X):\n    kind = 2\n"
                  "class C(X):\n    $ = 1\n"),
              ElementsAre("kind", "name"));
  EXPECT_THAT(Due("class A(X):\n    class Meta:\n        order = 1\nclass B(Y):\n"
                  "    class Meta:\n        $ = 1\n"),
              ElementsAre("order"));
  EXPECT_THAT(Due("class A:\n    $ = 3\n    def f(self):\n        return self.limit\n"),
              ElementsAre("limit"));
  EXPECT_THAT(Due("class A:\n    def __init__(self):\n        $ = 3\n    def f(self):\n"
                  "        return self.limit + self.f\n"),
              ElementsAre("self.limit"));
  EXPECT_THAT(Due("class A(X):\n    $ = 3\n    def f(self):\n        return self.limit\n"),
              IsEmpty());
  EXPECT_THAT(Due("class A(X):\n    name = 1\nclass B(Y):\n    $ = 1\n"), IsEmpty());
  EXPECT_THAT(Due("class A:\n    name = 1\nclass B:\n    $ = 1\n"), IsEmpty());
}

TEST(DueNamesTest, KeywordsOfCallsAreNoPlace) {
  EXPECT_THAT(Due("f(\n    $=None,\n)\nprint(a)\n"), IsEmpty());
  EXPECT_THAT(Due("f(x,\n    $=None)\nprint(a)\n"), IsEmpty());
  EXPECT_THAT(Due("class A:\n    def f(self):\n        $ = 1\n        g(self.limit)\n"), IsEmpty());
}

TEST(DueNamesTest, HalfWrittenTextIsNoPlace) {
  for (const char* text :
       {"$", "for $ in", "with $", "as $", "def f(a, (, $", "class $(", "$ =", "$ +=", "lambda $",
        "else: $ = ", "def ($", "for for $ in in", ", $ ="}) {
    EXPECT_THAT(Due(text), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
