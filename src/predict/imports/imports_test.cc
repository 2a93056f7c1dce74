#include "predict/imports/imports.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "analyze/types/imports/folder.h"
#include "analyze/types/imports/library_for_test.h"
#include "predict/asked/question_for_test.h"
#include "support/file.h"

namespace fastnode::predict {
namespace {

namespace fs = std::filesystem;

class ImportsTest : public testing::Test {
 protected:
  ImportsTest() {
    Write("shelf.py", "class Jar: ...\njam = 1\n");
    Write("below/deep.py", "");
    Write("below/__init__.py", "");
    Write("main.py", "");
  }
  ~ImportsTest() override { fs::remove_all(folder_); }
  void Write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    CHECK(WriteFileAtomic((folder_ / name).string(), text).ok());
  }

  // What is offered at the text's end; "no import" if it is none.
  std::string Offered(const std::string& text) const {
    const std::optional<ImportPlace> place = FindImport(text, text.size());
    if (!place) return "no import";
    const types::Folder folder(folder_.string());
    const types::Environment environment(std::vector<const types::ModulePlace*>{&folder},
                                         {(folder_ / "main.py").string(), "main", ""});
    std::string names;
    for (const Completion& one : CompleteImport(*place, environment, {}, 20)) {
      names += one.text + " ";
    }
    return names;
  }

