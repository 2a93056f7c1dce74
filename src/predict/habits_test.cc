#include "predict/habits.h"

#include <gtest/gtest.h>

#include "collect/corpus/usage_builder.h"
#include "collect/pack/analyse.h"

namespace fastnode::predict {
namespace {

pack::AnalysedSource Analysed(const std::string& text) {
  Result<pack::AnalysedSource> source = pack::Analyse(text);
  CHECK(source.ok());
  return std::move(*source);
}

TEST(Habits, AreSharesOfWhatTheFileDoes) {
  const pack::AnalysedSource source = Analysed(
      "x.run()\nx.run()\nx.run().then\nx.size\nx.size\nx.part.of\nx.part.of\nx.part.of()\n"
      "x.run = 1\n");
  const Habits habits(source, -1, {});
  EXPECT_DOUBLE_EQ(habits.Called("run"), (3 + 2 * 0.5) / (3 + 2));  // a write is no use of it
  EXPECT_DOUBLE_EQ(habits.Called("size"), (0 + 2 * 0.5) / (2 + 2));
  EXPECT_DOUBLE_EQ(habits.Called("never_seen"), 0.5);
  EXPECT_GT(habits.Dotted("part", false), 0.5);
  EXPECT_LT(habits.Dotted("size", false), habits.Dotted("never_seen", false));
  EXPECT_GT(habits.Dotted("run", true), habits.Dotted("of", true));
}

TEST(Habits, TheProjectAndTheCorpusCountAndTheHiddenUseDoesNot) {
  const pack::AnalysedSource called = Analysed("x.run()\n"), read = Analysed("x.run\n");
  auto fifty = [](const pack::AnalysedSource& source) {
    return corpus::AddUp(std::vector<corpus::FileUsage>(50, corpus::CountUses(source.index, {})));
  };
  const corpus::UsageTable corpus = fifty(called), project = fifty(read);
  pack::UsageAround usage;
  usage.corpus = &corpus;
  EXPECT_GT(Habits(read, 0, usage).Called("run"), 0.9);
  EXPECT_LT(Habits(read, -1, usage).Called("run"), 0.9);
  usage.project = &project;
  EXPECT_LT(Habits(called, 0, usage).Called("run"), 0.1);
}

}  // namespace
}  // namespace fastnode::predict
