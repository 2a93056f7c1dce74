// Types across files: a project on disk, packages beside it, the standard library's stubs.
#include "analyze/types/imports/workspace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "analyze/ast/parse.h"
#include "analyze/types/imports/library_for_test.h"
#include "analyze/types/types.h"
#include "support/file.h"

namespace fastnode::types {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class WorkspaceTest : public testing::Test {
 protected:
  WorkspaceTest()
      : root_(fs::path(testing::TempDir()) /
              (std::string("workspace_") +
               testing::UnitTest::GetInstance()->current_test_info()->name())),
        workspace_(LibraryForTest(), {root_.string() + "/packages"}, nullptr, &open_) {
    fs::remove_all(root_);
  }
  ~WorkspaceTest() override { fs::remove_all(root_); }

  void Write(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    ASSERT_TRUE(WriteFileAtomic(root_ / path, text).ok());
  }

  // The types of the statements `?EXPRESSION` of a file's text that is not what stands on disk.
  std::vector<std::string> Ask(const std::string& path, std::string text) {
    std::vector<size_t> asked;
    for (size_t at = text.find('?'); at != text.npos; at = text.find('?', at)) {
      text.erase(at, 1);
      asked.push_back(at);
    }
    text.reserve(64);
    Environment environment = workspace_.EnvironmentOf((root_ / path).string(), root_.string());
    bind::FileIndex index = bind::Bind(*ast::Parse(std::move(text)));
    std::vector<std::string> types;
    for (size_t at : asked) {
      for (NodeId n : index.tree.ids()) {
        if (index.tree[n].kind != ast::Kind::kExpressionStatement || index.tree[n].begin != at) {
          continue;
        }
        TypeEvaluator evaluator(index, environment);
        types.push_back(evaluator.Describe(evaluator.TypeOf(n + 1)));
      }
    }
    return types;
  }

  fs::path root_;
  OpenTexts open_;
  Workspace workspace_;
};

// The parameter whose results the base keeps has a number that the heir's file does not have.
TEST_F(WorkspaceTest, WhatABaseElsewhereKeepsIsNotLookedForInTheHeirsFile) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "pass\n";
  Write("kept.py", text +
                       "class Kept:\n    def __init__(self, func):\n        self.func = func\n"
                       "    def __get__(self, thing, owner):\n        return self.func(thing)\n");
  EXPECT_THAT(Ask("heir.py",
                  "from kept import Kept\n\nclass Heir(Kept):\n"
                  "    def __init__(self, func):\n        self.name = func\n\n"
                  "    def tell(self):\n        ?self.name\n"),
              ElementsAre("unknown"));
}

TEST_F(WorkspaceTest, TestsTakeFixturesOfPluginsThatAreInstalled) {
  const std::string asked = "def test_tea(pot, request):\n    ?pot\n    ?request\n";
  Write("packages/brewing/plugin.py",
        "import pytest\nfrom brewing.parts import *\n\n"
        "@pytest.fixture\ndef request() -> str: ...\n");
  Write("packages/brewing/parts.py", "import pytest\n\n@pytest.fixture\ndef pot() -> bytes: ...\n");
  EXPECT_THAT(Ask("test_a.py", asked)[0], testing::Not("builtins.bytes"));
  Write("packages/brewing-1.0.dist-info/entry_points.txt",
        "[console_scripts]\nbrew = brewing.main:run\n\n[pytest11]\n"
        "brewing = brewing.plugin:Plugin [hot]\nlost = brewing.lost\n");
  EXPECT_THAT(Ask("test_a.py", asked), ElementsAre("builtins.bytes", "builtins.str"));
  // What is nearer counts first.
  Write("inner/__init__.py", "");
  Write("inner/conftest.py", "import pytest\n\n@pytest.fixture\ndef pot() -> int: ...\n");
  EXPECT_THAT(Ask("inner/test_a.py", asked), ElementsAre("builtins.int", "builtins.str"));
}

TEST_F(WorkspaceTest, DotsCountInFoldersWithoutInitFilesToo) {
  Write("tools/build/steps.py", "from .. import words\nfirst = words.greeting\n");
  Write("tools/words.py", "greeting = ''\n");
  Write("tools/build/more/last.py", "count = 1\n");
  EXPECT_THAT(Ask("tools/build/main.py",
                  "from .steps import first\nfrom . import steps\nfrom ..words import greeting\n"
                  "from .more import last\n?first\n?steps.first\n?greeting\n?last.count\n"),
              ElementsAre("builtins.str", "builtins.str", "builtins.str", "builtins.int"));
}

