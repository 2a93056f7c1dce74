#include "support/run_record.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/file.h"

namespace fastnode {
namespace {

namespace fs = std::filesystem;

class RunRecordTest : public testing::Test {
 protected:
  RunRecordTest() {
    root_ = testing::TempDir() + "fastnode_runs_" +
            testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(root_);
  }
  ~RunRecordTest() override { fs::remove_all(root_); }
  std::string NameOf(const RunRecord& record) const {
    return fs::path(record.folder()).filename().string();
  }
  std::string root_;
};

TEST_F(RunRecordTest, TellsWhatWasAskedAndWhatCameOut) {
  auto record = RunRecord::Begin(root_, "train", {{"steps", 5}});
  ASSERT_TRUE(record.ok()) << record.error().message;
  EXPECT_EQ(ReadRun(root_, NameOf(*record))->json["status"], "started");
  record->Set("dataset_id", "d");
  record->AddResult("accuracy", 0.5);
  record->AddSkipped("sites", "no name", 3, {"a.py:1"});
  ASSERT_TRUE(record->AddPoint(1, {{"loss", 2.5}}).ok());
  ASSERT_TRUE(record->AddPoint(2, {{"loss", 2.0}}).ok());
  ASSERT_TRUE(record->Finish({}).ok());
  const Json json = ReadRun(root_, NameOf(*record))->json;
  EXPECT_EQ(json["status"], "finished");
  EXPECT_EQ(json["parameters"]["steps"], 5);
  EXPECT_EQ(json["results"][0]["value"], 0.5);
  EXPECT_EQ(json["skipped"]["sites"]["no name"]["count"], 3);
  auto curve = ReadCurve(root_, NameOf(*record));
  ASSERT_TRUE(curve.ok());
  ASSERT_EQ(curve->points.size(), 2u);
  EXPECT_EQ(curve->points[1]["loss"], 2.0);
}

TEST_F(RunRecordTest, CurvesAreReadOnFromWhereOneWas) {
  auto record = RunRecord::Begin(root_, "train", {});
  const std::string name = NameOf(*record);
  EXPECT_EQ(ReadCurve(root_, name)->next, 0u);
  ASSERT_TRUE(record->AddPoint(1, {{"loss", 2.5}}).ok());
  const uint64_t next = ReadCurve(root_, name)->next;
  ASSERT_TRUE(record->AddPoint(2, {{"loss", 2.0}}).ok());
  std::ofstream(record->folder() + "/" + kCurveFile, std::ios::app) << "{\"step\": 3, ";
  auto more = ReadCurve(root_, name, next);
  ASSERT_EQ(more->points.size(), 1u);
  EXPECT_EQ(more->points[0]["step"], 2);
  EXPECT_EQ(more->from, next);
  EXPECT_TRUE(ReadCurve(root_, name, more->next)->points.empty());
  // A file that is shorter by now is another one.
  EXPECT_EQ(ReadCurve(root_, name, 1'000'000)->points.size(), 2u);
  EXPECT_EQ(ReadCurve(root_, name, 1'000'000)->from, 0u);
}

TEST_F(RunRecordTest, LinksAreNotFollowed) {
  auto record = RunRecord::Begin(root_, "train", {});
  const std::string name = NameOf(*record), elsewhere = root_ + "/elsewhere";
  for (const char* file : {kCurveFile, kRunFile}) {
    const std::string path = record->folder() + "/" + file;
    std::ofstream(elsewhere) << "{\"step\": 1}\n";
    fs::remove(path);
    fs::create_symlink(elsewhere, path);
  }
  EXPECT_NE(ReadCurve(root_, name).error().message.find("is a link"), std::string::npos);
  EXPECT_NE(ReadRun(root_, name).error().message.find("is a link"), std::string::npos);
}

TEST_F(RunRecordTest, NotesOutliveTheRunsOwnWriting) {
  auto record = RunRecord::Begin(root_, "train", {});
  const std::string name = NameOf(*record);
  ASSERT_TRUE(WriteNote(root_, name, "twice the width").ok());
  ASSERT_TRUE(record->Finish({}).ok());
  EXPECT_EQ(ReadRun(root_, name)->json["note"], "twice the width");
  ASSERT_TRUE(WriteNote(root_, name, "").ok());
  EXPECT_FALSE(ReadRun(root_, name)->json.contains("note"));
  EXPECT_FALSE(WriteNote(root_, "none", "text").ok());
  EXPECT_FALSE(WriteNote(root_, "../" + name, "text").ok());
  EXPECT_FALSE(WriteNote(root_, name, std::string(20'000, 'x')).ok());
}

TEST_F(RunRecordTest, FailuresSayWhy) {
  auto record = RunRecord::Begin(root_, "train", {});
  ASSERT_TRUE(record->Finish(Error{"the disk is full"}).ok());
  EXPECT_EQ(ReadRun(root_, NameOf(*record))->json["error"], "the disk is full");
}

TEST_F(RunRecordTest, ARunWhoseProcessIsGoneIsLost) {
  auto record = RunRecord::Begin(root_, "train", {});
  record->Set("process", 999'999'999);
  record->Set("status", "started");
  Json json = ReadRun(root_, NameOf(*record))->json;
  json["process"] = 999'999'999;
  ASSERT_TRUE(WriteFileAtomic(record->folder() + "/" + kRunFile, PrintJson(json)).ok());
  EXPECT_EQ(ReadRun(root_, NameOf(*record))->json["status"], "lost");
}

TEST_F(RunRecordTest, AreListedNewestFirstAndDamagedOnesCounted) {
  fs::create_directories(root_ + "/20200101T000000.000Z_train");
  std::ofstream(root_ + "/20200101T000000.000Z_train/run.json") << "{";
  fs::create_directories(root_ + "/20210101T000000.000Z_train");
  std::ofstream(root_ + "/20210101T000000.000Z_train/run.json") << R"({"status": "finished"})";
  auto record = RunRecord::Begin(root_, "train", {});
  int64_t unreadable = 0;
  auto runs = ListRuns(root_, &unreadable);
  ASSERT_TRUE(runs.ok());
  ASSERT_EQ(runs->size(), 2u);
  EXPECT_EQ((*runs)[0].name, NameOf(*record));
  EXPECT_EQ(unreadable, 1);
}

TEST_F(RunRecordTest, NamesStayInTheRoot) {
  for (const char* name : {"..", "../x", "a/b", "", "."}) {
    EXPECT_FALSE(ReadRun(root_, name).ok()) << name;
    EXPECT_FALSE(ReadCurve(root_, name).ok()) << name;
  }
}

TEST_F(RunRecordTest, WithoutARootNothingIsKept) {
  auto record = RunRecord::Begin("", "train", {});
  ASSERT_TRUE(record.ok());
  record->AddResult("a", 1);
  EXPECT_TRUE(record->AddPoint(1, {}).ok());
  EXPECT_TRUE(record->Finish({}).ok());
  EXPECT_TRUE(record->folder().empty());
}

}  // namespace
}  // namespace fastnode
