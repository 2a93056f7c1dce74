// Where a plain name or a word of the language may be typed.
#include "analyze/bind/reads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fastnode::bind {
namespace {

using ::testing::ElementsAre;

// "text:position" of each.
std::vector<std::string> Reads(const std::string& text) {
  Result<FileIndex> index = BindText(text);
  CHECK(index.ok());
  std::vector<std::string> reads;
  for (NodeId read : FindReads(*index)) {
    reads.push_back(std::string(index->tree.Text(read)) + ":" +
                    std::string(Name(PositionOf(index->tree, read))));
  }
  return reads;
}

TEST(ReadsTest, NamesThatAreReadAndNoneThatAreBoundOrNamedOtherwise) {
  EXPECT_THAT(
      Reads("import os\nx = a.b\nx.y = f(k=x)\n"),
      ElementsAre("import:statement", "a:assigned", "x:statement", "f:assigned", "x:argument"));
  EXPECT_THAT(Reads("def f(a: int, b=c) -> T:\n  global g\n  g = a\n"),
              ElementsAre("def:statement", "int:type", "c:default", "T:type", "global:statement",
                          "a:assigned"));
  EXPECT_THAT(Reads("from m import n as p\ndel q, r.s\n"),
              ElementsAre("from:statement", "del:statement", "q:other", "r:element"));
  EXPECT_THAT(Reads("[i for i in u if v]\n"),
              ElementsAre("i:element", "u:iterated", "v:condition"));
}

TEST(ReadsTest, WordsThatBeginSomething) {
  EXPECT_THAT(Reads("if not a:\n  return None\nelif b is c:\n  pass\nelse:\n  raise E\n"),
              ElementsAre("if:statement", "not:condition", "a:operand", "return:statement",
                          "None:returned", "elif:statement", "b:condition", "c:compared",
                          "pass:statement", "else:statement", "raise:statement", "E:raised"));
  EXPECT_THAT(Reads("try:\n  x\nexcept E as e:\n  e\nfinally:\n  y\n"),
              ElementsAre("try:statement", "x:statement", "except:statement", "E:caught",
                          "e:statement", "finally:statement", "y:statement"));
  EXPECT_THAT(Reads("class A(B):\n  @d\n  def f(self): yield\n"),
              ElementsAre("class:statement", "B:base", "d:decorator", "yield:statement"));
  EXPECT_THAT(Reads("with o() as p, q: w[i] = lambda z: z\n"),
              ElementsAre("with:statement", "o:opened", "q:opened", "w:statement", "i:index",
                          "lambda:assigned", "z:assigned"));
}

TEST(ReadsTest, WhatAWordBegins) {
  Result<FileIndex> index = BindText("if a:\n  b\nelse:\n  c\n");
  ASSERT_TRUE(index.ok());
  const ast::Tree& tree = index->tree;
  for (NodeId read : FindReads(*index)) {
    const std::string_view text = tree.Text(read);
    EXPECT_EQ(GoesOn(tree, read), text == "if" || text == "else");
    EXPECT_EQ(tree[BegunBy(tree, read)].kind,
              GoesOn(tree, read) ? ast::Kind::kIfStatement : ast::Kind::kIdentifier);
  }
}

}  // namespace
}  // namespace fastnode::bind