  const fs::path folder_ =
      fs::temp_directory_path() / ("fastnode_imports_" + std::to_string(::getpid()));
};

TEST_F(ImportsTest, AModuleOffersItsOwnNamesFirst) {
  Write("shop.py",
        "from decimal import Decimal\nimport abc\nclass Item: ...\nclass Zoo: ...\n"
        "def pay(): ...\n");
  EXPECT_EQ(Offered("from shop import "), "Item Zoo pay ");
  EXPECT_EQ(Offered("from shop import Item, "), "Zoo pay ");
  // What it has imported for itself wants a letter.
  EXPECT_EQ(Offered("from shop import D"), "Decimal ");
  EXPECT_EQ(Offered("from shop import a"), "abc ");
  // What a package takes from its modules is there for others, and what `__all__` lists.
  Write("pack/__init__.py",
        "from abc import ABC\nfrom .inner import Gate\nfrom ..other import Aim\n"
        "from os import sep as sep\n");
  Write("pack/inner.py", "class Gate: ...\n");
  EXPECT_EQ(Offered("from pack import "), "Gate inner sep ");
  Write("listed.py", "from abc import ABC\n__all__ = ['ABC']\ndef helper(): ...\n");
  EXPECT_EQ(Offered("from listed import "), "ABC helper __all__ ");
  Write("ordered.py",
        "x = 1\n__all__ = ['zeal', 'alms', 'mast']\ndef alms(): ...\ndef mast(): ...\n"
        "def zeal(): ...\n");
  EXPECT_EQ(Offered("from ordered import "), "zeal alms mast x __all__ ");
  const std::optional<ImportPlace> place = FindImport("from __future__ import ", 23);
  const std::vector<Completion> future =
      CompleteImport(*place, types::Environment(types::LibraryForTest()), {}, 20);
  ASSERT_FALSE(future.empty());
  EXPECT_EQ(future[0].text, "annotations");
}

TEST_F(ImportsTest, ABackslashJoinsLines) {
  EXPECT_EQ(Offered("from shelf import \\\n    jam"), "jam ");
  EXPECT_EQ(Offered("from shelf \\\n  import \\\n    jam, Ja"), "Jar ");
  EXPECT_EQ(Offered("x = 1\nfrom \\\n  she"), "shelf ");
  EXPECT_EQ(Offered("x = a + \\\n  she"), "no import");
}

TEST_F(ImportsTest, BehindAModuleComesTheWord) {
  EXPECT_EQ(Offered("from shelf "), "import ");
  EXPECT_EQ(Offered("from shelf im"), "import ");
  EXPECT_EQ(Offered("from . i"), "import ");
  EXPECT_EQ(Offered("from shelf x"), "no import");
  // Not behind a dot, where blanks may stand.
  EXPECT_EQ(Offered("from below. "), "deep ");
  EXPECT_EQ(Offered("from below.  d"), "deep ");
  EXPECT_EQ(Offered("from below. d i"), "no import");
  EXPECT_EQ(Offered("from shelf import Jar a"), "no import");
}

TEST_F(ImportsTest, ModulesOfTheProjectComeBeforeOthers) {
  const fs::path library = folder_ / "library";
  Write("library/aaa.py", "");
  Write("setup.py", "");
  const types::Folder project(folder_.string(), /*is_project=*/true), other(library.string());
  auto offered = [&](const std::string& text, const std::string& package) {
    const types::Environment environment({&project, &other}, {"", "", package});
    std::string names;
    for (const Completion& one :
         CompleteImport(*FindImport(text, text.size()), environment, {}, 20)) {
      names += one.text + " ";
    }
    return names;
  };
  EXPECT_EQ(offered("from ", ""), "below main shelf aaa setup ");
  EXPECT_EQ(offered("import ", ""), "below main shelf aaa setup ");
  EXPECT_EQ(offered("from s", ""), "shelf setup ");
}

TEST_F(ImportsTest, DotsCountFromTheFolderWhereThereIsNoPackage) {
  EXPECT_EQ(Offered("from . import "), "below shelf ");
  EXPECT_EQ(Offered("from . import shelf, b"), "below ");
  EXPECT_EQ(Offered("from ."), "below shelf import ");
  EXPECT_EQ(Offered("from .below import "), "deep ");
  EXPECT_EQ(Offered("from .sh"), "shelf ");
}

TEST_F(ImportsTest, FoldersWithoutInitFilesHoldModules) {
  Write("plain/one.py", "");
  Write("plain/inner/two.py", "");
  Write("texts/readme.txt", "");
  EXPECT_EQ(Offered("from . import "), "below plain shelf ");
  EXPECT_EQ(Offered("from ."), "below plain shelf import ");
  EXPECT_EQ(Offered("from .plain import "), "inner one ");
  EXPECT_EQ(Offered("import plain."), "inner one ");
  EXPECT_EQ(Offered("from plain.inner import "), "two ");
  // At the top it is one of scripts more often than not.
  EXPECT_EQ(Offered("import "), "below shelf ");
  EXPECT_EQ(Offered("import pl"), "plain ");
}

TEST_F(ImportsTest, WhatIsNoModuleHasNothingToImport) {
  EXPECT_EQ(Offered("from shelf.Jar import "), "");
  EXPECT_EQ(Offered("from nowhere import "), "");
}

std::string Import(const std::string& text) {
  const Question question = QuestionAt(text);
  auto place = FindImport(question.text, question.cursor);
  if (!place.has_value()) return "none";
  return place->module + "|" + place->prefix + (place->name ? "|name" : "");
}

TEST(FindImport, AllItsForms) {
  EXPECT_EQ(Import("import o$"), "|o");
  EXPECT_EQ(Import("import $"), "|");
  EXPECT_EQ(Import("import os.pa$"), "os|pa");
  EXPECT_EQ(Import("import a.b, c.d.e$"), "c.d|e");
  EXPECT_EQ(Import("x = 1\n    from os$"), "|os");
  EXPECT_EQ(Import("from os.$"), "os|");
  EXPECT_EQ(Import("from os import $"), "os||name");
  EXPECT_EQ(Import("from os.path import join, ex$"), "os.path|ex|name");
  EXPECT_EQ(Import("from os import (\n    path,\n    en$"), "os|en|name");
  EXPECT_EQ(Import("from .pkg import x$"), ".pkg|x|name");
  EXPECT_EQ(Import("from . import $"), ".||name");
  EXPECT_EQ(Import("from ..pk$"), "..|pk");
  for (const char* text : {"import os as x$", "from os import path as p$", "important$", "$",
                           "import os\nos.$", "x.import $", "f(\n    a,\n    b$"}) {
    EXPECT_EQ(Import(text), "none") << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
