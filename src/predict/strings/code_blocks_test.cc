#include "predict/strings/code_blocks.h"

#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

TEST(CodeBlocks, StandBetweenFences) {
  EXPECT_EQ(CodeBlockAtEnd("Like so:\n\n    ```python\n    if a:\n        b.c"), "if a:\n    b.c");
  EXPECT_EQ(CodeBlockAtEnd("```py\na\n```\nand\n~~~ python3\nb"), "b");
  EXPECT_EQ(CodeBlockAtEnd("```python\na\n```\nb"), "");
  EXPECT_EQ(CodeBlockAtEnd("```sh\na"), "");
  EXPECT_EQ(CodeBlockAtEnd("```\na"), "");
  EXPECT_EQ(CodeBlockAtEnd("```python"), "") << "the fence itself";
}

TEST(CodeBlocks, StandBelowTheirDirective) {
  const std::string head = "Like so.\n\n    .. code-block:: python\n       :linenos:\n\n";
  EXPECT_EQ(CodeBlockAtEnd(head + "       def f():\n\n           a.b"), "def f():\n\n    a.b");
  EXPECT_EQ(CodeBlockAtEnd(head + "       a\n    b"), "");
  EXPECT_EQ(CodeBlockAtEnd("    .. code-block:: console\n\n        a"), "");
  EXPECT_EQ(CodeBlockAtEnd("    .. note::\n        a"), "");
}

TEST(CodeBlocks, BelowTwoColonsTheyLookLikePython) {
  EXPECT_EQ(CodeBlockAtEnd("So::\n\n        from a import b\n        b.c"), "from a import b\nb.c");
  EXPECT_EQ(CodeBlockAtEnd("So::\n\n        x = 1\n        for y in x:\n            y"),
            "x = 1\nfor y in x:\n    y");
  EXPECT_EQ(CodeBlockAtEnd("So::\n\n        $ run b.c\n        b.c"), "");
  EXPECT_EQ(CodeBlockAtEnd("So::\n\n        b.c"), "") << "nothing tells what it is";
}

TEST(CodeBlocks, NeedNoHeadingIfTheyBeginWithAStatement) {
  EXPECT_EQ(CodeBlockAtEnd("So:\n\n        x = 1\n        b.c"), "x = 1\nb.c");
  EXPECT_EQ(CodeBlockAtEnd("So.\n\n    # what it is for\n    import os.path, re\n\n    o"),
            "import os.path, re\n\no");
  EXPECT_EQ(CodeBlockAtEnd("So.\n\n    def f(a):\n        b = a\n        b"),
            "def f(a):\n    b = a\n    b");
  EXPECT_EQ(CodeBlockAtEnd("So:\n    x = 1\n    b.c"), "") << "no empty line";
  EXPECT_EQ(CodeBlockAtEnd("So:\n\n  x = 1\n  b.c"), "") << "a list, perhaps";
  for (const char* prose : {"import the module and", "where the x = 1", "from here on", "class a",
                            "x", "the def of x:", "3 = x", "b.c = ", "x: int = 1 is"}) {
    EXPECT_EQ(CodeBlockAtEnd(std::string("So:\n\n    ") + prose + "\n    b"), "") << prose;
  }
  EXPECT_EQ(CodeBlockAtEnd("So:\n\n    x = 1"), "") << "being typed";
}

TEST(CodeBlocks, AreNotVeryLong) {
  const auto lines = [](size_t count) {
    std::string text;
    for (size_t i = 0; i < count; ++i) text += "    a = b\n";
    return text;
  };
  for (const char* head : {"So::\n\n", "    ```python\n", ".. code-block:: python\n\n"}) {
    EXPECT_NE(CodeBlockAtEnd(head + lines(500) + "    a"), "") << head;
    EXPECT_EQ(CodeBlockAtEnd(head + lines(5000) + "    a"), "") << head;
  }
  EXPECT_EQ(CodeBlockAtEnd("So::\n\n" + lines(5000) + "\n```py\na"), "a");
}

}  // namespace
}  // namespace fastnode::predict
