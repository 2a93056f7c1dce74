#include "collect/corpus/places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyze/ast/parse.h"
#include "analyze/types/types.h"
#include "collect/corpus/tiny_corpus.h"

namespace fastnode::corpus {
namespace {

using testing::ElementsAre;
using testing::IsNull;
using testing::NotNull;

class PlacesTest : public testing::Test {
 protected:
  PlacesTest() {
    tiny_.Write("one/pkg/__init__.py", "");  // empty: not kept, a package all the same
    tiny_.Write("one/pkg/models.py",
                "class Model:\n    def save(self):\n        return self\n\n    size = 1\n");
    tiny_.Write("one/pkg/main.py",
                "from .models import Model\nimport secret\n\n\ndef run(model):\n"
                "    model.save()\n    secret.key.value\n    Model().save().size\n");
    tiny_.Write("one/pkg/caller.py",
                "from pkg.main import run\nfrom pkg.models import Model\n\nrun(Model())\n");
    tiny_.Write("one/scripts/tool.py", "import helper\n\nhelper.help_me().strip()\n");
    tiny_.Write("one/scripts/helper.py", "def help_me():\n    return 'me'\n");
    tiny_.Write("two/secret.py", "key = 'x'\nprint(key.upper())\n");
    CHECK(AddProjects(tiny_.Options({}), tiny_.library()).ok());
    store_.emplace(*Store::Open(tiny_.store()));
    places_.emplace(*store_, tiny_.library());
  }

  int32_t SourceAt(const std::string& path) const {
    for (size_t i = 0; i < store_->sources().size(); ++i) {
      if (store_->sources()[i].path == path) return static_cast<int32_t>(i);
    }
    return -1;
  }

  // Whole types of the attribute bases of a source.
  std::vector<std::string> TypesOf(const std::string& path) {
    int32_t source = SourceAt(path);
    CHECK(source >= 0);
    std::string text = *store_->Text(source);
    text.reserve(64);
    bind::FileIndex index = bind::Bind(*ast::Parse(std::move(text)));
    types::Environment environment = places_->EnvironmentOf(source);
    std::vector<std::string> types;
    for (const bind::AttributeUse& use : index.attributes) {
      types::TypeEvaluator evaluator(index, environment, {use.name});
      types.push_back(evaluator.Describe(evaluator.TypeOf(use.base)));
    }
    return types;
  }

  TinyCorpus tiny_;
  std::optional<Store> store_;
  std::optional<ProjectPlaces> places_;
};

TEST_F(PlacesTest, SourcesSeeTheirOwnProjectAndNoOther) {
  EXPECT_THAT(TypesOf("pkg/main.py"),
              ElementsAre("pkg.models.Model", "module:secret", "ext:secret.key", "pkg.models.Model",
                          "pkg.models.Model"));
  types::Environment environment = places_->EnvironmentOf(SourceAt("pkg/main.py"));
  EXPECT_EQ(environment.standing().module, "pkg.main");
  EXPECT_EQ(environment.standing().package, "pkg");
  EXPECT_THAT(environment.Find("pkg"), NotNull());
  EXPECT_THAT(environment.Find("pkg.main"), IsNull());  // the file at hand
  EXPECT_THAT(environment.Find("secret"), IsNull());
  EXPECT_THAT(environment.Submodules("pkg"), ElementsAre("caller", "main", "models"));
}

TEST_F(PlacesTest, ScriptsSeeTheFilesBesideThem) {
  EXPECT_THAT(TypesOf("scripts/tool.py"), ElementsAre("module:helper", "unknown"));
  types::Environment environment = places_->EnvironmentOf(SourceAt("scripts/tool.py"));
  EXPECT_THAT(environment.Find("helper"), NotNull());
  EXPECT_EQ(environment.standing().module, "tool");
}

TEST_F(PlacesTest, WhatIsForgottenIsReadAgain) {
  places_.emplace(*store_, tiny_.library(), 1);
  EXPECT_THAT(TypesOf("pkg/main.py"),
              ElementsAre("pkg.models.Model", "module:secret", "ext:secret.key", "pkg.models.Model",
                          "pkg.models.Model"));
}

}  // namespace
}  // namespace fastnode::corpus
