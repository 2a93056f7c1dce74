// A folder for each run of a long command: what was asked, of what, how it went and what came out.
//
//   ROOT/20261123T180000.123Z_train/run.json     everything below; written at the start and the end
//                                   curve.jsonl  one line {"step", name: value...} a point
//                                   note.txt     what somebody wrote about it later, if anything
//
// Records are for people. Nothing that the commands make depends on them.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/json.h"
#include "support/result.h"

namespace fastnode {

inline constexpr char kRunFile[] = "run.json";
inline constexpr char kCurveFile[] = "curve.jsonl";
inline constexpr char kNoteFile[] = "note.txt";

class RunRecord {
 public:
  // Makes the folder; "" as root: keeps nothing. The commit is that of FASTNODE_COMMIT, if set.
  static Result<RunRecord> Begin(const std::string& root, const std::string& command,
                                 Json parameters);
  RunRecord() = default;
  RunRecord(RunRecord&&) = default;
  RunRecord& operator=(RunRecord&&) = default;

  void Set(const std::string& field, Json value);  // dataset_id, say
  void AddResult(const std::string& name, double value);
  void AddArtifact(const std::string& path);
  // What was left out or failed: how often for each reason, with a few of them.
  void AddSkipped(const std::string& what, const std::string& reason, int64_t count,
                  std::vector<std::string> samples = {});
  // This run goes on after `step` steps of an earlier one, with the same value of `field`: the
  // newest whose Checkpoint reached that step. Takes over its points up to there. Without one:
  // nothing.
  Status GoOn(const std::string& field, int64_t step);
  // To be called before a checkpoint is written; the points so far outlast a power failure.
  Status Checkpoint(int64_t step);
  // A point of the last step that was taken over, and that is there already, is left out.
  Status AddPoint(int64_t step, const std::vector<std::pair<std::string, float>>& values);

  // The end: "finished", or "failed" with the error.
  Status Finish(const Status& outcome);

  const std::string& folder() const { return folder_; }

 private:
  Status Write();

  std::string folder_;
  Json json_;
  int64_t there_step_ = -1;
  std::set<std::string> there_;  // names of the points of that step
};

struct RunSummary {
  std::string name;  // of the folder
  Json json;         // run.json; "status" is "lost" where the process is gone without an end;
                     // "note", if there is one
};

// Newest first. Folders whose run.json cannot be read are left out and counted.
Result<std::vector<RunSummary>> ListRuns(const std::string& root, int64_t* unreadable = nullptr);

// Errors: no such run; a name that would leave the root.
Result<RunSummary> ReadRun(const std::string& root, const std::string& name);
// In the place of the note that it had; "" takes it away. Beside run.json, which the run itself may
// write yet.
Status WriteNote(const std::string& root, const std::string& name, const std::string& text);

// The points of its curve from a place in the file on, a line each; a last line that is not whole
// yet is left for the next time.
struct CurvePart {
  std::vector<Json> points;
  uint64_t from = 0, next = 0;  // places in bytes; `next` is where to go on
};
// A place behind the end of the file begins anew.
Result<CurvePart> ReadCurve(const std::string& root, const std::string& name, uint64_t from = 0);

}  // namespace fastnode
