#include "analyze/bind/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "analyze/bind/library_for_test.h"
#include "analyze/bind/library_format.h"
#include "support/file.h"
#include "support/random.h"

namespace fastnode::bind {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A few stubs in a folder of their own.
class StubsTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = testing::TempDir() + "/stubs_" + info->name();
    Write("stdlib/builtins.pyi",
          "class object:\n    __doc__: str | None\nclass str: ...\nclass int: ...\n"
          "class list: ...\nclass type: ...\n");
  }

  void Write(const std::string& file, const std::string& text) {
    std::string path = folder_ + "/" + file;
    ASSERT_TRUE(MakeFolders(path.substr(0, path.rfind('/'))).ok());
    ASSERT_TRUE(WriteFileAtomic(path, text).ok());
  }

  Library Build() {
    statistics_ = *BuildLibrary(folder_, folder_ + "/library.bin");
    return *Library::Open(folder_ + "/library.bin");
  }

  static std::string Path(const Library& library, SymbolId symbol) {
    if (symbol == Library::kSelfType) return "Self";
    return symbol == kNoSymbol ? "unknown" : library.path(symbol);
  }
  static std::string ReturnOf(const Library& library, std::string_view function) {
    return Path(library, library.ReturnType(library.Find(function)));
  }
  static std::string TypeOf(const Library& library, std::string_view variable) {
    return Path(library, library.TypeOf(library.Find(variable)));
  }
  static std::vector<std::string> Names(const Library& library, std::string_view parent) {
    std::vector<std::string> names;
    for (const Library::Entry& entry : library.Members(library.Find(parent))) {
      names.emplace_back(entry.name);
    }
    return names;
  }

  std::string folder_;
  LibraryStatistics statistics_;
};

TEST_F(StubsTest, DeclaredTypesAreReducedToOneClass) {
  Write("stdlib/m.pyi",
        "from typing import Optional, Union, Any, Literal\n"
        "class A: ...\n"
        "def plain() -> A: ...\n"
        "def quoted() -> 'A': ...\n"
        "def optional() -> Optional[A]: ...\n"
        "def with_none() -> A | None: ...\n"
        "def with_any() -> A | Any: ...\n"
        "def generic() -> list[A]: ...\n"
        "def union() -> A | int: ...\n"
        "def anything() -> Any: ...\n"
        "def literal() -> Literal['a', 'b']: ...\n"
        "def the_class() -> type[A]: ...\n"
        "def nothing() -> None: ...\n"
        "x: A\n"
        "y = 3\n");
  Library library = Build();
  EXPECT_EQ(ReturnOf(library, "m.plain"), "m.A");
  EXPECT_EQ(ReturnOf(library, "m.quoted"), "m.A");
  EXPECT_EQ(ReturnOf(library, "m.optional"), "m.A");
  EXPECT_EQ(ReturnOf(library, "m.with_none"), "m.A");
  EXPECT_EQ(ReturnOf(library, "m.with_any"), "m.A");
  EXPECT_EQ(ReturnOf(library, "m.generic"), "builtins.list");
  EXPECT_EQ(ReturnOf(library, "m.union"), "unknown");
  EXPECT_EQ(ReturnOf(library, "m.anything"), "unknown");
  EXPECT_EQ(ReturnOf(library, "m.literal"), "builtins.str");
  EXPECT_EQ(ReturnOf(library, "m.the_class"), "m.A");
  EXPECT_TRUE(library.IsClassObject(library.Find("m.the_class")));
  EXPECT_FALSE(library.IsClassObject(library.Find("m.plain")));
  EXPECT_EQ(ReturnOf(library, "m.nothing"), "unknown");
  EXPECT_EQ(TypeOf(library, "m.x"), "m.A");
  EXPECT_EQ(TypeOf(library, "m.y"), "builtins.int");
}

TEST_F(StubsTest, SelfIsTheTypeOfTheReceiver) {
  Write("stdlib/m.pyi",
        "from typing import Self, TypeVar\n"
        "T = TypeVar('T')\n"
        "class A:\n"
        "    def by_name(self) -> Self: ...\n"
        "    def by_variable(self: T) -> T: ...\n"
        "    @classmethod\n"
        "    def of_class(cls: type[T]) -> T: ...\n"
        "    def other(self, x: T) -> T: ...\n");
  Library library = Build();
  EXPECT_EQ(ReturnOf(library, "m.A.by_name"), "Self");
  EXPECT_EQ(ReturnOf(library, "m.A.by_variable"), "Self");
  EXPECT_EQ(ReturnOf(library, "m.A.of_class"), "Self");
  EXPECT_EQ(ReturnOf(library, "m.A.other"), "unknown");
}

