#include "qualify/report/run_lineage.h"

#include <gtest/gtest.h>

#include "qualify/report/run_facts.h"

namespace fastnode::qualify {
namespace {

RunSummary Run(const std::string& name, Json inputs, Json outputs) {
  return {name, {{"inputs", std::move(inputs)}, {"outputs", std::move(outputs)}}};
}

// Two trainings, each with its release; the second one was measured beside the first one's release.
std::vector<RunSummary> TwoLines() {
  std::vector<RunSummary> runs = {
      Run("1_train", {{"dataset", "dddddddd"}},
          {{"model", "aaaaaaaa1"}, {"checkpoint", "cccccc1"}}),
      Run("2_compress", {{"model", "aaaaaaaa1"}}, {{"release", "bbbbbb1"}}),
      Run("3_validate", {{"release", "bbbbbb1"}}, Json::object()),
      Run("4_train", {{"dataset", "dddddddd"}}, {{"model", "aaaaaaaa2"}}),
      Run("5_compress", {{"model", "aaaaaaaa2"}}, {{"release", "bbbbbb2"}}),
      Run("6_validate", {{"release", "bbbbbb2"}, {"previous", "bbbbbb1"}}, Json::object()),
      Run("7_train", {{"dataset", "dddddddd"}, {"checkpoint", "cccccc1"}},
          {{"model", "aaaaaaaa3"}})};
  return {runs.rbegin(), runs.rend()};
}

std::string Names(const std::string& what) {
  Result<std::vector<RunSummary>> lineage = Lineage(TwoLines(), what);
  if (!lineage.ok()) return lineage.error().message;
  std::string names;
  for (const RunSummary& run : *lineage) names += run.name.substr(0, 1);
  return names;
}

TEST(RunLineage, LeadsFromTrainingToVerdictAndBack) {
  EXPECT_EQ(Names("bbbbbb2"), "456");
  EXPECT_EQ(Names("4_train"), "456");
  EXPECT_EQ(Names("6_validate"), "456");
}

TEST(RunLineage, AContinuedTrainingIsJoinedByItsCheckpoint) {
  EXPECT_EQ(Names("7_train"), "17");
  EXPECT_EQ(Names("aaaaaaaa1"), "1237");
}

TEST(RunLineage, TheSameDataAndABaselineJoinNothing) { EXPECT_EQ(Names("3_validate"), "123"); }

TEST(RunLineage, WhatNobodyReadOrMadeIsAnError) {
  EXPECT_NE(Names("eeeeee").find("'eeeeee'"), std::string::npos);
  EXPECT_NE(Names("bbbb").find("6 digits"), std::string::npos);
}

TEST(RunLineage, DamagedHashesAreLeftOut) {
  const Json run = {{"inputs", {{"model", 5}, {"release", "r"}, {"dataset", ""}}},
                    {"outputs", Json::array()}};
  const auto inputs = HashesOf(run, "inputs");
  ASSERT_EQ(inputs.size(), 1u);
  EXPECT_EQ(inputs[0].first, "release");
  EXPECT_TRUE(HashesOf(run, "outputs").empty());
  EXPECT_TRUE(HashesOf(Json(7), "inputs").empty());
}

}  // namespace
}  // namespace fastnode::qualify
