#include "collect/draw/count_parts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collect/corpus/tiny_corpus.h"

namespace fastnode::draw {
namespace {

using corpus::Catalogue;
using corpus::TinyCorpus;
using testing::HasSubstr;

// Eight projects in three parts. Names are common to all, to some and to one.
class CountPartsTest : public testing::Test {
 protected:
  CountPartsTest() {
    for (int i = 0; i < 8; ++i) {
      const std::string project = "p" + std::to_string(i);
      std::string text = "import os\n\ndef f(x):\n    return None if x else os.path.join(x)\n\n";
      for (int k = 0; k <= i; ++k) text += "x.name_" + std::to_string(k) + "(a.b)\n";
      tiny_.Write(project + "/one.py", text + "y." + project + "\n");
      tiny_.Write(project + "/two.py", TinyCorpus::Source(i, 10));
    }
    corpus::AddOptions options = tiny_.Options();
    options.parts = 3;
    CHECK(corpus::AddProjects(options, tiny_.library()).ok());
    Result<Catalogue> catalogue = corpus::ReadCatalogue(tiny_.store());
    CHECK(catalogue.ok());
    catalogue_ = *std::move(catalogue);
    config_.min_token_count = 2;
    config_.min_symbol_uses = 2;
  }

  std::string Part(int part) const { return corpus::PartFolder(tiny_.store(), part, 3); }

  void ExpectSame(const Result<TrainData>& got) const {
    Result<corpus::Store> store = corpus::Store::Open(whole_);
    ASSERT_TRUE(store.ok()) << store.error().message;
    Result<TrainData> want = BuildTrainData(*store, config_);
    ASSERT_TRUE(got.ok()) << got.error().message;
    ASSERT_TRUE(want.ok()) << want.error().message;
    EXPECT_EQ(EncodeMetainfo(got->metainfo), EncodeMetainfo(want->metainfo));
    EXPECT_EQ(got->usage_bytes, want->usage_bytes);
    EXPECT_GT(want->metainfo.symbols[0].size(), 0u);
    EXPECT_GT(want->usage.num_rows(), 20u);
  }

  // The parts, which some tests take away from their folder.
  void KeepWhole() {
    whole_ = tiny_.root() + "/whole";
    std::filesystem::copy(tiny_.store(), whole_, std::filesystem::copy_options::recursive);
  }

  TinyCorpus tiny_;
  std::string whole_ = tiny_.store();
  Catalogue catalogue_;
  TrainDataConfig config_;
};

TEST_F(CountPartsTest, CountsOfPartsAddUpToThoseOfTheWhole) {
  ExpectSame(BuildTrainData(tiny_.store(), config_));
  config_.max_name_rows = 7;
  config_.max_usage_rows = 30;
  config_.min_projects = 1;
  ExpectSame(BuildTrainData(tiny_.store(), config_));
}

TEST_F(CountPartsTest, AddingUpNeedsNoParts) {
  KeepWhole();
  for (int part = 0; part < 3; ++part) {
    Result<CountedPart> counted = CountPart(tiny_.store(), catalogue_, part);
    ASSERT_TRUE(counted.ok()) << counted.error().message;
    EXPECT_TRUE(counted->is_new);
    EXPECT_GT(counted->size.sites, 0);
    EXPECT_FALSE(CountPart(tiny_.store(), catalogue_, part)->is_new);
    std::filesystem::remove_all(Part(part));
  }
  ExpectSame(BuildTrainData(tiny_.store(), config_));
}

TEST_F(CountPartsTest, PartsThatAreNeitherHereNorCountedAreNamed) {
  std::filesystem::remove_all(Part(0));
  std::filesystem::remove_all(Part(2));
  const Result<TrainData> made = BuildTrainData(tiny_.store(), config_);
  ASSERT_FALSE(made.ok());
  EXPECT_THAT(made.error().message, HasSubstr("parts 0 and 2 of 3 are neither here nor counted"));
  EXPECT_THAT(made.error().message, HasSubstr("part-0-of-3.counts"));
}

TEST_F(CountPartsTest, DamagedCountsAreMadeAgain) {
  ASSERT_TRUE(CountPart(tiny_.store(), catalogue_, 1).ok());
  const std::string path = Part(1) + ".counts";
  const std::string bytes = *ReadFile(path);
  for (size_t at = 0; at < bytes.size(); at += 97) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
    ASSERT_TRUE(WriteFileAtomic(path, damaged).ok());
    EXPECT_FALSE(CountsFile::Open(path).ok()) << at;
  }
  ASSERT_TRUE(WriteFileAtomic(path, bytes.substr(0, bytes.size() / 2)).ok());
  EXPECT_TRUE(CountPart(tiny_.store(), catalogue_, 1)->is_new);
  EXPECT_EQ(*ReadFile(path), bytes);
}

TEST_F(CountPartsTest, CountsOfAnotherCatalogueAreNotTaken) {
  ASSERT_TRUE(CountPart(tiny_.store(), catalogue_, 1).ok());
  catalogue_.parts[1].rows = "of other roles";
  EXPECT_FALSE(CountPart(tiny_.store(), catalogue_, 1).ok());  // nor is the part what it names
}

}  // namespace
}  // namespace fastnode::draw
