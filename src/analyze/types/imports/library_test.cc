#include "analyze/types/imports/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>

#include "support/damage_for_test.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode::types {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class LibraryTest : public testing::Test {
 protected:
  LibraryTest() {
    root_ =
        fs::path(testing::TempDir()) /
        (std::string("library_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
  }
  ~LibraryTest() override { fs::remove_all(root_); }

  void Write(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    ASSERT_TRUE(WriteFileAtomic(root_ / path, text).ok());
  }
  void WriteSome() {
    Write("t/stdlib/VERSIONS", "# comment\nold: 3.0-3.10\nnew: 3.12-\nos: 3.0-\npkg: 3.0-\n");
    Write("t/stdlib/os.pyi", "def getcwd() -> str: ...\n");
    Write("t/stdlib/old/__init__.pyi", "x: int\n");
    Write("t/stdlib/old/part.pyi", "x: int\n");
    Write("t/stdlib/new.pyi", "x: int\n");
    Write("t/stdlib/pkg/__init__.pyi", "");
    Write("t/stdlib/pkg/inner.pyi", "y: int\n");
    Write("t/stubs/thing/METADATA.toml", "version = \"1\"\n");
    Write("t/stubs/thing/thing/__init__.pyi", "class Thing: ...\n");
    Write("t/stubs/thing/os.pyi", "");
    Write("s/thing/__init__.py", "z = 1\n");
    Write("s/thing/more.py", "z = 1\n");
    Write("s/space/deep.py", "z = 1\n");
    Write("s/not-a-module.py", "z = 1\n");
  }
  std::string Out() const { return (root_ / "library.bin").string(); }
  Result<LibraryStatistics> Build(const std::string& out) {
    return BuildLibrary((root_ / "t").string(), {(root_ / "s").string()}, out);
  }

  fs::path root_;
};

TEST_F(LibraryTest, HasStubsOfThisPythonThenSources) {
  WriteSome();
  Result<LibraryStatistics> built = Build(Out());
  ASSERT_TRUE(built.ok()) << built.error().message;
  EXPECT_EQ(built->stubs, 7);
  EXPECT_EQ(built->sources, 2);
  EXPECT_EQ(built->skipped["an earlier folder has the module"], 2);
  EXPECT_EQ(built->skipped["of another version of Python"], 3);
  EXPECT_EQ(built->skipped["its name cannot be imported"], 1);
  Result<Library> library = Library::Open(Out());
  ASSERT_TRUE(library.ok());
  EXPECT_EQ(library->Find("old"), nullptr);
  EXPECT_EQ(library->Find("old.part"), nullptr);
  EXPECT_EQ(library->Find("new"), nullptr);
  EXPECT_EQ(library->Find("o"), nullptr);
  EXPECT_EQ(library->Find(""), nullptr);
  std::shared_ptr<const Module> os = library->Find("os");
  ASSERT_NE(os, nullptr);
  EXPECT_TRUE(os->is_stub());
  EXPECT_FALSE(os->is_package());
  EXPECT_NE(os->Find(bind::kModuleScope, "getcwd"), kNone);
  EXPECT_EQ(library->Find("os"), os);
  EXPECT_TRUE(library->Find("thing")->is_package());
  EXPECT_NE(library->Find("thing")->Find(bind::kModuleScope, "Thing"),
            kNone);  // the stub, not the source
  EXPECT_FALSE(library->Find("thing.more")->is_stub());
  ASSERT_NE(library->Find("space"), nullptr);  // a namespace package
  EXPECT_TRUE(library->Find("space")->is_package());
  EXPECT_THAT(library->Submodules("pkg"), ElementsAre("inner"));
  EXPECT_THAT(library->Submodules("thing"), ElementsAre("more"));
  EXPECT_THAT(library->Submodules("os"), ElementsAre());
}

TEST_F(LibraryTest, TheSameFilesGiveTheSameBytes) {
  WriteSome();
  ASSERT_TRUE(Build(Out()).ok());
  ASSERT_TRUE(Build(Out() + "2").ok());
  EXPECT_EQ(*ReadFile(Out()), *ReadFile(Out() + "2"));
  uint64_t hash = Library::Open(Out())->content_hash();
  Write("s/thing/more.py", "z = 2\n");
  ASSERT_TRUE(Build(Out()).ok());
  EXPECT_NE(Library::Open(Out())->content_hash(), hash);
}

TEST_F(LibraryTest, NoDamageIsBelieved) {
  WriteSome();
  ASSERT_TRUE(Build(Out()).ok());
  const std::string bytes = *ReadFile(Out());
  EXPECT_FALSE(Library::Open((root_ / "none").string()).ok());
  auto refused = [&](const std::string& damaged, const std::string& what) {
    WriteQuickly(Out(), damaged);
    Result<Library> library = Library::Open(Out());
    ASSERT_FALSE(library.ok()) << what;
    EXPECT_THAT(library.error().message, HasSubstr(Out())) << what;
  };
  ForEachDamage(bytes, refused);
  EXPECT_THAT(Library::Open(Out()).error().message, HasSubstr("corpus library"));
}

// A map shows what is changed in the file afterwards: a text is verified again when it is unpacked,
// and numbers that lead nowhere are refused whatever the checksum says.
TEST_F(LibraryTest, WhatIsSealedAndStillWrongIsRefusedOrMissing) {
  WriteSome();
  ASSERT_TRUE(Build(Out()).ok());
  const std::string bytes = *ReadFile(Out());
  int refused = 0, missing = 0;
  for (size_t at = 16; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    const uint64_t hash = Hash64(std::string_view(damaged).substr(16));
    std::memcpy(damaged.data() + 8, &hash, sizeof hash);
    WriteQuickly(Out(), damaged);
    Result<Library> library = Library::Open(Out());
    if (!library.ok()) {
      ++refused;
      continue;
    }
    for (const char* name : {"os", "pkg", "pkg.inner", "thing", "thing.more", "space.deep"}) {
      missing += library->Find(name) == nullptr;
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(missing, 0);
}

TEST(EmptyLibraryTest, HasNothing) {
  Library library = Library::Empty();
  EXPECT_EQ(library.Find("os"), nullptr);
  EXPECT_THAT(library.Submodules("os"), ElementsAre());
  EXPECT_EQ(library.content_hash(), 0u);
}

}  // namespace
}  // namespace fastnode::types
