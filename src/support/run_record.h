// A folder for each run of a long command: what was asked, of what, how it went and what came out.
//
//   ROOT/20261123T180000.123Z_train/run.json     everything below; written at the start and the end
//                                   curve.jsonl  {"step", name: value...}, one line per point
//                                   note.txt     what somebody wrote about it later, if anything
//
// What a run read and what it made are named by hashes, so that one run is joined to the next
// wherever the files went meanwhile:
//
//   "model_name"  of the model or release that the run is about; "" if it has none
//   "inputs"      what it read: dataset, metainfo, checkpoint, model, release, previous
//   "outputs"     what it made: checkpoint, model, release
//   "headline"    {"name", "value"}: the one number of the run, say recall@1
//
// A dataset is named by its id, a file by its SHA-256, a model by Sha256OfFolder (folder_hash.h), a
// release by the SHA-256 of its manifest, of which the first 12 digits are its version.
//
// Records are for people. Nothing that the commands make depends on them.
#pragma once

#include <cstdint>
#include <functional>
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
  void AddInput(const std::string& kind, const std::string& hash);
  // Stands in the file at once: what was made is known even if the process is killed.
  Status AddOutput(const std::string& kind, const std::string& hash);
  void SetHeadline(const std::string& name, double value);
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

// Does `work` on record: its outcome, or why no record could be kept.
Status OnRecord(const std::string& root, const std::string& command, Json parameters,
                const std::function<Status(RunRecord&)>& work);

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

// The points of its curve from a place in the file on, one line each; a last line that is not whole
// yet is left for the next time.
struct CurvePart {
  std::vector<Json> points;
  uint64_t from = 0, next = 0;  // places in bytes; `next` is where to go on
};
// A place behind the end of the file begins anew.
Result<CurvePart> ReadCurve(const std::string& root, const std::string& name, uint64_t from = 0);

}  // namespace fastnode
