// Baselines on hand-made files: the expected order is worked out by hand from the rules in
// attribute_baselines.h. "$" marks the cursor.
#include "qualify/ask/attribute_baselines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "collect/corpus/usage_builder.h"
#include "collect/pack/analyse.h"
#include "predict/cursor/site.h"

namespace fastnode::qualify {
namespace {

using ::testing::ElementsAre;

corpus::FileUsage UsageOf(const std::string& text) {
  Result<pack::AnalysedSource> source = pack::Analyse(text);
  return corpus::CountUses(source->index, {});
}

corpus::UsageTable TableOf(const std::vector<std::string>& texts) {
  std::vector<corpus::FileUsage> files;
  for (const std::string& text : texts) files.push_back(UsageOf(text));
  return corpus::AddUp(files);
}

class Baselines : public ::testing::Test {
 protected:
  std::vector<std::string> Ask(Ranking (*rank)(const AnalysedQuestion&), std::string text) {
    const size_t cursor = text.find('$');
    text.erase(cursor, 1);
    Result<predict::FoundSite> site = predict::FindSite(text, cursor);
    EXPECT_TRUE(site.ok());
    EXPECT_GE(site->at, 0);
    std::vector<std::string> names;
    last_ = rank({*site->source, site->at, usage_, library_});
    for (const Scored& scored : last_) names.push_back(scored.name);
    return names;
  }

  Ranking last_;
  pack::UsageAround usage_;
  types::Library library_ = types::Library::Empty();
};

TEST_F(Baselines, PopularityIsTheCorpusByFrequencyThenName) {
  corpus::UsageTable corpus = TableOf({"a.b\na.c\nd.c\n", "e.c\nf.a\n"});
  usage_.corpus = &corpus;
  EXPECT_THAT(Ask(Popularity, "x.y\nx.$\n"), ElementsAre("c", "a", "b"));
}

TEST_F(Baselines, PopularityByBasePutsTheBaseFirst) {
  corpus::UsageTable corpus =
      TableOf({"np.zeros\nnp.ones\nnp.ones\nx.append\nx.append\nx.append\n"});
  usage_.corpus = &corpus;
  EXPECT_THAT(Ask(PopularityByBase, "np.$\n"), ElementsAre("ones", "zeros", "append"));
  EXPECT_THAT(Ask(PopularityByBase, "q.$\n"), ElementsAre("append", "ones", "zeros"));
}

TEST_F(Baselines, RecencyGoesBackwardsThenOnwardsThenToOtherBases) {
  corpus::UsageTable corpus = TableOf({"q.popular\n"});
  usage_.corpus = &corpus;
  EXPECT_THAT(Ask(Recency, "x.first\nz.other\nx.second\nx.$\nz.later\nx.third\nx.fourth\n"),
              ElementsAre("second", "first", "third", "fourth", "other", "later", "popular"));
}

TEST_F(Baselines, NeverSeeThePlaceholderOfTheSite) {
  for (const Baseline& baseline : kAttributeBaselines) {
    for (const std::string& name : Ask(baseline.rank, "x.$.y\nx.z\n")) {
      EXPECT_NE(name, predict::kPlaceholder) << baseline.name;
    }
  }
}

TEST_F(Baselines, AnswerWithoutProjectAndCorpus) {
  EXPECT_THAT(Ask(Popularity, "x.a\nx.$\n"), ElementsAre());
  EXPECT_THAT(Ask(PopularityByBase, "x.a\nx.$\n"), ElementsAre());
  EXPECT_THAT(Ask(Recency, "x.a\nx.$\n"), ElementsAre("a"));
  EXPECT_THAT(Ask(Counts, "x.a\nx.$\n"), ElementsAre("a"));
}

TEST_F(Baselines, AlphabeticalHasTheFilesNamesAndTheTypesMembersSorted) {
  EXPECT_THAT(
      Ask(Alphabetical,
          "class C:\n  def m(self):\n    self.w = 1\n    z.a\n    self.$\n  def b(self): pass\n"),
      ElementsAre("a", "b", "m", "w"));
}

TEST_F(Baselines, MembersAreOfTheTypeAloneThoseOfTheBaseFirst) {
  EXPECT_THAT(Ask(Members,
                  "class C:\n  def a(self): pass\n  def b(self): pass\n  def c(self): pass\n"
                  "  def d(self):\n    z.b()\n    self.c()\n    z.other\n    self.$\n"),
              ElementsAre("c", "b", "a", "d"));
  EXPECT_THAT(Ask(Members, "x.a\nx.$\n"), ElementsAre());
}

TEST_F(Baselines, CountsPreferTheBaseOverTheFrequentName) {
  EXPECT_EQ(Ask(Counts, "y.b\ny.b\ny.b\nx.a\nx.$\n")[0], "a");
}

TEST_F(Baselines, CountsTrustTheFileMoreThanTheCorpus) {
  corpus::UsageTable corpus = TableOf({"x.b\nx.b\nx.b\nx.b\n"});
  usage_.corpus = &corpus;
  EXPECT_THAT(Ask(Counts, "x.a\nx.a\nx.$\n"), ElementsAre("a", "b"));
  EXPECT_THAT(Ask(Counts, "x.$\n"), ElementsAre("b"));
}

TEST_F(Baselines, CountsTakeTheFilesOwnPartOffTheProject) {
  const std::string stored = "x.truth\nx.truth\nx.truth\n", other = "x.other\n";
  corpus::UsageTable project = TableOf({stored, other});
  corpus::FileUsage own = UsageOf(stored);
  usage_.project = &project;
  usage_.project_minus = &own;
  EXPECT_THAT(Ask(Counts, "x.$\n"), ElementsAre("other"));
  const double alone = last_[0].score;
  corpus::UsageTable without = TableOf({other});
  usage_.project = &without;
  usage_.project_minus = nullptr;
  Ask(Counts, "x.$\n");
  EXPECT_DOUBLE_EQ(last_[0].score, alone);
}

TEST_F(Baselines, ListsAreNoLongerThanAllowed) {
  std::string text;
  for (int i = 0; i < kMaxCompletions + 100; ++i) text += "x.a" + std::to_string(i) + "\n";
  corpus::UsageTable corpus = TableOf({text});
  usage_.corpus = &corpus;
  for (const Baseline& baseline : kAttributeBaselines) {
    if (baseline.rank == Members) continue;  // x has no type
    EXPECT_EQ(Ask(baseline.rank, text + "x.$\n").size(), static_cast<size_t>(kMaxCompletions))
        << baseline.name;
  }
}

}  // namespace
}  // namespace fastnode::qualify
