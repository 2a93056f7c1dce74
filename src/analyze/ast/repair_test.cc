#include "analyze/ast/repair.h"

#include <gtest/gtest.h>

#include "analyze/ast/parse.h"

namespace fastnode::ast {
namespace {

std::string Mended(std::string_view source, Damage damage = Damage::kLikely) {
  Repaired repaired = Repair(source, damage);
  EXPECT_EQ(repaired.text == source, repaired.num_repairs == 0);
  return repaired.num_repairs == 0 ? "as it was" : repaired.text;
}

TEST(RepairTest, ADotAtTheEndOfALineIsTakenAway) {
  EXPECT_EQ(Mended("x = os.\ny = 1\n"), "x = os \ny = 1\n");
  EXPECT_EQ(Mended("f(x)[0].  # why\n"), "f(x)[0]   # why\n");
  EXPECT_EQ(Mended("x = 1.\ny = ...\nfrom ..\nz = 'a.\n"), "as it was");
  EXPECT_EQ(Mended("x = (os.\n  path)\n"), "as it was");
}

TEST(RepairTest, AnOpenBracketEndsWhereAStatementBegins) {
  EXPECT_EQ(Mended("f(a,\ndef g(): pass\n"), "f(a)\ndef g(): pass\n");
  EXPECT_EQ(Mended("x = [1, 2\nreturn x\n"), "x =  1, 2\nreturn x\n");
  EXPECT_EQ(Mended("f(g(a,\ny = 1\n"), "f g(a)\ny = 1\n");
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
