#include "predict/describe/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "analyze/types/imports/workspace.h"
#include "predict/asked/question_for_test.h"
#include "support/file.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::optional<Description> Describe(const std::string& text) {
  static const types::Library library = types::Library::Empty();
  auto description = DescribeName(QuestionAt(text), {{}, library});
  EXPECT_TRUE(description.ok());
  return *description;
}

constexpr const char* kShop =
    "class Basket:\n    \"\"\"Things to buy.\n\n    Many.\n    \"\"\"\n"
    "    def add(self, price, *,\n            times=1) -> int:\n"
    "        'Adds.'\n        self.total = price\n"
    "b = Basket()\n";

TEST(DescribeName, MethodsClassesAndVariables) {
  auto method = Describe(std::string(kShop) + "b.ad$d(1)\n");
  ASSERT_TRUE(method.has_value());
  EXPECT_EQ(method->label, "def add(self, price, *, times=1) -> int");
  EXPECT_EQ(method->documentation, "Adds.");
  ASSERT_TRUE(method->definition.has_value());
  EXPECT_EQ(std::string(kShop).substr(method->definition->begin, 3), "add");
  auto cls = Describe(std::string(kShop) + "Basket$\n");
  EXPECT_EQ(cls->label, "class Basket");
  EXPECT_EQ(cls->documentation, "Things to buy.\n\nMany.");
  auto variable = Describe(std::string(kShop) + "$b\n");
  EXPECT_THAT(variable->label, HasSubstr("b: "));
  EXPECT_EQ(std::string(kShop).substr(variable->definition->begin, 4), "b = ");
  auto field = Describe(std::string(kShop) + "b.total$\n");
  ASSERT_TRUE(field.has_value());
  EXPECT_EQ(std::string(kShop).substr(field->definition->begin).substr(0, 3), "sel");
  EXPECT_EQ(Describe(std::string("def f$oo(a): pass\n"))->label, "def foo(a)");
}

// A library of stubs, and a folder with the sources that they describe.
TEST(DescribeName, WhatAStubDeclaresIsReadInItsSource) {
  const std::filesystem::path folder = testing::TempDir() + "/describe_sources";
  std::filesystem::remove_all(folder);
  for (const char* sub : {"stubs/stdlib", "source"})
    std::filesystem::create_directories(folder / sub);
  auto write = [&](const std::string& name, const std::string& text) {
    CHECK(WriteFileAtomic((folder / name).string(), text).ok());
  };
  write("stubs/stdlib/VERSIONS", "shop: 3.0-\n");
  write("stubs/stdlib/shop.pyi",
        "class Basket:\n    def add(self, price: int) -> int: ...\n"
        "def made_in_c() -> int: ...\n");
  write("source/shop.py",
        "'Of shops.'\nclass Basket:\n    def add(self, price):\n        'Adds.'\n");
  const std::string built = (folder / "library.bin").string();
  ASSERT_TRUE(types::BuildLibrary((folder / "stubs").string(), {}, built).ok());
  const types::Library library = std::move(types::Library::Open(built)).value();
  types::Workspace workspace(library);
  const std::string sources = (folder / "source").string();
  auto describe = [&](const std::string& text, const std::string& standard_library) {
    const types::Environment environment = workspace.EnvironmentOf("", "", {}, standard_library);
    return DescribeName(QuestionAt("import shop\n" + text), {{}, environment}).value();
  };
  auto method = describe("shop.Basket().ad$d\n", sources);
  ASSERT_TRUE(method.has_value());
  EXPECT_EQ(method->label, "def add(self, price: int) -> int");  // the stub's, with its types
  EXPECT_EQ(method->documentation, "Adds.");
  ASSERT_TRUE(method->definition.has_value());
  EXPECT_EQ(method->definition->file, sources + "/shop.py");
  EXPECT_EQ(method->definition->text.substr(method->definition->begin, 3), "add");
  EXPECT_EQ(describe("sho$p\n", sources)->documentation, "Of shops.");
  EXPECT_EQ(describe("shop.made_in$_c\n", sources)->documentation, "");
  method = describe("shop.Basket().ad$d\n", "");
  EXPECT_EQ(method->documentation, "");
  EXPECT_FALSE(method->definition.has_value());
  std::filesystem::remove_all(folder);
}

TEST(DescribeName, WhatIsNotKnown) {
  EXPECT_FALSE(Describe("x = 1\n$ + 2").has_value());
  EXPECT_FALSE(Describe("unknown$").has_value());
  EXPECT_FALSE(Describe("$").has_value());
  EXPECT_FALSE(Describe("# comm$ent").has_value());
}

std::optional<CallDescription> Call(const std::string& text) {
  static const types::Library library = types::Library::Empty();
  auto call = DescribeCall(QuestionAt(text), {{}, library});
  EXPECT_TRUE(call.ok());
  return *call;
}

TEST(DescribeCall, ParametersAndTheOneBeingWritten) {
  const std::string f = "def f(a, b=2, *rest, key=None, **more):\n    'Does.'\n";
  auto call = Call(f + "f($)\n");
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(call->label, "f(a, b=..., *args, key=..., **kwargs)");
  EXPECT_EQ(call->documentation, "Does.");
  EXPECT_EQ(call->active, 0);
  EXPECT_EQ(Call(f + "f(1, $)\n")->active, 1);
  EXPECT_EQ(Call(f + "f(1, 2, 3, 4, $)\n")->active, 2);
  EXPECT_EQ(Call(f + "f(1, key=$)\n")->active, 3);
  EXPECT_EQ(Call(f + "f(1, $")->active, 1);
  EXPECT_FALSE(Call(f + "f(1)$\n").has_value());
  EXPECT_FALSE(Call("g($)\n").has_value());
  EXPECT_EQ(Call(kShop + std::string("b.add($"))->label, "add(price, *, times=...)");
}

}  // namespace
}  // namespace fastnode::predict
