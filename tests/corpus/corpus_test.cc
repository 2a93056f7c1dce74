// Runs the corpus tests: tests/corpus/README.md has their language.
#include <gtest/gtest.h>

#include "tests/corpus/corpus_files.h"
#include "tests/corpus/corpus_verbs.h"

namespace fastnode::corpus_test {
namespace {

class CorpusTest : public testing::TestWithParam<CaseFile> {};

TEST_P(CorpusTest, HoldsWhatItSays) {
  const CaseFile& file = GetParam();
  Case c = MakeCase(file.text.text);
  EXPECT_FALSE(c.expectations.empty()) << file.path << ":" << file.text.first_line;
  EXPECT_EQ(ast::Verify(c.index.tree), "");
  EXPECT_EQ(bind::Verify(c.index), "");
  EXPECT_EQ(graph::Verify(c.index, *c.graph.whole()), "");
  for (const std::string& failure : Failures(c, file.text.first_line)) {
    ADD_FAILURE() << file.path << ":" << failure;
  }
}

INSTANTIATE_TEST_SUITE_P(All, CorpusTest, testing::ValuesIn(AllCases()),
                         [](const auto& info) { return info.param.Name(); });

TEST(CorpusRunnerTest, AFalseExpectationFails) {
  Case c = MakeCase(
      "x = 1\n"
      "#- @x defines X\n"
      "print(x)\n"
      "#- @x last_read X\n"
      "#- ! @x last_write X\n"
      "#- @x last_write =\n"
      "#- @print defines X\n"
      "#- @y last_write X\n"
      "#- @x last_writes X\n"
      "#- @x last_write X\n");
  EXPECT_EQ(Failures(c),
            (std::vector<std::string>{"4: X is not there", "5: X is there", "6: 1 in all",
                                      "7: X is not there", "8: nothing there: @y",
                                      "9: no such verb: last_writes"}));
}

TEST(CorpusRunnerTest, AFileIsOneCaseOrSeveral) {
  EXPECT_EQ(SplitCases("x\n").size(), 1u);
  auto cases = SplitCases("# for people\n#= first\nx\n\n#= the second\ny\nz");
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[0].name, "first");
  EXPECT_EQ(cases[0].text, "x\n\n");
  EXPECT_EQ(cases[1].first_line, 6);
  EXPECT_EQ(cases[1].text, "y\nz\n");
  EXPECT_FALSE(HasLostExpectations("# for people\n#= first\nx\n#- @x type int\n"));
  EXPECT_TRUE(HasLostExpectations("x\n#- @x type int\n#= the second\ny\n"));
}

TEST(CorpusRunnerTest, ExamplesOfADocumentAreNamedBySection) {
  auto examples = ExamplesIn("## a\n```python\nx\n```\n```\nno\n```\n```python\ny\n```\n## b\n");
  ASSERT_EQ(examples.size(), 2u);
  EXPECT_EQ(examples[0].text, "x\n");
  EXPECT_EQ(examples[1].name, "a 2");
  EXPECT_EQ(examples[1].first_line, 9);
}

}  // namespace
}  // namespace fastnode::corpus_test
