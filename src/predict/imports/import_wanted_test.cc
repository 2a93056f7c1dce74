#include "predict/imports/import_wanted.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/auto_import/exports.h"
#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// A standard library with Whale and Shark in `sea`, and Whale in `tales.sea`.
Known WithLibrary() {
  auto file = [](const std::string& module, const std::string& text) {
    Result<bind::FileIndex> index = bind::BindText(text);
    CHECK(index.ok());
    const types::Module made(module, false, false, *std::move(index));
    return auto_import::SourceFile{"", module, false, false, auto_import::ExportsOf(made)};
  };
  Importables importables;
  importables.list = {
      auto_import::Index::Build(auto_import::Source::kStandard, "",
                                {file("sea", "class Shark: ...\nclass Whale: ...\n"),
                                 file("tales.sea", "class Whale: ...\n")})};
  Known known;
  known.find_importables = [importables](const Budget&) { return importables; };
  return known;
}

// Equally likely names, as they come at `$`.
std::vector<std::string> Ordered(std::string text, const std::vector<std::string>& names) {
  const size_t cursor = TakeCursor(text);
  const std::optional<ImportPlace> place = FindImport(text, cursor);
  if (!place) return {"no import"};
  std::vector<Completion> list;
  for (const std::string& name : names)
    list.push_back({name, 1.0F / static_cast<float>(names.size()), "module"});
  PutWantedImportsFirst({text, cursor}, *place, WithLibrary(), {}, list);
  std::vector<std::string> order;
  float sum = 0;
  for (const Completion& one : list) {
    order.push_back(one.text);
    sum += one.probability;
  }
  EXPECT_NEAR(sum, 1, 1e-5);
  return order;
}

TEST(ImportWanted, ModulesBeforeDots) {
  EXPECT_THAT(Ordered("import $\n\nc.f(1)\nb.x\na\n", {"a", "b", "c"}), ElementsAre("c", "b", "a"));
  EXPECT_THAT(Ordered("import a, $\nimport c\nc.f(1)\n", {"a", "b", "c"}),
              ElementsAre("a", "b", "c"));
}

TEST(ImportWanted, NamesThatNothingBinds) {
  EXPECT_THAT(Ordered("from m import $\n\nx = c(1)\nb\n", {"a", "b", "c"}),
              ElementsAre("c", "b", "a"));
  EXPECT_THAT(Ordered("def f():\n    from m import $\n    return b\n", {"a", "b"}),
              ElementsAre("b", "a"));
  EXPECT_THAT(Ordered("from m import $\ndef len(): ...\nlen(b)\nb = 1\n", {"a", "b", "len"}),
              ElementsAre("a", "b", "len"));
}

TEST(ImportWanted, WhatTheStatementHasIsNotWantedAgain) {
  EXPECT_THAT(Ordered("import a, $\na.x\nc.x\n", {"a", "b", "c"}), ElementsAre("c", "a", "b"));
  EXPECT_THAT(Ordered("import $, a\na.x\nc.x\n", {"a", "b", "c"}), ElementsAre("c", "a", "b"));
  EXPECT_THAT(Ordered("from m import a, $, b\na\nb\nc\n", {"a", "b", "c"}),
              ElementsAre("c", "a", "b"));
}

TEST(ImportWanted, InBrackets) {
  EXPECT_THAT(Ordered("from m import ($)\nc\n", {"a", "c"}), ElementsAre("c", "a"));
  EXPECT_THAT(
      Ordered("from m import (\n    a,\n    $,\n    b,  # why\n)\na\nb\nc\n", {"a", "b", "c"}),
      ElementsAre("c", "a", "b"));
  EXPECT_THAT(Ordered("from $ import (\n    Shark,\n)\n", {"a", "sea"}), ElementsAre("sea", "a"));
}

TEST(ImportWanted, ModulesThatHaveWhatIsImported) {
  EXPECT_THAT(Ordered("from $ import Shark, Whale\n", {"a", "tales", "sea"}),
              ElementsAre("sea", "tales", "a"));
  EXPECT_THAT(Ordered("from tales.$ import Whale\n", {"a", "sea"}), ElementsAre("sea", "a"));
  EXPECT_THAT(Ordered("from t$ import Whale\n", {"tail", "tales"}), ElementsAre("tales", "tail"));
  EXPECT_THAT(Ordered("from $\n\nShark()\n", {"a", "sea"}), ElementsAre("sea", "a"));
}

TEST(ImportWanted, ModulesByTheirUsualOtherNames) {
  auto first = [](std::string text) {
    const size_t cursor = TakeCursor(text);
    const std::optional<ImportPlace> place = FindImport(text, cursor);
    std::vector<Completion> list = {{"os", 1, "module"}};
    const Known known = KnownForTest();
    PutWantedImportsFirst({text, cursor}, *place, known, {}, list);
    return list[0].text;
  };
  EXPECT_EQ(first("import $\n\nx = tk.Tk()\n"), "tkinter as tk");
  EXPECT_EQ(first("import tk$\n\nx = tk.Tk()\n"), "tkinter as tk");
  EXPECT_EQ(first("import $\n\nx = ET.parse(y)\n"), "xml.etree.ElementTree as ET");
  EXPECT_EQ(first("import xml.etree.$\n\nx = ET.parse(y)\n"), "ElementTree as ET");
  EXPECT_EQ(first("from xml.etree import $\n\nx = ET.parse(y)\n"), "ElementTree as ET");
  EXPECT_EQ(first("from xml import $\n\nx = ET.parse(y)\n"), "os");
  EXPECT_EQ(first("import $\n\nx = np.zeros(3)\n"), "os");  // there is none here
  EXPECT_EQ(first("import $\ntk = 1\nx = tk.Tk()\n"), "os");
}

}  // namespace
}  // namespace fastnode::predict
