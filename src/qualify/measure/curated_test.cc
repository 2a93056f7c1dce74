#include "qualify/measure/curated.h"

#include <gtest/gtest.h>

#include "qualify/measure/held_out_for_test.h"

namespace fastnode::qualify {
namespace {

TEST(AnswerExamples, FillsEveryMethodAndRanks) {
  const corpus::UsageTable corpus;
  std::vector<Example> examples = {MakeExample(kStubText, 10, "x", "beta"),
                                   MakeExample("x.alpha\nx.", 10, "x", "alpha")};
  Result<RebuildOutcome> outcome =
      AnswerExamples(examples, TrueAnswer, corpus, types::Library::Empty());
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome->failures.empty());
  EXPECT_EQ(outcome->ranks[kModelMethod], (std::vector<int32_t>{0, -1}));
  EXPECT_EQ(outcome->examples[0].provided[0].second.munged_buffer,
            "x.alpha\nx.\ny.alpha\ny.gamma\n");
  EXPECT_EQ(outcome->examples[1].provided.size(), AttributeMethods().size());
}

TEST(AnswerExamples, ReportsWhatFailed) {
  const corpus::UsageTable corpus;
  auto fails = [](const predict::Request&, int32_t) -> Result<predict::Answer> {
    return Error{"no"};
  };
  Result<RebuildOutcome> outcome = AnswerExamples({MakeExample("# a comment.", 12, "x", "y")},
                                                  fails, corpus, types::Library::Empty());
  ASSERT_TRUE(outcome.ok());
  ASSERT_EQ(outcome->failures.size(), AttributeMethods().size());
  EXPECT_EQ(outcome->failures[0], "example 1 (x): model: no");
  EXPECT_TRUE(outcome->examples[0].provided.empty());
}

}  // namespace
}  // namespace fastnode::qualify
