#include "serve/models.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::serve {
namespace {

using testing::ElementsAre;

TEST(ImportedPackages, OfEveryForm) {
  EXPECT_THAT(ImportedPackages("import a.b, c as d, e\nfrom f.g import (h,\n i)\n"
                               "  from .local import x\nfrom . import y\nimportant = 1\n"
                               "def f():\n\timport j # k, l\r\nfrom m"),
              ElementsAre("a", "c", "e", "f", "j", "m"));
  EXPECT_THAT(ImportedPackages(""), ElementsAre());
  EXPECT_THAT(ImportedPackages("import"), ElementsAre());
}

TEST(ChooseModel, MostPackagesFirstOnTies) {
  const std::vector<release::BundledModel> models = {
      {"all", "", "", {}}, {"one", "", "", {"a1", "a2"}}, {"two", "", "", {"b1", "b2"}}};
  EXPECT_EQ(ChooseModel(models, {"a1", "b1"}), 1u);
  EXPECT_EQ(ChooseModel(models, {"a1", "b1", "b2"}), 2u);
  EXPECT_EQ(ChooseModel(models, {"os"}), 0u);
  EXPECT_EQ(ChooseModel(models, {}), 0u);
}

TEST(Models, SayHowToGetOne) {
  ::setenv("FASTNODE_DATADEPS", "/nonexistent", 1);
  auto models = Models::Open("", {});
  ::unsetenv("FASTNODE_DATADEPS");
  ASSERT_FALSE(models.ok());
  EXPECT_THAT(models.error().message, testing::HasSubstr("build_datadeps.sh"));
}

}  // namespace
}  // namespace fastnode::serve