TEST_F(StubsTest, MembersComeFromAllBasesNearestFirst) {
  Write("stdlib/m.pyi",
        "class A:\n    def f(self) -> int: ...\n    a: int\n"
        "class B(A):\n    def f(self) -> str: ...\n"
        "class C(A):\n    def f(self) -> list: ...\n    c: int\n"
        "class D(B, C): ...\n");
  Library library = Build();
  EXPECT_THAT(Names(library, "m.D"), ElementsAre("__doc__", "a", "c", "f"));
  EXPECT_EQ(Path(library, library.Member(library.Find("m.D"), "f")), "m.B.f");
  std::vector<std::string> order;
  for (SymbolId cls : library.Ancestors(library.Find("m.D"))) order.push_back(Path(library, cls));
  EXPECT_THAT(order, ElementsAre("m.D", "m.B", "m.C", "m.A", "builtins.object"));
  EXPECT_EQ(library.Member(library.Find("m.D"), "missing"), kNoSymbol);
}

TEST_F(StubsTest, BasesThatCannotBeOrderedAreTakenDepthFirst) {
  Write("stdlib/m.pyi", "class A: ...\nclass B(A):\n    b: int\nclass C(A, B): ...\n");
  Library library = Build();
  EXPECT_NE(library.Member(library.Find("m.C"), "b"), kNoSymbol);
}

TEST_F(StubsTest, ClassesThatInheritFromEachOtherDoNoHarm) {
  Write("stdlib/m.pyi", "class A(B):\n    a: int\nclass B(A):\n    b: int\n");
  Library library = Build();
  EXPECT_NE(library.Member(library.Find("m.A"), "a"), kNoSymbol);
}

TEST_F(StubsTest, OnlyWhatIsExportedIsListed) {
  Write("stdlib/m.pyi",
        "import other\nimport other as other2\nfrom other import a, b as b\nfrom typing import "
        "TypeVar\n"
        "_T = TypeVar('_T')\n_Alias = int | str\n"
        "def f() -> int: ...\ndef _g() -> int: ...\n");
  Write("stdlib/other.pyi", "def a() -> int: ...\ndef b() -> int: ...\n");
  Library library = Build();
  EXPECT_THAT(Names(library, "m"), ElementsAre("_g", "b", "f"));
  EXPECT_EQ(Path(library, library.Find("m.a")), "other.a");
  EXPECT_EQ(library.Find("m._T"), kNoSymbol);
}

TEST_F(StubsTest, StarsImportPublicNamesOrThoseOfAll) {
  Write("stdlib/m.pyi", "from plain import *\nfrom listed import *\nfrom m import *\n");
  Write("stdlib/plain.pyi", "def a() -> int: ...\ndef _b() -> int: ...\nimport listed\n");
  Write("stdlib/listed.pyi",
        "__all__ = ['_c']\n__all__ += ['d']\ndef _c() -> int: ...\nd: int\ne: int\n");
  Library library = Build();
  EXPECT_THAT(Names(library, "m"), ElementsAre("_c", "a", "d"));
  EXPECT_EQ(Path(library, library.Find("m.d")), "listed.d");
}

TEST_F(StubsTest, ConditionsAreThoseOfPython311OnLinux) {
  Write("stdlib/m.pyi",
        "import sys\n"
        "if sys.version_info >= (3, 11):\n    a: int\nelse:\n    b: int\n"
        "if sys.version_info >= (3, 12):\n    c: int\n"
        "elif sys.version_info >= (3, 8):\n    d: int\nelse:\n    e: int\n"
        "if sys.platform == 'win32':\n    f: int\n"
        "if sys.platform != 'win32' and sys.version_info < (3, 13):\n    g: int\n"
        "if sys.version_info[0] == 3 or unknown:\n    h: int\n"
        "try:\n    i: int\nexcept ImportError:\n    j: int\n");
  Library library = Build();
  EXPECT_THAT(Names(library, "m"), ElementsAre("a", "d", "g", "h", "i", "j"));
}

