// Where names and words are asked for, and known answers of the baselines.
#include "qualify/ask/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "collect/pack/tasks/variables.h"
#include "qualify/ask/ask_for_test.h"

namespace fastnode::qualify {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kText[] =
    "import os\n\n\ndef copy(source, mode=None):\n    if not source:\n        return len(mode)\n"
    "    for one in source:\n        print(one, mode)\n    raise OSError(source.name)\n";

TEST(NameSites, ExpectNamesAndWordsByWhatTheyAre) {
  std::map<std::string, std::vector<std::string>> by_slice;
  const SiteList sites = SitesOf(NameSites(), kText);
  for (const Site& site : sites.sites) {
    by_slice[sites.slices[site.slice]].push_back(site.expected);
    const pack::TextRange& answer = site.gone[static_cast<size_t>(Condition::kWholeFile)].here;
    EXPECT_EQ(std::string(kText).substr(answer.begin, site.expected.size()), site.expected);
  }
  // Plain names that are passed are the arguments' task.
  EXPECT_THAT(by_slice["bound"], ElementsAre("source", "source", "source"));
  EXPECT_THAT(by_slice["unbound"], ElementsAre("len", "print", "OSError"));
  EXPECT_THAT(by_slice["word"],
              ElementsAre("import", "def", "None", "if", "not", "return", "for", "raise"));
}

// What a word begins is gone with it.
TEST(NameSites, AStatementGoesWithItsWord) {
  const std::string text = kText;
  for (const Site& site : SitesOf(NameSites(), kText).sites) {
    if (site.expected != "if") continue;
    for (Condition condition : {Condition::kWholeFile, Condition::kRestOfLine}) {
      Question question;
      Pose(text, site, condition, question);
      EXPECT_EQ(question.text.find("return"), std::string::npos) << Name(condition);
      EXPECT_NE(question.text.find("for one"), std::string::npos) << Name(condition);
    }
  }
}

// Candidates with the features that are named.
Shared With(const std::vector<std::pair<std::string, std::map<int, uint8_t>>>& candidates) {
  pack::Cut cut;
  cut.sample = pack::MakeSample();
  for (const auto& [text, features] : candidates) {
    cut.candidates.push_back(text);
    std::vector<uint8_t> bytes(pack::kNumCandidateFeatures);
    for (const auto& [slot, value] : features) bytes[static_cast<size_t>(slot)] = value;
    cut.sample.candidate_features.insert(cut.sample.candidate_features.end(), bytes.begin(),
                                         bytes.end());
  }
  Shared shared;
  shared.cut = std::move(cut);
  return shared;
}

std::vector<std::string> Texts(const Ranking& ranking) {
  std::vector<std::string> texts;
  for (const Scored& one : ranking) texts.push_back(one.name);
  return texts;
}

TEST(NameBaselinesTest, OrdersAreKnown) {
  const Shared shared = With({{"zeta", {{pack::kIsParameter, 64}}},
                              {"outer", {{pack::kOfOuterFunction, 64}, {pack::kLastReference, 90}}},
                              {"global_one", {{pack::kLastReference, 200}}},
                              {"len", {{pack::kUnbound, 64}, {pack::kPrior, 9}}}});
  const auto ranked = RankNameBaselines({}, types::Library::Empty(), shared);
  ASSERT_TRUE(ranked.ok());
  ASSERT_EQ(ranked->size(), NameBaselines().size());
  std::map<std::string, std::vector<std::string>> by_name;
  for (size_t i = 0; i < ranked->size(); ++i) by_name[NameBaselines()[i]] = Texts((*ranked)[i]);
  EXPECT_THAT(by_name["alphabetical"], ElementsAre("global_one", "len", "outer", "zeta"));
  EXPECT_THAT(by_name["recency"], ElementsAre("global_one", "outer", "len", "zeta"));
  EXPECT_THAT(by_name["nearest scope"], ElementsAre("zeta", "outer", "global_one", "len"));
  EXPECT_EQ(by_name["counts"][0], "len");
  EXPECT_THAT(by_name["popularity"], by_name["alphabetical"]);  // nothing is known of the corpus
}

TEST(NameBaselinesTest, WhatDoesNotFitWhatWasTypedIsNotThere) {
  Question question;
  question.prefix = "o";
  const auto ranked =
      RankNameBaselines(question, types::Library::Empty(), With({{"len", {}}, {"outer", {}}}));
  ASSERT_TRUE(ranked.ok());
  for (const Ranking& one : *ranked) EXPECT_THAT(Texts(one), ElementsAre("outer"));
}

}  // namespace
}  // namespace fastnode::qualify
