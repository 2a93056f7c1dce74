#include "learn/train/checkpoint.h"

#include <utility>

#include "support/file.h"

namespace fastnode::learn {
namespace {

Result<std::string> ReadCheckpoint(const TrainOptions& options) {
  const std::string path = CheckpointPath(options.checkpoint);
  if (!PathExists(path)) {
    return Error{"nothing to continue: there is no checkpoint at " + path +
                 "; train a model first"};
  }
  Result<std::string> bytes = ReadFile(path, kMaxCheckpointBytes);
  if (!bytes.ok()) return bytes.error();
  Result<Notes> notes = CheckpointNotes(*bytes);
  if (!notes.ok()) {
    return Error{path + " " + notes.error().message +
                 "; remove it and train again, or restore a copy"};
  }
  for (const auto& [name, value] : NotesOf(options)) {
    if ((*notes)[name] == value) continue;
    return Error{path + " was trained with another " + name + " (" + (*notes)[name] + ", now " +
                 value + "); train a new model instead"};
  }
  return bytes;
}

}  // namespace

std::string CheckpointPath(const std::string& folder) { return folder + "/checkpoint.safetensors"; }

Notes NotesOf(const TrainOptions& options) {
  return {{"metainfo_id", options.metainfo_id},
          {"dataset_id", options.dataset_id},
          {"session", options.session},
          {"withheld", PrintJson(Json(options.withheld.names()))}};
}

Result<Trainer> OpenTrainer(const TrainOptions& options, Json* curve) {
  if (!options.described.empty()) return Trainer::Blank(options.described, options.device);
  if (!options.resume) {
    return Trainer::Make(options.model, options.recipe, options.seed, options.device);
  }
  Result<std::string> bytes = ReadCheckpoint(options);
  if (!bytes.ok()) return bytes.error();
  Result<Notes> notes = CheckpointNotes(*bytes);
  if (!notes.ok()) return notes.error();
  Result<Json> note = ParseJson((*notes)[kCurveNote]);
  if (curve != nullptr && note.ok()) *curve = *std::move(note);
  return Trainer::Restore(*bytes, options.device);
}

int64_t StepsOfKilledRun(const TrainOptions& options) {
  if (options.run.empty() || !PathExists(CheckpointPath(options.checkpoint))) return 0;
  TrainOptions resumed = options;
  resumed.resume = true;
  Result<std::string> bytes = ReadCheckpoint(resumed);
  if (!bytes.ok()) return 0;
  Result<Notes> notes = CheckpointNotes(*bytes);
  if (!notes || (*notes)[kRunNote] != options.run) return 0;
  Result<Trainer> trainer = OpenTrainer(resumed);
  return trainer.ok() && trainer->step() <= options.steps ? trainer->step() : 0;
}

}  // namespace fastnode::learn
