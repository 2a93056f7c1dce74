// The known answers of a verdict: made-up validations of which it is plain what they must give.
#include "qualify/report/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/file.h"
#include "support/json.h"

namespace fastnode::qualify {
namespace {

using testing::HasSubstr;
using testing::Not;

class VerdictTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/verdict_test_" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    for (const char* kind : {"", "-names", "-calls", "-chains", "-decisions"}) Write(kind, {}, "");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // A validation whose gates are all passed but those named.
  void Write(const std::string& kind, const std::vector<std::string>& failed,
             const std::string& release, const std::string& split = "test",
             const std::string& condition = "rest_of_line") {
    Json gates = {{{"name", "there are sites"}, {"passed", true}}};
    for (const std::string& name : failed) {
      gates.push_back({{"name", name},
                       {"passed", false},
                       {"difference", {{"value", -.02}, {"low", -.03}, {"high", -.01}}}});
    }
    auto estimate = [](double value) {
      return Json{{"value", value}, {"low", value - .1}, {"high", value + .1}};
    };
    Json methods = Json::object();
    for (const auto& [method, value] : {std::pair{"model", .6},
                                        {"previous", .55},
                                        {"weak", .1},
                                        {"counts", .4},
                                        {"uncompressed", .9}}) {
      methods[method] = {
          {"recall@1", estimate(value)}, {"recall@5", estimate(value)}, {"mrr", estimate(value)}};
    }
    const Json json = {{"split", split},
                       {"condition", condition},
                       {"release", {{"manifest_sha256", release}}},
                       {"sites", {{"count", 77}}},
                       {"verdict", {{"passed", failed.empty()}, {"gates", gates}}},
                       {"all", {{"methods", methods}}}};
    WriteText("validation" + kind + ".json", PrintJson(json));
  }
  void WriteText(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    ASSERT_TRUE(MakeFolders(std::filesystem::path(path).parent_path().string()).ok());
    ASSERT_TRUE(WriteFileAtomic(path, text).ok());
  }
  Verdicts Read() {
    Result<Verdicts> verdicts = ReadVerdicts(folder_);
    return verdicts.ok() ? *verdicts : Verdicts{false, "error: " + verdicts.error().message};
  }
  std::string folder_;
};

TEST_F(VerdictTest, PassesWhenEveryKindPassed) {
  const Verdicts verdicts = Read();
  EXPECT_TRUE(verdicts.passed);
  EXPECT_THAT(verdicts.text, HasSubstr("verdict: passed"));
  // The best baseline, and the previous release; never the model before compression.
  EXPECT_THAT(verdicts.text,
              testing::ContainsRegex("whole calls +77 +60.0 .50.0, 70.0. +60.0 +60.0 "
                                     "+counts 40.0, previous 55.0"));
}

TEST_F(VerdictTest, OneGateOfOneKindFailsItAndIsNamedWithItsMargin) {
  Write("-calls", {"recall@1 above counts"}, "");
  const Verdicts verdicts = Read();
  EXPECT_FALSE(verdicts.passed);
  EXPECT_THAT(verdicts.text, HasSubstr("VERDICT: FAILED"));
  EXPECT_THAT(verdicts.text, HasSubstr("whole calls: recall@1 above counts: -2.0 [-3.0, -1.0]\n"));
  EXPECT_THAT(verdicts.text, Not(HasSubstr("attributes:")));
}

TEST_F(VerdictTest, WhatWasNotMeasuredOrOnAnotherReleaseSplitOrConditionDidNotPass) {
  std::filesystem::remove(folder_ + "/validation-chains.json");
  Write("-decisions", {}, "", "validation");
  Write("-calls", {}, "", "test", "whole_file");
  EXPECT_FALSE(Read().passed);
  EXPECT_THAT(Read().text, HasSubstr("calls: not measured where the rest of the line is gone"));
  EXPECT_THAT(Read().text, HasSubstr("whole expressions: not measured: make validate_chains"));
  EXPECT_THAT(Read().text, HasSubstr("single decisions: not measured on the test split"));
  WriteText("serve/manifest.json", "{}");
  EXPECT_THAT(Read().text, HasSubstr("attributes: measured on another release"));
}

TEST_F(VerdictTest, WhatIsNoValidationIsAnError) {
  WriteText("validation-calls.json", "{}");
  EXPECT_THAT(Read().text, HasSubstr("error: " + folder_ + "/validation-calls.json"));
  for (const char* text : {"[]", "{", "{\"all\": {\"methods\": 3}}"}) {
    WriteText("validation-calls.json", text);
    EXPECT_FALSE(Read().passed) << text;
  }
}

}  // namespace
}  // namespace fastnode::qualify
