#include "analyze/types/file/references.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyze/ast/parse.h"
#include "analyze/types/file/conditions.h"

namespace fastnode::types {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A source, and in it the last `x`, or the one before so many others.
class LastX {
 public:
  explicit LastX(std::string source, size_t before = 0)
      : index_(bind::Bind(*ast::Parse(std::move(source)))), module_(index_, "", "") {
    file_.module = &module_;
    std::vector<NodeId> names;
    for (NodeId n : file_.tree().ids()) {
      if (file_.kind(n) == ast::Kind::kIdentifier && file_.text(n) == "x") names.push_back(n);
    }
    read_ = names[names.size() - 1 - before];
  }

  // The right sides of the bindings that it sees.
  std::vector<std::string> Seen() const {
    std::vector<std::string> values;
    for (NodeId binding : BindingsSeen(file_, file_.variable_of(read_), read_).bindings) {
      NodeId value = file_.child(file_.parent(binding), ast::Field::kRight);
      values.emplace_back(file_.text(value));
    }
    return values;
  }

  std::vector<std::string> AskedFor() const {
    std::vector<std::string> classes;
    for (const std::vector<NodeId>& one : ClassesAskedFor(file_, read_).is) {
      for (NodeId cls : one) classes.emplace_back(file_.text(cls));
    }
    return classes;
  }

 private:
  bind::FileIndex index_;
  Module module_;
  File file_;
  NodeId read_ = kNoNode;
};

TEST(BindingsSeenTest, TheNearestOfABlockRules) {
  EXPECT_THAT(LastX("x = 1\nx = 2\nprint(x)\n").Seen(), ElementsAre("2"));
}

TEST(BindingsSeenTest, ABranchMayHaveBeenTaken) {
  EXPECT_THAT(LastX("x = 1\nif a:\n    x = 2\nprint(x)\n").Seen(), ElementsAre("2", "1"));
}

TEST(BindingsSeenTest, OneOfSeveralBranchesHasBeenTaken) {
  EXPECT_THAT(LastX("x = 1\nif a:\n    x = 2\nelse:\n    x = 3\nprint(x)\n").Seen(),
              ElementsAre("3", "2"));
  EXPECT_THAT(LastX("x = 1\ntry:\n    x = 2\nexcept E:\n    raise\nprint(x)\n").Seen(),
              ElementsAre("2"));
  EXPECT_THAT(LastX("x = 1\nif a:\n    x = 2\nelse:\n    print(x)\n").Seen(), ElementsAre("1"));
}

TEST(BindingsSeenTest, WhatIsLeftIsNotSeenBehind) {
  EXPECT_THAT(
      LastX("def f(a):\n    x = 1\n    if a:\n        x = 2\n        return\n    print(x)\n")
          .Seen(),
      ElementsAre("1"));
  EXPECT_THAT(
      LastX("x = 1\nfor a in b:\n    if a:\n        x = 2\n        break\nprint(x)\n").Seen(),
      ElementsAre("2", "1"));
}

TEST(BindingsSeenTest, ALoopBringsRoundWhatIsFurtherDown) {
  EXPECT_THAT(LastX("x = 1\nwhile a:\n    print(x)\n    for x in b: pass\n", 1).Seen(),
              ElementsAre("1", "b"));
}

TEST(BindingsSeenTest, ABranchNotTakenBindsNothing) {
  EXPECT_THAT(LastX("import sys\nx = 1\nif sys.version_info < (3,):\n    x = 2\nprint(x)\n").Seen(),
              ElementsAre("1"));
  // Behind a dead branch of a dead branch all is dead, too.
  EXPECT_THAT(LastX("import sys\nx = 1\nif sys.version_info < (3,):\n"
                    "    if sys.version_info < (2,):\n        pass\n    x = 2\nprint(x)\n")
                  .Seen(),
              ElementsAre("1"));
}

TEST(ClassesAskedForTest, InTheBranchAndBehindAnEarlyExit) {
  EXPECT_THAT(LastX("def f(x):\n    if isinstance(x, A):\n        print(x)\n").AskedFor(),
              ElementsAre("A"));
  EXPECT_THAT(LastX("def f(x):\n    if not isinstance(x, A):\n        return\n    x\n").AskedFor(),
              ElementsAre("A"));
  EXPECT_THAT(LastX("def f(x):\n    if isinstance(x, A): pass\n    x\n").AskedFor(), IsEmpty());
}

TEST(ClassesAskedForTest, TheNearestStandsFirst) {
  EXPECT_THAT(LastX("def f(x):\n    assert isinstance(x, A)\n    return isinstance(x, B) and x\n")
                  .AskedFor(),
              ElementsAre("B", "A"));
}

TEST(ClassesAskedForTest, OlderConditionsThanTheLastBindingSpeakOfAnotherValue) {
  EXPECT_THAT(LastX("def f(x):\n    assert isinstance(x, A)\n    x = g()\n    x\n").AskedFor(),
              IsEmpty());
}

}  // namespace
}  // namespace fastnode::types
