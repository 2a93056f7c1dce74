#include "predict/fit/possible_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

// The first of a function and a class that a module has, at `$`.
std::string First(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return "no site";
  std::vector<Completion> list = {{"load", 0.9F, "function"}, {"Loader", 0.1F, "class"}};
  PutClassesFirst(*site, list);
  return list[0].text;
}

TEST(PossibleNames, ClassesOfAModuleAreFirstWhereOneIsWanted) {
  for (const char* text :
       {"x: lib.$\n", "def f() -> lib.$: ...\n", "def f(a: lib.$): ...\n", "class A(lib.$): ...\n",
        "try:\n    f()\nexcept lib.$:\n    pass\n", "x: int | lib.$\n"}) {
    EXPECT_EQ(First(text), "Loader") << text;
  }
  for (const char* text :
       {"x = lib.$\n", "lib.$\n", "f(lib.$)\n", "raise lib.$\n", "@lib.$\ndef f(): ...\n"}) {
    EXPECT_EQ(First(text), "load") << text;
  }
}

// Which of these names stay at `$`, in order.
std::vector<std::string> Kept(std::string text, const std::vector<std::string>& names) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no site"};
  const Known known = KnownForTest();
  Answer answer{pack::Task::kName, "", {}};
  for (const std::string& name : names) answer.completions.push_back({name, .1F, "name"});
  DropImpossibleNames(*site, known, answer);
  return TextsOf(answer.completions);
}

TEST(PossibleNames, WhatAUnionHasAlreadyIsNotOfferedAgain) {
  using testing::ElementsAre;
  EXPECT_THAT(Kept("def f(x: str | $): ...\n", {"str", "int"}), ElementsAre("int"));
  EXPECT_THAT(Kept("def f(x: list[str] | $): ...\n", {"str", "int"}), ElementsAre("str", "int"));
  EXPECT_THAT(Kept("from typing import Union\ndef f(x: Union[int, $]): ...\n", {"int", "str"}),
              ElementsAre("str"));
  EXPECT_THAT(Kept("def f(x: dict[str, $]): ...\n", {"str", "int"}), ElementsAre("str", "int"));
  EXPECT_THAT(Kept("def f(x: $): ...\n", {"zip", "int"}), ElementsAre("int", "zip"));
}

TEST(PossibleNames, WhatBindsNoTypeIsLastInAnAnnotation) {
  using testing::ElementsAre;
  const std::string head =
      "from itertools import chain\nAlias = 'int'\nsize = 3\nmade = make()\n"
      "used = make()\nq: used\nurl: str = ''\n";
  EXPECT_THAT(Kept(head + "x: $\n", {"size", "made", "url", "chain", "Alias", "used", "int"}),
              ElementsAre("Alias", "used", "int", "made", "url", "chain"));
  EXPECT_THAT(Kept("def f(a, b):\n    x: $\n", {"a", "f", "str"}), ElementsAre("str", "a"));
  const std::string annotated = "from typing import Annotated\ndef more(): ...\n";
  EXPECT_THAT(Kept(annotated + "x: Annotated[int, $]\n", {"more", "int"}),
              ElementsAre("more", "int"));
}

TEST(PossibleNames, AClassThatHasOtherBasesIsNotRaised) {
  using testing::ElementsAre;
  const std::string head =
      "class Item:\n    def __getattr__(self, name): return 1\nclass Bad(Exception): ...\n";
  EXPECT_THAT(Kept(head + "raise $\n", {"Item", "Bad"}), ElementsAre("Bad", "Item"));
  EXPECT_THAT(Kept("class Odd(Unknown): ...\n" + head + "raise $\n", {"Odd", "Item", "Bad"}),
              ElementsAre("Odd", "Bad", "Item"));
}

TEST(PossibleNames, WhatTypingHasIsNotRaised) {
  using testing::ElementsAre;
  EXPECT_THAT(Kept("from typing import TypedDict, TypeVar\nT = TypeVar('T')\nraise $\n",
                   {"T", "TypedDict", "ValueError"}),
              ElementsAre("ValueError", "T", "TypedDict"));
}

TEST(PossibleNames, WhatIsKnownNotToDecorateIsLeftOut) {
  using testing::ElementsAre;
  const std::string head =
      "from typing import Callable\n"
      "class Group:\n    def command(self, name: str) -> Callable[[Callable], Callable]: ...\n"
      "    def send(self, text: str) -> None: ...\n"
      "class Row:\n    def send(self, text: str) -> None: ...\n"
      "class Actions:\n    @classmethod\n    def add(cls):\n        def inner(f): ...\n"
      "        return inner\n"
      "group = Group()\nrow = Row()\nactions = Actions()\n"
      "def quoted(text: str) -> str: ...\n"
      "def routed(text: str) -> Callable[[Callable], Callable]: ...\n"
      "def total(rows, more):\n    size = len(rows)\n    return size + more\n"
      "def kept(f):\n    def inner(): ...\n    return inner\n"
      "def named(f):\n    NAMES.append(f)\n    return f\n";
  EXPECT_THAT(Kept(head + "@$\ndef h(): ...\n", {"row", "Row", "quoted", "total", "group", "kept",
                                                 "named", "routed", "Actions", "actions"}),
              ElementsAre("group", "kept", "named", "routed", "Actions"));
  // Who types a letter knows better what an object has.
  EXPECT_THAT(Kept(head + "@r$\ndef h(): ...\n", {"row", "routed"}), ElementsAre("routed", "row"));
  // What stands above already, a parameter, and the function that the place is in.
  EXPECT_THAT(Kept(head + "@kept\n@$\ndef h(): ...\n", {"kept", "named"}), ElementsAre("named"));
  EXPECT_THAT(Kept(head + "def outer(f, decorate):\n    @$\n    def h(): ...\n    return h\n",
                   {"f", "outer", "decorate", "kept"}),
              ElementsAre("decorate", "kept"));
}

TEST(PossibleNames, WhatDecorates) {
  using testing::ElementsAre;
  const std::string head = "LIMIT = 1\ndef once(f): ...\n";
  const std::vector<std::string> names = {"LIMIT", "property", "map", "once"};
  EXPECT_THAT(Kept(head + "@$\ndef h(): ...\n", names), ElementsAre("once"));
  const std::string property = "class A:\n    @property\n    def size(self): return 1\n";
  EXPECT_THAT(Kept(property + "    @$.setter\n    def size(self, v): ...\n", {"size"}),
              ElementsAre("size"));
  EXPECT_THAT(Kept(head + "@$\nclass H: ...\n", names), ElementsAre("once"));
  EXPECT_THAT(Kept(head + "class A:\n    @$\n    def h(self): ...\n", names),
              ElementsAre("property", "once"));
}

}  // namespace
}  // namespace fastnode::predict