TEST_F(StubsTest, PropertiesOverloadsAndAliasesOfMembers) {
  Write("stdlib/m.pyi",
        "from typing import overload\n"
        "class A:\n"
        "    @property\n    def p(self) -> str: ...\n"
        "    @p.setter\n    def p(self, v: int) -> None: ...\n"
        "    @overload  # a remark\n    def o(self, x: int) -> int: ...\n"
        "    @overload\n    def o(self, x: str) -> str: ...\n"
        "    q = o\n"
        "_instance: A\n"
        "o = _instance.o\n");
  Library library = Build();
  EXPECT_EQ(library.kind(library.Find("m.A.p")), SymbolKind::kProperty);
  EXPECT_EQ(TypeOf(library, "m.A.p"), "builtins.str");
  EXPECT_EQ(ReturnOf(library, "m.A.o"), "builtins.int");
  EXPECT_TRUE(library.OverloadsVary(library.Find("m.A.o")));
  EXPECT_EQ(Path(library, library.Find("m.A.q")), "m.A.o");
  EXPECT_EQ(Path(library, library.Find("m.o")), "m.A.o");
}

TEST_F(StubsTest, PackagesAndTheNamesTheyShareWithSubmodules) {
  Write("stubs/pkg-name/METADATA.toml", "");
  Write("stubs/pkg-name/pkg/__init__.pyi", "from .sub import sub as sub\nfrom . import other\n");
  Write("stubs/pkg-name/pkg/sub.pyi", "class sub: ...\nclass B: ...\n");
  Write("stubs/pkg-name/pkg/deep/x.pyi", "from ..sub import B as B\n");
  Write("stubs/pkg-name/pkg/other.pyi", "");
  Library library = Build();
  EXPECT_EQ(library.kind(library.Find("pkg.sub")), SymbolKind::kClass);
  EXPECT_EQ(library.kind(library.FindModule("pkg.sub")), SymbolKind::kModule);
  EXPECT_EQ(Path(library, library.Find("pkg.sub.B")), "pkg.sub.B");
  EXPECT_EQ(Path(library, library.Find("pkg.deep.x.B")), "pkg.sub.B");
  EXPECT_EQ(library.FindModule("pkg.sub.B"), kNoSymbol);
  EXPECT_EQ(statistics_.files, 5);
}

TEST_F(StubsTest, TheSameStubsGiveTheSameBytes) {
  Write("stdlib/m.pyi", "from typing import *\nclass A(list): ...\nx: A\n");
  uint64_t hash = Build().content_hash();
  std::string bytes = *ReadFile(folder_ + "/library.bin");
  EXPECT_EQ(Build().content_hash(), hash);
  EXPECT_EQ(*ReadFile(folder_ + "/library.bin"), bytes);
  Write("stdlib/m.pyi", "class A(list): ...\ny: A\n");
  EXPECT_NE(Build().content_hash(), hash);
}

// Uses everything that a damaged file could lead astray.
void Walk(const Library& library) {
  for (SymbolId s = 0; s < library.size(); ++s) {
    library.path(s);
    library.Members(s);
    library.Member(s, "f");
    library.Find(library.path(s));
    library.TypeOf(s);
    library.ReturnType(s);
  }
}

TEST_F(StubsTest, DamagedFilesGiveErrorsOrSafeAnswers) {
  Write("stdlib/m.pyi",
        "class A(list):\n    def f(self) -> int: ...\nx: A\nfrom m import x as y\n");
  Build();
  const std::string bytes = *ReadFile(folder_ + "/library.bin");
  int refused = 0;
  Random random(7, 0, 0);
  constexpr int kTrials = 2000;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::string damaged = bytes;
    size_t place = random.Below(damaged.size());
    if (trial % 4 == 0) {
      damaged.resize(place);
    } else {
      damaged[place] = static_cast<char>(random.Below(256));
    }
    // Not WriteFileAtomic, which would wait for the disk each time.
    std::ofstream(folder_ + "/damaged.bin", std::ios::binary) << damaged;
    Result<Library> library = Library::Open(folder_ + "/damaged.bin");
    refused += !library.ok();
    if (library.ok()) Walk(*library);
  }
  EXPECT_GT(refused, kTrials / 2);
  EXPECT_FALSE(Library::Open(folder_ + "/missing.bin").ok());
}

