#include "analyze/ast/repair.h"

#include <gtest/gtest.h>

#include "analyze/ast/parse.h"

namespace fastnode::ast {
namespace {

std::string Mended(std::string_view source, Damage damage = Damage::kLikely) {
  const Repaired repaired = Repair(source, damage);
  EXPECT_EQ(repaired.text == source, repaired.num_repairs == 0);
  return repaired.num_repairs == 0 ? "as it was" : repaired.text;
}

TEST(RepairTest, ADotAtTheEndOfALineIsTakenAway) {
  EXPECT_EQ(Mended("x = os.\ny = 1\n"), "x = os \ny = 1\n");
  EXPECT_EQ(Mended("f(x)[0].  # why\n"), "f(x)[0]   # why\n");
  EXPECT_EQ(Mended("x = 1.\ny = ...\nz = 'a.'\n"), "as it was");
  EXPECT_EQ(Mended("x = (os.\n  path)\n"), "as it was");
}

TEST(RepairTest, AnImportFromAModuleWithoutANameIsTakenAway) {
  for (const std::string source : {"from ..", "from os", "from os.", "from os.path impor",
                                   "from . import", "from os import_x", "from"}) {
    EXPECT_EQ(Mended(source + "\n\nx = 1\n"), std::string(source.size(), ' ') + "\n\nx = 1\n");
  }
  for (const char* source :
       {"from os import x\n", "from.import x\n", "from os import(\n  x)\n", "from os import *\n",
        "from os \\\n  import x\n", "raise E \\\n  from e\n", "from os import x; y = 1\n",
        "from os; y = 1\n"}) {
    EXPECT_EQ(Mended(source), "as it was");
  }
}

TEST(RepairTest, AnOpenBracketEndsWhereAStatementBegins) {
  EXPECT_EQ(Mended("f(a,\ndef g(): pass\n"), "f(a)\ndef g(): pass\n");
  EXPECT_EQ(Mended("x = [1, 2\nreturn x\n"), "x = [1, 2]\nreturn x\n");
  EXPECT_EQ(Mended("f(g(a,\ny = 1\n"), "f(g(a))\ny = 1\n");
  EXPECT_EQ(Mended("x = a[\nb.c()\n"), "x = a \nb.c()\n");
  EXPECT_EQ(Mended("f(a,\nif b:\n    c\n"), "f(a)\nif b:\n    c\n");
  EXPECT_EQ(Mended("f(a,"), "f(a)");
}

TEST(RepairTest, WhatGoesOnInTheNextLineIsLeftAlone) {
  for (const char* source :
       {"f(a,\n  b)\n", "x = [\n1,\n2,\n]\n", "f(a\nfor a in b\nif a)\n", "f('''\ndef g(\n''')\n",
        "x = {  # (\n    'a': (1),\n}\n", "x = a \\\n  .b\n", "f(\n    a=1,\n)\n"}) {
    EXPECT_EQ(Mended(source), "as it was") << source;
  }
}

TEST(RepairTest, ABracketEndsBeforeTheFirstLineThatMayBeAStatement) {
  // What shows that it is open comes later.
  EXPECT_EQ(Mended("x = f(\ny = 1\nz = 2\n", Damage::kCertain), "x = f()\ny = 1\nz = 2\n");
  EXPECT_EQ(Mended("f(g(a.b\n@c\ndef d(): pass\n", Damage::kCertain),
            "f(g(a.b))\n@c\ndef d(): pass\n");
  EXPECT_EQ(Mended("f(g(\nx = 1)\nreturn y\n", Damage::kCertain), "f(g())\nx = 1 \nreturn y\n");
  EXPECT_EQ(Mended("f([a.\n", Damage::kCertain), "f([a ])\n");
  EXPECT_EQ(Mended("x = {'a':\nreturn x\n", Damage::kCertain), "x = {'a' }\nreturn x\n");
}

TEST(RepairTest, WhatIsMissingAtALinesEndWithinBracketsIsPutIn) {
  EXPECT_EQ(Mended("f(a.b\n  c,\n)\n", Damage::kCertain), "f(a.b,\n  c,\n)\n");
  EXPECT_EQ(Mended("f(\n  g(a.b\n  c,\n)\n", Damage::kCertain), "f(\n  g(a.b),\n  c,\n)\n");
  EXPECT_EQ(Mended("f(\n  x[a.b\n)\n", Damage::kCertain), "f(\n  x[a.b]\n)\n");
  EXPECT_EQ(Mended("f(\n  g.h\n    a,\n  ),\n)\n", Damage::kCertain),
            "f(\n  g.h(\n    a,\n  ),\n)\n");
  EXPECT_EQ(Mended("f('a'\n  'b')\n", Damage::kCertain), "as it was");
}

TEST(RepairTest, AStatementWithABlockGetsItsColon) {
  EXPECT_EQ(Mended("if a.b\n  c\n"), "if a.b:\n  c\n");
  EXPECT_EQ(Mended("async with f(a.b\n  c\n  d\n"), "async with f(a.b):\n  c\n  d\n");
  EXPECT_EQ(Mended("def f(a, b\n  c\n"), "def f(a, b):\n  c\n");
  EXPECT_EQ(Mended("def f\ndef g(): pass\n"), "def f():\ndef g(): pass\n");
  EXPECT_EQ(Mended("else\n  a\n"), "else:\n  a\n");
  EXPECT_EQ(Mended("if a:\n  b\nwhile c: d\nwith (e,\n  f): g\nfor_ = 1\n"), "as it was");
}

TEST(RepairTest, WhatIsLeftOfACallGetsItsBracket) {
  EXPECT_EQ(Mended("x = f.g\n    'a',\n    b)\n"), "x = f.g(\n    'a',\n    b)\n");
  EXPECT_EQ(Mended("x = a\n    y = b\nz\n"), "as it was") << "nothing closes it";
  EXPECT_EQ(Mended("\tx = [\n1]\n\ty\n"), "as it was");
  EXPECT_EQ(Mended("\ta\n        b\n\tc\n"), "as it was");
}

TEST(RepairTest, AStringOfOneLineEndsWithIt) {
  EXPECT_EQ(Mended("x = 'a \ny\n"), "x = 'a' \ny\n");
  EXPECT_EQ(Mended("f(f\"{a.b\nreturn c\n"), "f(f\"{a.b}\")\nreturn c\n");
}

TEST(RepairTest, ManyOpenBracketsAreReadAFewTimesOnly) {
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "f(\n";
  EXPECT_GT(Repair(many, Damage::kCertain).num_repairs, 0);  // it ends
}

TEST(RepairTest, PlacesInMendedTextAreThoseOfTheSource) {
  const std::string source = "f(g(a.b\nreturn c\n";
  const Repaired repaired = Repair(source, Damage::kCertain);
  EXPECT_EQ(repaired.text, "f(g(a.b))\nreturn c\n");
  EXPECT_EQ(repaired.inserted, (std::vector<uint32_t>{7, 7}));
  const SourcePlaces place(repaired.inserted);
  for (uint32_t mended : {0u, 7u}) EXPECT_EQ(place(mended), mended);
  for (uint32_t mended : {8u, 9u}) EXPECT_EQ(place(mended), 7u);
  EXPECT_EQ(place(10), 8u);
  EXPECT_EQ(place(static_cast<uint32_t>(repaired.text.size())), source.size());
}

TEST(RepairTest, WhatMayBeMeantIsLeftAloneUnlessThereAreErrors) {
  EXPECT_EQ(Mended("f(a,\nb = 1)\n", Damage::kCertain), "as it was");
  EXPECT_EQ(Mended("f(a,\ndef g(): pass\n", Damage::kCertain), "f(a)\ndef g(): pass\n");
}

TEST(RepairTest, AnOperatorAtTheEndOfALineIsTakenAway) {
  EXPECT_EQ(Mended("x =\ny = 1\n"), "x  \ny = 1\n");
  EXPECT_EQ(Mended("x = a and not\ny\n"), "x = a        \ny\n");
  EXPECT_EQ(Mended("x = a ** -\n"), "x = a     \n");
  EXPECT_EQ(Mended("from a import *\nx = a, \nx = a \\\n  + b\nx.is\n"), "as it was");
}

TEST(RepairTest, AStatementMayVanish) {
  EXPECT_EQ(Mended("while\nx\n"), "     \nx\n");
  EXPECT_EQ(Mended("=\nx\n"), " \nx\n");
  EXPECT_EQ(Mended("import ="), "        ");
}

TEST(RepairTest, LinesMayEndInCarriageReturns) {
  EXPECT_EQ(Mended("x = a.\r\ny\r\n"), "x = a \r\ny\r\n");
  EXPECT_EQ(Mended("x = 'a.\\\r\n b.'\r\ny = a + \\\r\n  b\r\n\f\r\nz\r\n"), "as it was");
}

TEST(RepairTest, KeywordsAloneAndStrayBracketsAreTakenAway) {
  EXPECT_EQ(Mended("import\nx = os\n"), "      \nx = os\n");
  EXPECT_EQ(Mended("  class  # C\nx\n"), "         # C\nx\n");
  EXPECT_EQ(Mended("x = a)\ny\n"), "x = a \ny\n");
}

TEST(RepairTest, TheTreeStillSpeaksOfTheOriginalText) {
  Result<Tree> tree = Parse("x = os.\ny = os.path\n");
  ASSERT_TRUE(tree.ok());
  EXPECT_EQ(tree->source, "x = os.\ny = os.path\n");
  EXPECT_GT(tree->num_errors, 0) << "it is not what was typed";
  EXPECT_EQ(Verify(*tree), "");
}

}  // namespace
}  // namespace fastnode::ast
