#include <gtest/gtest.h>

#include "analyze/ast/parse.h"
#include "analyze/bind/library.h"
#include "analyze/bind/package.h"
#include "analyze/bind/types.h"
#include "support/file.h"

namespace fastnode::bind {
namespace {

// A folder of stubs and one of sources, and the library that both give.
class SourcesTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = testing::TempDir() + "/sources_" + info->name();
    Write("typeshed/stdlib/builtins.pyi",
          "class object: ...\nclass type: ...\nclass int: ...\n"
          "class str:\n    def upper(self) -> str: ...\nclass property: ...\n");
    Write("typeshed/stdlib/enum.pyi", "class Enum: ...\n");
  }

  void Write(const std::string& file, const std::string& text) {
    std::string path = folder_ + "/" + file;
    ASSERT_TRUE(MakeFolders(path.substr(0, path.rfind('/'))).ok());
    ASSERT_TRUE(WriteFileAtomic(path, text).ok());
  }

  Library Build() {
    std::string out = folder_ + "/library.bin";
    statistics_ = *BuildLibrary(folder_ + "/typeshed", {folder_ + "/src"}, out);
    return *Library::Open(out);
  }

  // The class of a variable's value or of a function's result.
  static std::string Gives(const Library& library, std::string_view path) {
    SymbolId symbol = library.Find(path);
    if (symbol == kNoSymbol) return "missing";
    SymbolId type = library.kind(symbol) == SymbolKind::kFunction ? library.ReturnType(symbol)
                                                                  : library.TypeOf(symbol);
    return type == kNoSymbol ? "unknown" : library.path(type);
  }

  std::string folder_;
  LibraryStatistics statistics_;
};

TEST_F(SourcesTest, ResultsAreInferredAcrossFiles) {
  Write("src/pkg/__init__.py", "from .core import *\nfrom .core import start as begin\n");
  Write("src/pkg/core.py",
        "from .parts.wheel import Wheel\n"
        "__all__ = ['Engine', 'start']\n"
        "class Engine:\n"
        "    def __init__(self):\n        self.wheel = Wheel()\n        self.name: str = None\n"
        "    def turn(self):\n        return self.wheel.hub\n"
        "    @property\n    def first(self):\n        return self.wheel\n"
        "def start():\n    return Engine()\n"
        "def hidden(argument):\n    return argument\n");
  Write("src/pkg/parts/__init__.py", "");
  Write("src/pkg/parts/wheel.py",
        "from ..core import Engine\nfrom .hub import Hub\n"
        "class Wheel:\n    def __init__(self):\n        self.hub = Hub()\n"
        "    def owner(self):\n        return Engine()\n");
  Write("src/pkg/parts/hub.py", "class Hub: ...\n");
  Library library = Build();
  EXPECT_EQ(Gives(library, "pkg.begin"), "pkg.core.Engine");
  EXPECT_EQ(Gives(library, "pkg.start"), "pkg.core.Engine");
  EXPECT_EQ(library.Find("pkg.hidden"), kNoSymbol);
  EXPECT_EQ(Gives(library, "pkg.Engine.wheel"), "pkg.parts.wheel.Wheel");
  EXPECT_EQ(Gives(library, "pkg.Engine.name"), "builtins.str");
  EXPECT_EQ(Gives(library, "pkg.Engine.turn"), "pkg.parts.hub.Hub");
  EXPECT_EQ(Gives(library, "pkg.Engine.first"), "pkg.parts.wheel.Wheel");
  EXPECT_EQ(Gives(library, "pkg.parts.wheel.Wheel.owner"), "pkg.core.Engine");
  EXPECT_EQ(Gives(library, "pkg.core.hidden"), "unknown");
}

TEST_F(SourcesTest, DecoratorsThatMayChangeAResultHideIt) {
  Write("src/m.py",
        "from somewhere import wrapped\n"
        "@wrapped\ndef a() -> str:\n    return ''\n"
        "@staticmethod\ndef b():\n    return ''\n");
  Library library = Build();
  EXPECT_EQ(Gives(library, "m.a"), "unknown");
  EXPECT_EQ(Gives(library, "m.b"), "builtins.str");
}

TEST_F(SourcesTest, NamesBoundAnywhereAreMembers) {
  Write("src/m.py",
        "for i in (1, 2):\n    j = i\n"
        "try:\n    import fast as impl\nexcept ImportError:\n    impl = None\n"
        "class C:\n    a, b = 1, ''\n");
  Library library = Build();
  EXPECT_EQ(Gives(library, "m.j"), "builtins.int");
  EXPECT_EQ(Gives(library, "m.C.b"), "builtins.str");
  EXPECT_EQ(Gives(library, "m.impl"), "unknown");
}

TEST_F(SourcesTest, EnumMembersAreInstances) {
  Write("src/m.py", "from enum import Enum\nclass Kind(Enum):\n    A = 1\n    B = (1, 2)\n");
  Library library = Build();
  EXPECT_EQ(Gives(library, "m.Kind.A"), "m.Kind");
  EXPECT_EQ(Gives(library, "m.Kind.B"), "m.Kind");
}

TEST_F(SourcesTest, StubsComeFirstAndWhatIsSkippedIsCounted) {
  Write("src/enum.py", "class Other: ...\n");
  Write("src/not-a-module.py", "x = 1\n");
  Library library = Build();
  EXPECT_EQ(library.Find("enum.Other"), kNoSymbol);
  EXPECT_EQ(statistics_.files_skipped, 2);
  EXPECT_EQ(statistics_.skipped["an earlier folder has the module"], 1);
  EXPECT_EQ(statistics_.skipped["its name cannot be imported"], 1);
}

TEST_F(SourcesTest, SameSourcesSameBytes) {
  Write("src/m.py", "class A:\n    def b(self):\n        return A()\nx = A().b()\n");
  uint64_t first = Build().content_hash();
  EXPECT_EQ(Build().content_hash(), first);
}

TEST_F(SourcesTest, RelativeImportsCountFromThePackageOfTheFile) {
  Write("src/pkg/__init__.py", "");
  Write("src/pkg/core.py", "class Engine:\n    def run(self):\n        return ''\n");
  std::string path = folder_ + "/src/pkg/main.py";
  Library library = Build();
  FileIndex index = Bind(*ast::Parse("from .core import Engine\nEngine().run().upper\n"));
  index.package = PackageOf(path);
  EXPECT_EQ(index.package, "pkg");
  TypeEvaluator types(index, library);
  ASSERT_EQ(index.attributes.size(), 2u);
  for (const AttributeUse& use : index.attributes) {
    if (index.tree.Text(use.name) != "upper") continue;
    EXPECT_EQ(types.Name(types.TypeOf(use.base)), "builtins.str");
  }
}

}  // namespace
}  // namespace fastnode::bind
