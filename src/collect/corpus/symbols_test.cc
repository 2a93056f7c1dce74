#include "collect/corpus/symbols.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyze/ast/parse.h"
#include "analyze/types/imports/library_for_test.h"

namespace fastnode::corpus {
namespace {

using testing::Contains;

class SymbolsTest : public testing::Test {
 protected:
  // "symbol context count" for every count of a text that is not zero.
  static std::vector<std::string> Print(const std::string& text, SymbolForm form) {
    FileSymbols symbols = Find(text);
    std::vector<std::string> lines;
    for (const FileSymbols::Row& row : symbols.rows[static_cast<size_t>(form)]) {
      for (size_t context = 0; context < row.counts.size(); ++context) {
        if (row.counts[context] == 0) continue;
        std::string name(Name(static_cast<SymbolContext>(context)).substr(15));
        lines.push_back(row.symbol + " " + name + " " + std::to_string(row.counts[context]));
      }
    }
    return lines;
  }

  static FileSymbols Find(const std::string& text) {
    Result<ast::Tree> tree = ast::Parse(text);
    CHECK(tree.ok());
    bind::FileIndex index = bind::Bind(*std::move(tree));
    types::TypeEvaluator types(index, types::LibraryForTest());
    return FindSymbols(index, types);
  }
};

constexpr char kText[] = R"(import os.path as p
import json, email.message
from collections import OrderedDict as OD
from . import sibling

d = OD()
d.popitem()
p.join("a", json.dumps(d))
p.join(*map(str, []))
sibling.thing()


class Own:
    pass


Own().x
)";

TEST_F(SymbolsTest, SymbolsAsWrittenFollowTheImports) {
  auto lines = Print(kText, SymbolForm::kWritten);
  for (const char* line :
       {"os.path import 1", "json import 1", "email.message import 1", "collections import 1",
        "collections.OrderedDict import 1", "os.path name 2", "os.path.join attribute 2",
        "os.path.join call_func 2", "json.dumps call_func 1", "collections.OrderedDict name 3",
        "collections.OrderedDict call_func 1", "builtins.map call_func 1"}) {
    EXPECT_THAT(lines, Contains(line));
  }
}

TEST_F(SymbolsTest, CanonicalSymbolsAreWhereThingsAreDefined) {
  auto lines = Print(kText, SymbolForm::kCanonical);
  for (const char* line :
       {"posixpath.join attribute 2", "posixpath.join call_func 2", "json.dumps call_func 1",
        "collections.OrderedDict.popitem call_func 1", "builtins.map call_func 1"}) {
    EXPECT_THAT(lines, Contains(line));
  }
  // The class itself, where it is called. `d`, an instance, is credited to its type, and so is what
  // calls return.
  EXPECT_THAT(lines, Contains("collections.OrderedDict name 3"));
  EXPECT_THAT(lines, Contains("builtins.str expr 4"));
}

TEST_F(SymbolsTest, WhatTheFileDefinesAndRelativeImportsHaveNoSymbol) {
  FileSymbols symbols = Find(kText);
  for (const auto& rows : symbols.rows) {
    for (const FileSymbols::Row& row : rows) {
      EXPECT_EQ(row.symbol.find("Own"), std::string::npos) << row.symbol;
      EXPECT_EQ(row.symbol.find("sibling"), std::string::npos) << row.symbol;
    }
  }
}

TEST_F(SymbolsTest, EveryPlaceKnowsItsSymbol) {
  FileSymbols symbols = Find("import os\nos.getcwd(1)\nunknown.x(y)\n");
  const auto& rows = symbols.rows[static_cast<size_t>(SymbolForm::kCanonical)];
  auto text = [&](uint32_t row) { return row == kNoSymbol ? "" : rows[row].symbol; };
  ASSERT_EQ(symbols.attribute_of_use.size(), 2u);
  EXPECT_EQ(text(symbols.attribute_of_use[0]), "os.getcwd");
  EXPECT_EQ(text(symbols.attribute_of_use[1]), "");
  EXPECT_EQ(text(symbols.base_of_use[0]), "os");
  ASSERT_EQ(symbols.callee_of_place.size(), 4u);  // before and after each argument
  EXPECT_EQ(text(symbols.callee_of_place[0]), "os.getcwd");
  EXPECT_EQ(text(symbols.callee_of_place[1]), "os.getcwd");
  EXPECT_EQ(text(symbols.callee_of_place[2]), "");
}

TEST_F(SymbolsTest, RowsComeBackAndDamageIsSeen) {
  FileSymbols symbols = Find(kText);
  std::string bytes = EncodeSymbols(symbols);
  EXPECT_EQ(*DecodeSymbols(bytes), symbols);
  for (size_t size = 0; size < bytes.size(); size += 7) {
    EXPECT_FALSE(DecodeSymbols(std::string_view(bytes).substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(DecodeSymbols(bytes + "x").ok());
}

TEST_F(SymbolsTest, HalfTypedImportsAreHarmless) {
  for (const char* text : {"import", "import a.", "from", "from a import", "from a import b as",
                           "import a as", "from .a import (b,", "import a.b.c as d, e.", ""}) {
    Find(text);
  }
}

TEST(SymbolContextTest, NamesComeBack) {
  for (int i = 0; i < kNumSymbolContexts; ++i) {
    auto context = static_cast<SymbolContext>(i);
    EXPECT_EQ(SymbolContextFromName(Name(context)), context);
  }
  EXPECT_FALSE(SymbolContextFromName("symbol_context_other").has_value());
}

}  // namespace
}  // namespace fastnode::corpus
