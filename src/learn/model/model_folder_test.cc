#include "learn/model/model_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "learn/model/parameters.h"
#include "support/damage_for_test.h"
#include "support/file.h"

namespace fastnode::learn {
namespace {

namespace fs = std::filesystem;

class ModelFolder : public testing::Test {
 protected:
  ModelFolder() { fs::remove_all(parent_); }
  ~ModelFolder() override { fs::remove_all(parent_); }
  std::string Read(const std::string& name) {
    Result<std::string> bytes = ReadFile(path_ + "/" + name);
    return bytes.ok() ? *bytes : "absent";
  }
  const std::string parent_ = testing::TempDir() + "fastnode_model_folder";
  const std::string path_ = parent_ + "/model";
};

TEST_F(ModelFolder, IsReplacedAsAWhole) {
  ASSERT_TRUE(ReplaceFolder(path_, {{"a", "1"}, {"b", "1"}}).ok());
  ASSERT_TRUE(ReplaceFolder(path_, {{"a", "2"}}).ok());
  EXPECT_EQ(Read("a"), "2");
  EXPECT_EQ(Read("b"), "absent");
  EXPECT_EQ(std::distance(fs::directory_iterator(parent_), fs::directory_iterator()), 1);
}

TEST_F(ModelFolder, FoldersOfOthersAreLeftAlone) {
  ASSERT_TRUE(MakeFolders(path_).ok());
  ASSERT_TRUE(WriteFileAtomic(path_ + "/letter", "dear").ok());
  EXPECT_FALSE(ReplaceFolder(path_, {{"a", "1"}}).ok());
  EXPECT_EQ(Read("letter"), "dear");
}

TEST_F(ModelFolder, NoDamageOfItsFilesIsBelieved) {
  const ModelConfig config{.hidden = 2,
                           .layers = 1,
                           .ranker_hidden = 1,
                           .ranker_hidden2 = 1,
                           .site_context = 1,
                           .name_rows = 2,
                           .type_rows = 2};
  const Weights weights = InitialWeights(config, 1);
  const FolderFiles files = ModelFiles(config, weights);
  ASSERT_TRUE(ReplaceFolder(path_, files).ok());
  Result<Model> model = ReadModel(path_);
  ASSERT_TRUE(model.ok()) << model.error().message;
  EXPECT_EQ(EncodeSafetensors(model->weights, {}), EncodeSafetensors(weights, {}));
  for (const auto& [name, bytes] : files) {
    const std::string path = path_ + "/" + name;
    auto refused = [&](const std::string& damaged, const std::string& what) {
      WriteQuickly(path, damaged);
      Result<Model> read = ReadModel(path_);
      ASSERT_FALSE(read.ok()) << name << ": " << what;
      EXPECT_NE(read.error().message.find(path), std::string::npos) << read.error().message;
      EXPECT_NE(read.error().message.find("train it again"), std::string::npos)
          << read.error().message;
    };
    ForEachDamage(bytes, refused, bytes.size() > 4000 ? 13 : 1);
    WriteQuickly(path, bytes);
  }
}

TEST(ModelConfig, DecodesWhatItEncodes) {
  ModelConfig config{.hidden = 7, .layers = 3, .name_rows = 5, .type_rows = 4};
  config.temperatures[1] = 1.5f;
  Result<ModelConfig> decoded = ModelConfigFromJson(ToJson(config));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(PrintJson(ToJson(*decoded)), PrintJson(ToJson(config)));
}

TEST(ModelConfig, PresetsAreKnownByName) {
  Result<ModelConfig> old = ModelPreset("old");
  ASSERT_TRUE(old.ok());
  EXPECT_EQ(old->network, NetworkKind::kGated);
  old->name_rows = 5, old->type_rows = 4, old->site_decides_names = true;
  Result<ModelConfig> decoded = ModelConfigFromJson(ToJson(*old));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->network, NetworkKind::kGated);
  EXPECT_TRUE(decoded->site_decides_names);
  EXPECT_FALSE(decoded->argument_types);
  EXPECT_FALSE(ModelPreset("best").ok());
  Json json = ToJson({.name_rows = 5, .type_rows = 4});
  json["network"] = "recurrent";
  EXPECT_FALSE(ModelConfigFromJson(json).ok());
}

TEST(ModelConfig, AModelOfBeforeThereWereKnotsHasNone) {
  Json json = ToJson({.name_rows = 5, .type_rows = 4});
  EXPECT_EQ(ModelConfigFromJson(json)->knots, kNumKnots);
  json["knots"] = 1;
  EXPECT_FALSE(ModelConfigFromJson(json).ok());
  json.erase("knots");
  EXPECT_EQ(ModelConfigFromJson(json)->knots, 0);
}

TEST(ModelConfig, AModelWhoseFeaturesMeantSomethingElseIsRefusedByName) {
  Json json = ToJson({.name_rows = 5, .type_rows = 4});
  auto names = json["features"]["argument"]["candidate"].get<std::string>();
  const size_t at = names.find(" visible ");
  ASSERT_NE(at, names.npos);
  const auto slot = std::count(names.begin(), names.begin() + static_cast<long>(at) + 1, ' ');
  json["features"]["argument"]["candidate"] = names.replace(at, 9, " is_member ");
  Result<ModelConfig> other = ModelConfigFromJson(json);
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().message,
            "candidate feature " + std::to_string(slot) +
                " of task argument: the model was trained with 'is_member', this program has "
                "'visible'; train it again");

  json = ToJson({.name_rows = 5, .type_rows = 4});
  json["features"]["keyword_name"]["site"] = "after_keyword";
  other = ModelConfigFromJson(json);
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().message,
            "site feature 1 of task keyword_name: the model was trained with nothing, this program "
            "has 'keyword_stands'; train it again");

  json = ToJson({.name_rows = 5, .type_rows = 4});
  json["features"]["hash"] = "0";
  EXPECT_FALSE(ModelConfigFromJson(json).ok());
}

TEST(ModelConfig, AModelThatDoesNotSayWhatItsFeaturesMeanIsRefused) {
  Json json = ToJson({.name_rows = 5, .type_rows = 4});
  json.erase("features");
  Result<ModelConfig> old = ModelConfigFromJson(json);
  ASSERT_FALSE(old.ok());
  EXPECT_EQ(old.error().message, "the model does not say what its features mean; train it again");
}

TEST(ModelConfig, WrongFieldsAreRefusedByName) {
  for (const char* name :
       {"hidden", "name_rows", "relations", "candidate_features", "features", "temperatures"}) {
    Json json = ToJson({.name_rows = 5, .type_rows = 4});
    json[name] = -1;
    Result<ModelConfig> wrong = ModelConfigFromJson(json);
    ASSERT_FALSE(wrong.ok()) << name;
    EXPECT_NE(wrong.error().message.find(name), std::string::npos) << wrong.error().message;
    json.erase(name);
    EXPECT_FALSE(ModelConfigFromJson(json).ok()) << name;
  }
}

}  // namespace
}  // namespace fastnode::learn
