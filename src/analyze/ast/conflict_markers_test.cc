#include "analyze/ast/conflict_markers.h"

#include <gtest/gtest.h>

namespace fastnode::ast {
namespace {

TEST(ConflictMarkers, AreComments) {
  EXPECT_EQ(WithoutConflictMarkers("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\nd\n"),
            "a\n#<<<<<< HEAD\nb\n#======\nc\n#>>>>>> theirs\nd\n");
  EXPECT_EQ(WithoutConflictMarkers("<<<<<<< a\n||||||| base\n=======\n>>>>>>> b"),
            "#<<<<<< a\n#|||||| base\n#======\n#>>>>>> b");
  EXPECT_EQ(WithoutConflictMarkers("<<<<<<< a\r\n=======\r\n>>>>>>> b\r\n"),
            "#<<<<<< a\r\n#======\r\n#>>>>>> b\r\n");
}

TEST(ConflictMarkers, AreAllThere) {
  for (const char* text :
       {"Title\n=======\n", "<<<<<<< HEAD\nb\n=======\nc\n", "=======\n>>>>>>> a\n<<<<<<< b\n",
        "<<<<<<< a\n>>>>>>> b\n", " <<<<<<< a\n =======\n >>>>>>> b\n",
        "<<<<<<<< a\n========\n>>>>>>>> b\n", "x <<<<<<< y\n=======\nz >>>>>>> w\n"}) {
    EXPECT_EQ(WithoutConflictMarkers(text), text);
  }
}

}  // namespace
}  // namespace fastnode::ast
