// What every row of the table of protocols promises.
#include "qualify/ask/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "qualify/ask/models.h"

namespace fastnode::qualify {
namespace {

TEST(Protocols, AreFoundByTheirCommandsAndDifferInAllTheirNames) {
  std::set<std::string> files, titles, names;
  for (const Protocol& protocol : Protocols()) {
    EXPECT_EQ(FindProtocol(protocol.command), &protocol);
    files.insert(protocol.file);
    titles.insert(protocol.title);
    names.insert(protocol.name());
  }
  for (const auto& set : {files, titles, names}) EXPECT_EQ(set.size(), Protocols().size());
  EXPECT_EQ(FindProtocol("validate-nothing"), nullptr);
}

TEST(Protocols, TargetsOfMakeAreTheCommandsWithAnUnderscore) {
  EXPECT_EQ(FindProtocol("validate-calls")->target(), "validate_calls");
}

TEST(Protocols, NoBaselineAnswersWhereNothingOfItsKindIsAsked) {
  Question question;
  question.text = "x = 1\n";
  question.offset = question.text.size();
  const types::Library library = types::Library::Empty();
  for (const Protocol& protocol : Protocols()) {
    EXPECT_FALSE(protocol.rank_baselines(question, library, {}).ok()) << protocol.name();
  }
}

// The gates and the tables tell models from baselines by their names.
TEST(Protocols, NoBaselineHasTheNameOfAModel) {
  for (const Protocol& protocol : Protocols()) {
    for (const std::string& name : protocol.baselines) EXPECT_TRUE(IsBaseline(name)) << name;
    EXPECT_THAT(protocol.baselines, testing::Contains("counts")) << protocol.name();
  }
}

}  // namespace
}  // namespace fastnode::qualify