TEST(EmptyLibraryTest, KnowsNothing) {
  Library library = Library::Empty();
  EXPECT_EQ(library.size(), 0);
  EXPECT_EQ(library.Find("os"), kNoSymbol);
  EXPECT_EQ(library.FindModule("os"), kNoSymbol);
  EXPECT_EQ(library.Child(0, "path"), kNoSymbol);
  EXPECT_EQ(library.Member(kNoSymbol, "path"), kNoSymbol);
  EXPECT_TRUE(library.Members(kNoSymbol).empty());
  EXPECT_EQ(library.TypeOf(kNoSymbol), kNoSymbol);
}

TEST(BuildLibraryTest, AFolderWithoutStubsIsAnError) {
  std::string out = testing::TempDir() + "/no_library.bin";
  Result<LibraryStatistics> built = BuildLibrary(testing::TempDir() + "/nowhere", out);
  ASSERT_FALSE(built.ok());
  EXPECT_THAT(built.error().message, HasSubstr("nowhere"));
}

struct Spot {
  const char* path;
  SymbolKind kind;
  const char* type;  // of a value, or returned
};

class TypeshedTest : public testing::TestWithParam<Spot> {};

TEST_P(TypeshedTest, SaysWhatPythonDoes) {
  const Library& library = LibraryForTest();
  const Spot& spot = GetParam();
  SymbolId symbol = library.Find(spot.path);
  ASSERT_NE(symbol, kNoSymbol) << spot.path;
  EXPECT_EQ(library.kind(symbol), spot.kind) << spot.path;
  bool function = spot.kind == SymbolKind::kFunction;
  SymbolId type = function ? library.ReturnType(symbol) : library.TypeOf(symbol);
  std::string found = type == Library::kSelfType ? "Self" : type < 0 ? "" : library.path(type);
  EXPECT_EQ(found, spot.type) << spot.path;
}

INSTANTIATE_TEST_SUITE_P(
    Spots, TypeshedTest,
    testing::Values(Spot{"os.path", SymbolKind::kModule, ""},
                    Spot{"os.path.join", SymbolKind::kFunction, "builtins.str"},
                    Spot{"os.getcwd", SymbolKind::kFunction, "builtins.str"},
                    Spot{"sys.argv", SymbolKind::kVariable, "builtins.list"},
                    Spot{"re.match", SymbolKind::kFunction, "re.Match"},
                    Spot{"re.Match.group", SymbolKind::kFunction, "builtins.str"},
                    Spot{"datetime.datetime.now", SymbolKind::kFunction, "Self"},
                    Spot{"collections.OrderedDict", SymbolKind::kClass, ""},
                    Spot{"typing.List", SymbolKind::kClass, ""},
                    Spot{"logging.getLogger", SymbolKind::kFunction, "logging.Logger"},
                    Spot{"subprocess.Popen.stdout", SymbolKind::kVariable, "typing.IO"},
                    Spot{"pathlib.Path.cwd", SymbolKind::kFunction, "Self"},
                    Spot{"pathlib.PurePath.parent", SymbolKind::kProperty, "Self"},
                    Spot{"random.randint", SymbolKind::kFunction, "builtins.int"},
                    Spot{"signal.SIGINT", SymbolKind::kVariable, "signal.Signals"},
                    Spot{"enum.Enum.name", SymbolKind::kProperty, "builtins.str"},
                    Spot{"requests.get", SymbolKind::kFunction, "requests.models.Response"}));

TEST(TypeshedTest, ClassesHaveTheirInheritedMembers) {
  const Library& library = LibraryForTest();
  auto has = [&](const char* cls, const char* name) {
    return library.Member(library.Find(cls), name) != kNoSymbol;
  };
  EXPECT_TRUE(has("builtins.str", "upper"));
  EXPECT_TRUE(has("builtins.str", "__class__"));
  EXPECT_TRUE(has("collections.OrderedDict", "move_to_end"));
  EXPECT_TRUE(has("collections.OrderedDict", "update"));
  EXPECT_TRUE(has("argparse.ArgumentParser", "add_argument"));
  EXPECT_TRUE(has("pathlib.Path", "with_suffix"));
  EXPECT_FALSE(has("builtins.str", "decode"));
}

TEST(TypeshedTest, FitsTheReleaseFolder) {
  constexpr uint64_t kMaxBytes = 10 << 20;
  LibraryForTest();
  std::string path = std::string(FASTNODE_BINARY_DIR) + "/library_for_test.bin";
  EXPECT_TRUE(ReadFile(path, kMaxBytes).ok());
}

}  // namespace
}  // namespace fastnode::bind
