// Only the notes of the checkpoint are read here, not the tensors. What differs between then and
// now is said field by field, so a person sees at once which of two trainings is about to be lost.
#include "learn/train/earlier_training.h"

#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "learn/train/checkpoint.h"
#include "learn/train/trainer.h"
#include "support/file.h"
#include "support/json.h"

namespace fastnode::learn {
namespace {

struct Earlier {
  std::string path;
  int64_t steps = 0;
  std::map<std::string, std::string> notes;  // train.cc writes them
};

Error Unusable(const std::string& path, const Error& error) {
  return Error{path + " " + error.message + "; remove it and train again, or restore a copy"};
}

Result<std::optional<Earlier>> ReadEarlier(const TrainOptions& train) {
  Earlier earlier{CheckpointPath(train.checkpoint), 0, {}};
  if (!PathExists(earlier.path)) return std::optional<Earlier>();
  Result<std::string> bytes = ReadFile(earlier.path, kMaxCheckpointBytes);
  if (!bytes.ok()) return bytes.error();
  Result<int64_t> steps = CheckpointSteps(*bytes);
  if (!steps.ok()) return Unusable(earlier.path, steps.error());
  auto notes = CheckpointNotes(*bytes);
  if (!notes.ok()) return Unusable(earlier.path, notes.error());
  earlier.steps = *steps;
  earlier.notes = *std::move(notes);
  return std::optional(std::move(earlier));
}

// The steps of the model in the folder; 0 if there is none.
int64_t StepsOfModel(const std::string& folder) {
  Result<std::string> text = ReadFile(folder + "/training.json", kMaxCheckpointBytes);
  if (!text.ok()) return 0;
  Result<Json> json = ParseJson(*text);
  if (!json || !json->is_object() || !json->contains("steps")) return 0;
  const Json& steps = (*json)["steps"];
  return steps.is_number_integer() ? steps.get<int64_t>() : 0;
}

// "seed 2, now 3" for each field that differs; only the name if the value is long.
void AddDifferences(const Json& then, const Json& now, std::vector<std::string>& differences) {
  if (!then.is_object() || !now.is_object()) return;
  for (const auto& [name, value] : now.items()) {
    if (then.contains(name) && then[name] == value) continue;
    const std::string before = then.contains(name) ? PrintJson(then[name]) : "not there";
    const bool is_long = value.is_structured() || value.is_string();
    differences.push_back(is_long ? name : name + " " + before + ", now " + PrintJson(value));
  }
}

std::string DifferencesOf(const Earlier& earlier, const TrainOptions& train) {
  std::vector<std::string> differences;
  auto note = [&](const char* name) {
    auto found = earlier.notes.find(name);
    return found == earlier.notes.end() ? std::string() : found->second;
  };
  for (const auto& [name, now] :
       {std::pair("dataset_id", train.dataset_id), std::pair("metainfo_id", train.metainfo_id)}) {
    if (note(name) != now) differences.emplace_back(name);
  }
  for (const auto& [name, now] :
       {std::pair("run", train.run), std::pair("session", train.session)}) {
    Result<Json> then = ParseJson(note(name)), json = ParseJson(now);
    if (then.ok() && json.ok()) AddDifferences(*then, *json, differences);
  }
  std::string text;
  for (const std::string& difference : differences) text += (text.empty() ? "" : "; ") + difference;
  return text.empty() ? "steps were added to it" : text;
}

void SayWhatIsNotTaken(const std::string& path, const Json& own, const TrainingRun& run) {
  const Json wanted = draw::SessionConfigToJson(run.session);
  for (const std::string& field : run.asked) {
    if (!own.contains(field) || !wanted.contains(field) || own[field] == wanted[field]) continue;
    std::fprintf(stderr,
                 "fastnode train: %s was trained with %s %s; it goes on with that, not with %s\n",
                 path.c_str(), field.c_str(), PrintJson(own[field]).c_str(),
                 PrintJson(wanted[field]).c_str());
  }
}

}  // namespace

Status TakeFromCheckpoint(TrainingRun& run) {
  Result<std::optional<Earlier>> read = ReadEarlier(run.train);
  if (!read.ok()) return read.error();
  if (!read->has_value()) return {};
  Earlier& earlier = **read;
  const int64_t steps = StepsOfModel(run.train.out);
  if (steps > earlier.steps && !run.replace) {
    return Error{run.train.out + " has " + std::to_string(steps) + " steps, " + earlier.path +
                 " only " + std::to_string(earlier.steps) +
                 ": it belongs to another training, which would replace the model (to allow that: "
                 "--replace, or RETRAIN=1 with make)"};
  }
  Result<Json> json = ParseJson(earlier.notes["session"]);
  if (!json.ok()) return json.error().Context(earlier.path + ": session");
  Result<draw::SessionConfig> session = draw::SessionConfigFromJson(*json);
  if (!session.ok()) return session.error().Context(earlier.path);
  SayWhatIsNotTaken(earlier.path, *json, run);
  run.session = *session;
  run.train.seed = session->seed;
  Result<Json> names = ParseJson(earlier.notes["withheld"]);
  if (!names || !names->is_array()) return Error{earlier.path + ": withheld: not a list"};
  std::vector<std::string> withheld;
  for (const Json& name : *names)
    withheld.push_back(name.is_string() ? name.get<std::string>() : "");
  Result<Withheld> parsed = Withheld::Parse(withheld);
  if (!parsed.ok()) return parsed.error().Context(earlier.path);
  if (run.train.withheld.names() != parsed->names() && !run.train.withheld.names().empty()) {
    std::fprintf(stderr, "fastnode train: %s was trained without %s; it goes on without it\n",
                 earlier.path.c_str(), PrintJson(*names).c_str());
  }
  run.train.withheld = *std::move(parsed);
  return {};
}

Status CheckNothingIsLost(const TrainingRun& run) {
  if (run.replace) return {};
  Result<std::optional<Earlier>> earlier = ReadEarlier(run.train);
  // A checkpoint that cannot be read is no loss: nobody can go on from it.
  if (!earlier || !earlier->has_value() || (*earlier)->steps == 0) return {};
  return Error{(*earlier)->path + " holds " + std::to_string((*earlier)->steps) +
               " steps of another run, which would be lost (" +
               DifferencesOf(**earlier, run.train) +
               "); --continue goes on with it ('make continue'), --replace starts again (RETRAIN=1 "
               "with make)"};
}

}  // namespace fastnode::learn
