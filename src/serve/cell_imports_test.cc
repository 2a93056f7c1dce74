#include "serve/cell_imports.h"

#include <gtest/gtest.h>

#include <string>

namespace fastnode::serve {
namespace {

// The edit of a name that the second cell imports, which is `cell`; the first one is an import.
std::string Edited(const std::string& cell, auto_import::Edit edit) {
  WholeNotebook whole;
  whole.text = "import os\n" + cell;
  whole.cells = {{"one", 0}, {"two", 1}};
  whole.cell = 1;
  whole.begin = std::string("import os\n").size();
  whole.end = whole.text.size();
  predict::Answer answer{pack::Task::kName, "Wha", {}, {}};
  answer.completions.push_back({"Whale", 0, "class", "sea", {std::move(edit)}});
  ImportInCell(whole, answer);
  const auto_import::Edit& made = answer.completions[0].edits[0];
  return whole.text.insert(made.begin, made.text).substr(whole.begin);
}

TEST(CellImports, AStatementForAnotherCellStandsOnTopOfThisOne) {
  const auto_import::Edit above{10, 10, "\nfrom sea import Whale\n\n"};
  EXPECT_EQ(Edited("x = Wha\n", {0, 0, "from sea import Whale\n"}),
            "from sea import Whale\nx = Wha\n");
  // Below a magic.
  EXPECT_EQ(Edited("     \n  \nx = Wha\n", {0, 0, above.text}),
            "     \n  \nfrom sea import Whale\nx = Wha\n");
  // A name among those of an import.
  EXPECT_EQ(Edited("x = Wha\n", {9, 9, ", Whale"}), "from sea import Whale\nx = Wha\n");
}

TEST(CellImports, AnEditOfTheCellItselfStays) {
  EXPECT_EQ(Edited("from sea import Eel\nx = Wha\n", {29, 29, ", Whale"}),
            "from sea import Eel, Whale\nx = Wha\n");
}

}  // namespace
}  // namespace fastnode::serve
