#include "predict/auto_import/documented.h"

#include <gtest/gtest.h>

namespace fastnode::auto_import {
namespace {

int NumberOf(std::string_view word, std::string_view text) {
  const Documented documented = ReadDocumented(text);
  for (const Documented::Word& one : documented.words) {
    if (one.hash == WordHash(word)) return one.number;
  }
  return 0;
}

std::string ShownIn(std::string_view text) {
  const Documented documented = ReadDocumented(text);
  std::string shown;
  for (const Documented::Shown& one : documented.shown) shown += one.module + ":" + one.name + " ";
  return shown;
}

TEST(DocumentedTest, CountsWordsOfDocstringsAndComments) {
  const std::string text =
      "'''Sea and `Whale`.'''\nWhale = Sea  # a Whale's\ns = 'Whale # Whale'\n"
      "t = r\"\"\"Whale\\\"\"\" Sea\"\"\"\n";
  EXPECT_EQ(NumberOf("Whale", text), 3);
  EXPECT_EQ(NumberOf("Sea", text), 2);
  EXPECT_EQ(NumberOf("s", text), 1);  // of "Whale's"
  EXPECT_EQ(NumberOf("t", text), 0);
}

TEST(DocumentedTest, ManyAreAsGoodAsMore) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "# Whale\n";
  EXPECT_EQ(NumberOf("Whale", text), 255);
}

TEST(DocumentedTest, ShowsImports) {
  EXPECT_EQ(ShownIn("'''\n    >>> from sea.deep import Whale, Cod as C\n    and from here'''\n"),
            "sea.deep:Cod sea.deep:Whale ");
  EXPECT_EQ(ShownIn("'''\nfrom sea import (\n    Whale,\n    Cod,\n)\n'''\n"),
            "sea:Cod sea:Whale ");
  EXPECT_EQ(ShownIn("from sea import Whale\n# from .sea import Cod\n"), "");
}

TEST(DocumentedTest, HalfWrittenTextEnds) {
  for (const std::string text : {"'''from sea import (", "'''from sea import", "'''from ", "'",
                                 "'''\\", "#from a import ,", "# from a import 1, b"}) {
    EXPECT_EQ(ShownIn(text), "") << text;
  }
}

}  // namespace
}  // namespace fastnode::auto_import