TEST_F(WorkspaceTest, OpenTextsStandForFilesUntilTheyAreClosed) {
  Write("helpers.py", "thing = 1\n");
  const std::string file = (root_ / "helpers.py").string(), fresh = (root_ / "fresh.py").string();
  auto text = [](const char* text) { return std::make_shared<const std::string>(text); };
  const std::string asked = "import helpers, fresh\n?helpers.thing\n?fresh.more\n";
  EXPECT_THAT(Ask("main.py", asked), ElementsAre("builtins.int", "ext:fresh.more"));
  open_.Set(file, text("thing = ''\n"));
  open_.Set(fresh, text("more = 1.0\n"));
  EXPECT_THAT(Ask("main.py", asked), ElementsAre("builtins.str", testing::_));
  open_.Set(file, text("thing = b''\n"));
  EXPECT_EQ(Ask("main.py", asked)[0], "builtins.bytes");
  open_.Remove(file);
  EXPECT_EQ(Ask("main.py", asked)[0], "builtins.int");
}

TEST_F(WorkspaceTest, OtherFilesOfTheProjectAreRead) {
  Write("app/__init__.py", "from .models import Item as Thing\nVERSION = '1'\n");
  Write("app/models.py",
        "from __future__ import annotations\n"
        "class Base:\n"
        "    def save(self): return self\n"
        "class Item(Base):\n"
        "    def __init__(self, name: str): self.name = name; self.parts = []\n"
        "    def add(self, part): self.parts.append(Part()); return self\n"
        "class Part: ...\n"
        "def load(path): return Item(path)\n");
  Write("app/tools/__init__.py", "");
  Write("app/tools/text.py", "from ..models import load\nfrom .. import models\n");
  EXPECT_THAT(Ask("app/main.py",
                  "from app import Thing, models\n"
                  "from .models import load\n"
                  "from . import VERSION\n"
                  "import app.tools.text\n"
                  "?load('a')\n"
                  "?load('a').name\n"
                  "?load('a').add(1).save()\n"
                  "?load('a').parts[0]\n"
                  "?Thing\n"
                  "?models\n"
                  "?VERSION\n"
                  "?app.tools.text.load\n"
                  "?app.tools.text.models.Part()\n"),
              ElementsAre("app.models.Item", "builtins.str", "app.models.Item", "app.models.Part",
                          "type:app.models.Item", "module:app.models", "builtins.str",
                          "def:app.models.load", "app.models.Part"));
}

// Trees as they would stand on disk, in memory.
class MemoryTrees : public ast::TreeCache {
 public:
  std::optional<std::string> FindTree(const ContentId& id) const override {
    auto found = kept_.find(id);
    if (found == kept_.end()) return std::nullopt;
    ++num_found;
    return found->second;
  }
  void KeepTree(const ContentId& id, const std::string& tree) override { kept_[id] = tree; }
  void DamageAll() {
    for (auto& [id, tree] : kept_) tree.back() ^= 1;
  }
  size_t size() const { return kept_.size(); }
  mutable int num_found = 0;

 private:
  std::map<ContentId, std::string> kept_;
};

TEST_F(WorkspaceTest, WhatWasParsedBeforeIsNotParsedAgain) {
  Write("a.py", "class A:\n    def f(self): return 1\n");
  Write("b.py", "from a import A\nx = A().f()\n");
  MemoryTrees trees;
  const std::vector<int> expected_found = {0, 2, 2};
  for (int found : expected_found) {
    const Folder folder(root_.string(), true, 1 << 20, &trees);
    std::shared_ptr<const Module> a = folder.Find("a"), b = folder.Find("b");
    ASSERT_NE(b, nullptr);
    const Folder plain(root_.string(), true);
    EXPECT_EQ(bind::Print(a->index()), bind::Print(plain.Find("a")->index()));
    EXPECT_EQ(bind::Print(b->index()), bind::Print(plain.Find("b")->index()));
    EXPECT_EQ(trees.size(), 2u);
    EXPECT_EQ(std::exchange(trees.num_found, 0), found);
    // What is damaged is parsed again.
    if (found > 0) trees.DamageAll();
  }
}

TEST_F(WorkspaceTest, TheFileItselfIsNeverRead) {
  Write("app/__init__.py", "");
  Write("app/a.py", "from . import b\nclass OnDisk: ...\nx = OnDisk()\n");
  Write("app/b.py", "from app import a\ndef get(): return a.x\n");
  Write("src/app/a.py", "");
  EXPECT_THAT(Ask("app/a.py",
                  "from . import b\n"
                  "class Typed: ...\n"
                  "x = Typed()\n"
                  "?b.get()\n"
                  "?b.a.OnDisk\n"),
              ElementsAre("app.a.Typed", "unknown"));
}

TEST_F(WorkspaceTest, ImportsMayGoInCircles) {
  Write("a.py", "import b\ndef f(): return b.g()\nx = b.y\n");
  Write("b.py", "import a\ndef g(): return a.f()\ny = a.x\n");
  EXPECT_THAT(Ask("c.py", "import a, b\n?a.f()\n?b.y\n?a.b.a.b\n"),
              ElementsAre("unknown", "unknown", "module:b"));
}

TEST_F(WorkspaceTest, CallersInOtherFilesTellParameters) {
  Write("app/__init__.py", "");
  Write("app/shapes.py", "class Circle: ...\n");
  Write("app/draw.py", "from app.main import paint\nfrom .shapes import Circle\npaint(Circle())\n");
  EXPECT_THAT(Ask("app/main.py", "def paint(shape):\n    ?shape\n"),
              ElementsAre("app.shapes.Circle"));
}

