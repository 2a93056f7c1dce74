#include "analyze/bind/purpose.h"

#include <gtest/gtest.h>

#include <string>

#include "analyze/ast/parse.h"

namespace fastnode::bind {
namespace {

FileIndex IndexOf(const std::string& text) {
  Result<ast::Tree> tree = ast::Parse(text);
  CHECK(tree.ok());
  return Bind(*std::move(tree));
}

struct Texts {
  std::string passed_to, given_to;
};

// Of the first attribute use whose name is `here`.
Texts PurposeIn(const std::string& text) {
  const FileIndex index = IndexOf(text);
  for (const AttributeUse& use : index.attributes) {
    if (index.tree.Text(use.name) != "here") continue;
    const Purpose purpose = PurposeOf(index.tree, use.node);
    return {purpose.passed_to, std::string(purpose.given_to)};
  }
  ADD_FAILURE() << "no `here` in " << text;
  return {};
}

TEST(Purpose, OfAnArgumentItIsWhatIsCalledAndTheSlot) {
  EXPECT_EQ(PurposeIn("os.open(path, os.here)\n").passed_to, "open #1");
  EXPECT_EQ(PurposeIn("os.open(path, os.here | os.there)\n").passed_to, "open #1");
  EXPECT_EQ(PurposeIn("open(mode=os.here)\n").passed_to, "open =mode");
  EXPECT_EQ(PurposeIn("f(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, x.here)\n").passed_to, "f #8");
  EXPECT_EQ(PurposeIn("f(-x.here)\n").passed_to, "") << "the argument begins with something else";
  EXPECT_EQ(PurposeIn("class A(x.here): pass\n").passed_to, "");
  EXPECT_EQ(PurposeIn("y = x.here\n").passed_to, "");
}

TEST(Purpose, OfWhatIsGivenItIsTheName) {
  EXPECT_EQ(PurposeIn("width = box.here\n").given_to, "width");
  EXPECT_EQ(PurposeIn("self.width = box.here + 1\n").given_to, "width");
  EXPECT_EQ(PurposeIn("f(width=box.here)\n").given_to, "width");
  EXPECT_EQ(PurposeIn("d = {'width': box.here}\n").given_to, "width");
  EXPECT_EQ(PurposeIn("def f(width=box.here): pass\n").given_to, "width");
  EXPECT_EQ(PurposeIn("if mode == Mode.here: pass\n").given_to, "mode");
  EXPECT_EQ(PurposeIn("box.here = 1\n").given_to, "");
  EXPECT_EQ(PurposeIn("return_(box.here)\n").given_to, "");
  EXPECT_EQ(PurposeIn("width: box.here = 1\n").given_to, "") << "a type";
  EXPECT_EQ(PurposeIn("def f(width: box.here = 1): pass\n").given_to, "");
}

// A line that is not finished has the purposes of the finished one.
TEST(Purpose, WhatStandsBehindMakesNoDifference) {
  for (const char* end : {"", ".there(1)", "[0]", " + 1", ", last"}) {
    EXPECT_EQ(PurposeIn(std::string("f(a, b.here") + end + ")\n").passed_to, "f #1") << end;
  }
  for (const char* end : {"", " for b in c", ".d for b in c if b"}) {
    EXPECT_EQ(PurposeIn(std::string("any(b.here") + end + ")\n").passed_to, "any #0") << end;
  }
}

}  // namespace
}  // namespace fastnode::bind
