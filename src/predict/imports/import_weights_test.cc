#include "predict/imports/import_weights.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "analyze/types/imports/folder.h"
#include "predict/cursor/answer.h"
#include "predict/imports/imports.h"
#include "support/file.h"

namespace fastnode::predict {
namespace {

namespace fs = std::filesystem;

class ImportWeightsTest : public testing::Test {
 protected:
  ~ImportWeightsTest() override { fs::remove_all(folder_); }
  void Write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    CHECK(WriteFileAtomic((folder_ / name).string(), text).ok());
  }

  // Files of a project, each with its module's name.
  void Import(const std::string& module, const std::string& text) {
    Result<bind::FileIndex> index = bind::BindText(text);
    CHECK(index.ok());
    const types::Module made(module, false, false, *std::move(index));
    project_.push_back({"", module, false, false, auto_import::ExportsOf(made)});
  }

  // What is offered at the text's end.
  std::string Offered(const std::string& text) const {
    const types::Folder folder(folder_.string());
    Known known;
    known.environment = types::Environment(std::vector<const types::ModulePlace*>{&folder},
                                           {"/project/main.py", "main", ""});
    known.exports = auto_import::Index::Build(auto_import::Source::kProject, "/project/", project_);
    const Importables importables{{ReadPackages(folder_.string(), nullptr, [] { return true; })}};
    known.find_importables = [&](const Budget&) { return importables; };
    std::string names;
    for (const Completion& one : CompleteImport(*FindImport(text, text.size()), known.environment,
                                                {}, 20, ImportWeights(known, {}))) {
      names += one.text + " ";
    }
    return names;
  }

 private:
  std::vector<auto_import::SourceFile> project_;
  const fs::path folder_ =
      fs::temp_directory_path() / ("fastnode_import_weights_" + std::to_string(::getpid()));
};

TEST_F(ImportWeightsTest, WhatFilesOfPackagesImportComesFirst) {
  Write("sea/__init__.py", "from .fish import Ant, Bee, Cod\n");
  Write("sea/fish.py", "class Ant: ...\nclass Bee: ...\nclass Cod: ...\n");
  EXPECT_EQ(Offered("from sea import "), "Ant Bee Cod fish ");
  Write("sea/deep.py", "from .fish import Cod\n");  // by another path
  Write("ship.py", "def f():\n    from sea import Bee\n");
  EXPECT_EQ(Offered("from sea import "), "Bee Cod Ant fish deep ");
}

TEST_F(ImportWeightsTest, WhatTheDocumentationNamesComesFirst) {
  Write("sea.py",
        "'''Casting of nets.\n\n>>> from sea import cast\n'''\n"
        "def bait(): ...\ndef cast(): ...\ndef dive(): ...  # dive deep, dive often\n"
        "def eat():\n    '''As dive.'''\n");
  EXPECT_EQ(Offered("from sea import "), "cast dive bait eat ");
  EXPECT_EQ(Offered("from sea import d"), "dive ");
}

TEST_F(ImportWeightsTest, WhatTheProjectImportsComesFirstOfAll) {
  Write("sea.py", "'''cast, cast, cast'''\ndef bait(): ...\ndef cast(): ...\n");
  EXPECT_EQ(Offered("from sea import "), "cast bait ");
  Import("main", "from sea import bait\n");  // the file that asks
  EXPECT_EQ(Offered("from sea import "), "cast bait ");
  Import("other", "from sea import bait\n");
  EXPECT_EQ(Offered("from sea import "), "bait cast ");
}

TEST_F(ImportWeightsTest, FoldersOfTestsCountIfTheyOfferNames) {
  Write("sea/__init__.py", "");
  Write("sea/test/__init__.py", "from .case import Able, Case\n__all__ = ['Able', 'Case']\n");
  Write("sea/test/case.py", "class Able: ...\nclass Case: ...  # Case\n");
  EXPECT_EQ(Offered("from sea.test import "), "Case Able case __all__ ");
  Write("sea/test/__init__.py", "from .case import Able, Case\n");
  EXPECT_EQ(Offered("from sea.test import "), "Able Case case ");
}

}  // namespace
}  // namespace fastnode::predict