TEST_F(WorkspaceTest, ParametersAreNamedAfterClassesOfTheProject) {
  Write("app/__init__.py", "");
  Write("app/shapes.py", "class RoundShape:\n    radius = 1\nunit = RoundShape()\n");
  EXPECT_THAT(Ask("app/main.py", "def paint(round_shape):\n    ?round_shape\n"),
              ElementsAre("app.shapes.RoundShape?"));
  EXPECT_THAT(Ask("app/main.py", "def paint(round_shape):\n    ?round_shape.corners\n"),
              ElementsAre("unknown"));
}

TEST_F(WorkspaceTest, PackagesStandBehindTheProjectAndStubsBeforeSources) {
  Write("packages/tool/__init__.py", "from ._core import *\n__all__ = ['run', 'Tool']\n");
  Write("packages/tool/_core.py",
        "class Tool:\n    size = 1\ndef run(): return Tool()\ndef _hidden(): ...\n");
  Write("packages/typed/__init__.py", "def get(): return compiled()\n");
  Write("packages/typed/__init__.pyi", "def get() -> bytes: ...\n");
  Write("packages/apart-stubs/__init__.pyi", "x: int\n");
  Write("packages/spaces/one.py", "z = 1\n");
  Write("settings.py", "DEBUG = True\n");
  Write("packages/settings.py", "DEBUG = None\n");
  EXPECT_THAT(Ask("main.py",
                  "from tool import *\n"
                  "import tool, typed, apart, spaces.one, settings\n"
                  "?run().size\n"
                  "?tool.run()\n"
                  "?typed.get()\n"
                  "?apart.x\n"
                  "?spaces.one.z\n"
                  "?settings.DEBUG\n"),
              ElementsAre("builtins.int", "tool._core.Tool", "builtins.bytes", "builtins.int",
                          "builtins.int", "builtins.bool"));
}

TEST_F(WorkspaceTest, ChangedFilesAreReadAgain) {
  Write("other.py", "x = 1\n");
  EXPECT_THAT(Ask("main.py", "import other\n?other.x\n"), ElementsAre("builtins.int"));
  Write("other.py", "x = 'longer'\n");
  EXPECT_THAT(Ask("main.py", "import other\n?other.x\n"), ElementsAre("builtins.str"));
}

TEST(PlaceOfFileTest, CountsPackagesUpwards) {
  fs::path root = fs::path(testing::TempDir()) / "place_of_file";
  fs::create_directories(root / "a/b");
  for (const char* file : {"a/__init__.py", "a/b/__init__.py"}) {
    ASSERT_TRUE(WriteFileAtomic(root / file, "").ok());
  }
  FilePlace inner = PlaceOfFile(root / "a/b/c.py");
  EXPECT_EQ(inner.module, "a.b.c");
  EXPECT_EQ(inner.package, "a.b");
  EXPECT_EQ(inner.root, root);
  EXPECT_EQ(PlaceOfFile(root / "a/b/__init__.py").module, "a.b");
  EXPECT_EQ(PlaceOfFile(root / "a/b/c-d.py").module, "");
  EXPECT_EQ(PlaceOfFile(root / "script.py").module, "script");
  EXPECT_EQ(PlaceOfFile(root / "script.py").package, "");
  fs::remove_all(root);
}

TEST_F(WorkspaceTest, FixturesComeFromWhereAConftestFileTakesThem) {
  const std::string head = "import pytest\n\n";
  Write("tests/conftest.py", head +
                                 "from .plain import *\nfrom .more import lid as cover\n"
                                 "pytest_plugins = ['tests.listed', 'tests.more']\n");
  Write("tests/__init__.py", "");
  Write("tests/plain.py", head + "@pytest.fixture\ndef kettle(): return 1\n");
  Write("tests/listed.py", "from .deeper import *\n");
  Write("tests/deeper.py", head + "@pytest.fixture(name='tea')\ndef make_tea(): yield 'green'\n");
  Write("tests/more.py", head +
                             "@pytest.fixture\ndef lid() -> bytes: ...\n"
                             "def no_fixture() -> bytes: ...\n");
  EXPECT_THAT(Ask("tests/test_a.py",
                  "def test_a(kettle, tea, cover, lid, no_fixture, make_tea):\n"
                  "    ?kettle\n    ?tea\n    ?cover\n    ?lid\n"
                  "    ?no_fixture\n    ?make_tea\n"),
              ElementsAre("builtins.int", "builtins.str", "builtins.bytes", "builtins.bytes",
                          "unknown", "unknown"));
  EXPECT_THAT(Ask("tests/test_b.py", "from tests.more import lid\n\ndef test_b(lid):\n    ?lid\n"),
              ElementsAre("builtins.bytes"));
}

}  // namespace
}  // namespace fastnode::types
