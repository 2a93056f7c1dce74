#include "analyze/ast/missing_below.h"

#include <gtest/gtest.h>

#include <string>

namespace fastnode::ast {
namespace {

// The text with what is missing below its line, `$` the cursor.
std::string Completed(const std::string& text) {
  const size_t cursor = text.find('$');
  const std::string left = text.substr(0, cursor);
  std::string right = text.substr(cursor + 1);
  const Lacking below = FindMissingBelow(left, right);
  return left + right.insert(below.at, below.text);
}

TEST(MissingBelow, WhatADecoratorDecorates) {
  EXPECT_EQ(Completed("def f(a):\n    @$"),
            "def f(a):\n    @\n    def fastnode_placeholder(): pass");
  EXPECT_EQ(Completed("    @f($)\n\ndef g(): pass\n"),
            "    @f()\n    def fastnode_placeholder(): pass\n\ndef g(): pass\n");
}

TEST(MissingBelow, CasesOfAMatch) {
  EXPECT_EQ(Completed("    match $\nx = 1\n"), "    match :\n        case _: pass\nx = 1\n");
  EXPECT_EQ(Completed("match f($):"), "match f():\n    case _: pass");
  EXPECT_EQ(Completed("    case [a] if $\n    case _: pass\n"),
            "    case [a] if :\n        pass\n    case _: pass\n");
}

TEST(MissingBelow, NothingWhereItStandsThere) {
  for (const char* text :
       {"@$\ndef f(): pass\n", "@$\n@other\nclass A: pass\n", "    @$\n    async def f(): pass\n",
        "match $:\n    case 1: pass\n", "    case $:\n        pass\n"}) {
    std::string whole = text;
    whole.erase(whole.find('$'), 1);
    EXPECT_EQ(Completed(text), whole);
  }
}

// `match` and `case` are names, too.
TEST(MissingBelow, NothingOfOtherStatements) {
  for (const char* text : {"match.$", "match = $", "case, $", "matches $", "f($)", "match$"}) {
    std::string whole = text;
    whole.erase(whole.find('$'), 1);
    EXPECT_EQ(Completed(text), whole);
  }
}

}  // namespace
}  // namespace fastnode::ast
