#include "predict/making/said_specials.h"

#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"
#include "predict/making/overrides.h"

namespace fastnode::predict {
namespace {

std::string FirstAt(std::string text) {
  auto answer = CompleteOverride(QuestionAt(std::move(text)), KnownForTest(), {});
  if (!answer.ok() || !answer->has_value() || (**answer).completions.empty()) return "";
  return (**answer).completions[0].text;
}

TEST(SaidSpecials, ParametersAndBodySayTheMethod) {
  for (const auto& [method, name] : std::vector<std::pair<std::string, std::string>>{
           {"(self, key):\n        return self.d[key]\n", "__getitem__"},
           {"(self, key):\n        del self.d[key]\n", "__delitem__"},
           {"(self, key, value):\n        self.d[key] = value\n", "__setitem__"},
           {"(self, item):\n        return item in self.d\n", "__contains__"},
           {"(self, name):\n        return getattr(self.x, name)\n", "__getattr__"},
           {"(self, other) -> bool:\n        return self.x < other.x\n", "__lt__"},
           {"(self, other):\n        return A(self.x + other.x)\n", "__add__"},
           {"(self, *exc):\n        pass\n", "__exit__"},
           {"(self):\n        return len(self.d)\n", "__len__"},
           {"(self):\n        return f'<A {self.x!r}>'\n", "__repr__"},
           {"(self):\n        yield 1\n", "__iter__"}}) {
    EXPECT_EQ(FirstAt("class A:\n    def __$" + method), name) << method;
  }
  // A constructor has parameters, too.
  EXPECT_EQ(FirstAt("class A:\n    def __$(self, size):\n        self.size = size\n"), "__init__");
  EXPECT_EQ(FirstAt("class A:\n    def __$(self, key, size=1):\n        self.key = key\n"),
            "__init__");
}

TEST(SaidSpecials, APairWantsItsOther) {
  EXPECT_EQ(FirstAt("class A:\n    def __init__(self): ...\n    def __enter__(self): ...\n"
                    "    def __$\n"),
            "__exit__");
  EXPECT_EQ(FirstAt("class A:\n    def __init__(self): ...\n    def __$\n"), "__repr__");
}

// Before a letter is typed only what the class cannot do without.
TEST(SaidSpecials, WhatIsEnteredIsLeft) {
  EXPECT_EQ(FirstAt("class A:\n    def __enter__(self): ...\n    def $\n"), "__exit__");
  EXPECT_EQ(FirstAt("class A:\n    def __getitem__(self, k): ...\n    def $\n"), "__init__");
}

TEST(SaidSpecials, AMethodThatIsPassedToBeCalledIsWanted) {
  const std::string head = "class A:\n    def __init__(self):\n        ";
  EXPECT_EQ(FirstAt(head + "bind('x', self.on_send)\n    def $\n"), "on_send");
  EXPECT_EQ(FirstAt(head + "Thread(target=self.work)\n    def $\n"), "work");
  EXPECT_EQ(FirstAt(head + "f(self.size, x=self.size)\n    def $\n"), "");
}

TEST(SaidSpecials, AFunctionThatIsRegisteredHasNoName) {
  const std::string head = "@functools.singledispatch\ndef show(x): ...\n\n\n";
  EXPECT_EQ(FirstAt(head + "@show.register\ndef $\n"), "_");
  EXPECT_EQ(FirstAt(head + "@show.register(int)\ndef $\n"), "_");
  EXPECT_EQ(FirstAt(head + "@hooks.register\ndef $\n"), "");
}

TEST(SaidSpecials, ParametersSayTheMethodOfABase) {
  EXPECT_EQ(FirstAt("class A:\n    def b(self, x): ...\n    def a(self, y): ...\n\n\n"
                    "class B(A):\n    def $(self, y): ...\n"),
            "a");
  EXPECT_EQ(FirstAt("class A:\n    def b(self, x): ...\n    def a(self, y): ...\n\n\n"
                    "class B(A):\n    def __init__(self): ...\n    def $(self, z): ...\n"),
            "b");
}

}  // namespace
}  // namespace fastnode::predict
