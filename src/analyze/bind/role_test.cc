#include "analyze/bind/role.h"

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

// Of the first attribute use whose name is `here`.
Role RoleIn(const std::string& text) {
  const FileIndex index = IndexOf(text);
  for (const AttributeUse& use : index.attributes) {
    if (index.tree.Text(use.name) != "here") continue;
    Role role = RoleOf(index.tree, use.node);
    // What it is given to points into the tree.
    static std::string kept;
    kept = role.given_to;
    role.given_to = kept;
    return role;
  }
  ADD_FAILURE() << "no `here` in " << text;
  return {};
}

TEST(Role, OfAnArgumentItIsWhatIsCalledAndTheSlot) {
  EXPECT_EQ(RoleIn("os.open(path, os.here)\n").passed_to, "open #1");
  EXPECT_EQ(RoleIn("os.open(path, os.here | os.there)\n").passed_to, "open #1");
  EXPECT_EQ(RoleIn("open(mode=os.here)\n").passed_to, "open =mode");
  EXPECT_EQ(RoleIn("f(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, x.here)\n").passed_to, "f #8");
  EXPECT_EQ(RoleIn("f(-x.here)\n").passed_to, "") << "the argument begins with something else";
  EXPECT_EQ(RoleIn("class A(x.here): pass\n").passed_to, "");
  EXPECT_EQ(RoleIn("y = x.here\n").passed_to, "");
}

TEST(Role, OfWhatIsGivenItIsTheName) {
  EXPECT_EQ(RoleIn("width = box.here\n").given_to, "width");
  EXPECT_EQ(RoleIn("self.width = box.here + 1\n").given_to, "width");
  EXPECT_EQ(RoleIn("f(width=box.here)\n").given_to, "width");
  EXPECT_EQ(RoleIn("d = {'width': box.here}\n").given_to, "width");
  EXPECT_EQ(RoleIn("def f(width=box.here): pass\n").given_to, "width");
  EXPECT_EQ(RoleIn("if mode == Mode.here: pass\n").given_to, "mode");
  EXPECT_EQ(RoleIn("box.here = 1\n").given_to, "");
  EXPECT_EQ(RoleIn("return_(box.here)\n").given_to, "");
}

// A line that is not finished has the roles of the finished one.
TEST(Role, WhatStandsBehindMakesNoDifference) {
  for (const char* end : {"", ".there(1)", "[0]", " + 1", ", last"}) {
    EXPECT_EQ(RoleIn(std::string("f(a, b.here") + end + ")\n").passed_to, "f #1") << end;
  }
}

}  // namespace
}  // namespace fastnode::bind
