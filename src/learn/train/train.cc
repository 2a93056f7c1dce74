// A run is a pure function of its inputs and the step it starts at: steps k and then m equal k + m,
// bit for bit on a CPU. So a checkpoint holds all state (the trainer's and the curve's window), and
// is written only after the curve is on disk. An error or a signal still leaves a checkpoint of the
// steps made. train_test.cc and curve_test.cc kill runs and compare.
#include "learn/train/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <utility>
#include <vector>

#include "learn/model/model_folder.h"
#include "learn/train/checkpoint.h"
#include "learn/train/event_folder.h"
#include "learn/train/pictures.h"
#include "learn/train/step_inputs.h"
#include "learn/train/window.h"
#include "support/file.h"
#include "support/folder_hash.h"
#include "support/hash.h"
#include "support/json_leaves.h"
#include "support/progress.h"
#include "support/run_record.h"
#include "support/sealed.h"
#include "support/seconds_since.h"

namespace fastnode::learn {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kScalarsEvery = 10;  // steps per point of the training curve

// The same network, recipe, seed and data make the same points, in whichever run.
std::string TrainingId(const TrainOptions& options, const Trainer& trainer) {
  return Sha256Hex(PrintJson({ToJson(trainer.config()), ToJson(trainer.recipe()), trainer.seed(),
                              NotesOf(options)}))
      .substr(0, 32);
}

EventFolder EventFolderOf(const TrainOptions& options, const Trainer& trainer) {
  using Start = EventFolder::Start;
  return {.folder = options.tensorboard,
          .training = TrainingId(options, trainer),
          .step = trainer.step(),
          .start = !options.resume   ? Start::kAnew
                   : options.goes_on ? Start::kGoOn
                                     : Start::kContinue};
}

// Samples that judge, as the network is given them, and what is withheld of them for the tables.
struct Judges {
  std::vector<pack::Sample> samples;
  std::vector<std::vector<BaseSlice>> slices;
};

class Run {
 public:
  // `curve`: the checkpoint's note of it.
  Run(const TrainOptions& options, Trainer trainer, EventWriter events, const Json& curve)
      : options_(options), trainer_(std::move(trainer)), events_(std::move(events)) {
    report_.first_step = trainer_.step();
    kept_ = trainer_.step();
    if (!curve.is_object()) return;
    window_ = WindowFrom(curve.value("window", Json()));
    if (options_.goes_on && curve.contains("best_loss") && curve["best_loss"].is_number()) {
      best_loss_ = curve["best_loss"].get<double>();
      no_better_ = curve.value("no_better", int64_t{0});
      report_.out_of_patience = options_.patience > 0 && no_better_ >= options_.patience;
    }
  }

  Json Configuration() const;

  Result<TrainReport> Make(draw::SampleSource& training, draw::SampleSource& validation,
                           const std::vector<NamedSource>& at_end);
  // Make, with a record of the run.
  Result<TrainReport> MakeOnRecord(draw::SampleSource& training, draw::SampleSource& validation,
                                   const std::vector<NamedSource>& at_end);

 private:
  Status NoteInputs();
  Result<Judges> ReadJudges(const std::string& name, draw::SampleSource& source) const;
  Status ReadAllJudges(draw::SampleSource& validation, const std::vector<NamedSource>& at_end);
  Result<std::vector<ScoredSample>> Score(const Judges& judges, Metrics& metrics) const;
  Status Validate();
  Status ValidateAtEnd();
  Status WritePoint(const Scalars& scalars);
  Status WritePictures();
  Status Steps(draw::SampleSource& training);
  Status Step(const StepInputs& inputs, StepInput& ready, Progress& progress);
  Status MadeStep(const StepInput& ready, const StepReport& step, Progress& progress);
  Status AfterStep();
  Status WriteLedger(const char* what, int64_t step, const StepInput& ready) const;
  Status WriteWindow(double learning_rate);
  Status SaveCheckpoint();
  Json CurveNote() const;
  Status Export();
  // Of several workers only the first writes and reports.
  bool Speaks() const {
    return options_.device.workers == nullptr || options_.device.workers->is_first();
  }
  bool GroupIsBroken() const {
    return options_.device.workers != nullptr && options_.device.workers->broken();
  }
  // What comes of a boundary between steps.
  enum class Next { kStep, kMeetAgain, kEnd };
  Result<Next> MeetOthers(bool ends);  // `ends`: this one wants to
  Status NoteKept(int64_t kept);
  bool Ends() const {
    if (!Speaks()) return Stopped();
    return Stopped() || OutOfTime() || report_.out_of_patience ||
           trainer_.step() >= report_.first_step + options_.steps;
  }
  bool Stopped() const { return options_.stop != nullptr && options_.stop->load(); }
  bool OutOfTime() const {
    return options_.max_minutes > 0 && SecondsSince(start_) > 60 * options_.max_minutes;
  }

  const TrainOptions& options_;
  Trainer trainer_;
  EventWriter events_;
  RunRecord record_;
  TrainReport report_;
  Window window_;
  Judges validation_;
  std::vector<std::pair<std::string, Judges>> at_end_;
  std::vector<ScoredSample> scored_;
  int64_t validated_step_ = -1;
  double best_loss_ = INFINITY;
  int64_t no_better_ = 0;  // validations since the best
  Clock::time_point start_ = Clock::now();
  Clock::time_point saved_ = start_;
  int64_t kept_ = 0;                                   // steps in a checkpoint
  bool has_state_ = false;                             // of the first worker
  std::atomic<Trainer::Part> part_ = Trainer::Part();  // this worker's, of the step to come
  static_assert(std::atomic<Trainer::Part>::is_always_lock_free);
};

Result<Judges> Run::ReadJudges(const std::string& name, draw::SampleSource& source) const {
  Judges judges;
  Progress progress(name + " samples", static_cast<uint64_t>(options_.validation_samples),
                    "samples");
  for (int64_t k = 0; k < options_.validation_samples && !Stopped(); ++k) {
    Result<pack::Sample> sample = GetSample(source, k, trainer_.config());
    if (!sample.ok()) return sample.error().Context(name);
    judges.slices.push_back(SlicesOf(*sample));
    options_.withheld.TakeFrom(*sample);
    judges.samples.push_back(std::move(*sample));
    progress.Add();
  }
  return judges;
}

// All are read before the first step: what is missing is said at once, and a server need not keep
// a session that is asked only at the end.
Status Run::ReadAllJudges(draw::SampleSource& validation, const std::vector<NamedSource>& at_end) {
  Result<Judges> judges = ReadJudges("validation", validation);
  if (!judges.ok()) return judges.error();
  validation_ = *std::move(judges);
  for (const NamedSource& one : at_end) {
    Result<Judges> more = ReadJudges("validation under " + one.name, *one.samples);
    if (!more.ok()) return more.error();
    at_end_.emplace_back(one.name, *std::move(more));
  }
  return {};
}

// Adds to `metrics`.
Result<std::vector<ScoredSample>> Run::Score(const Judges& judges, Metrics& metrics) const {
  std::vector<ScoredSample> scored;
  for (size_t k = 0; k < judges.samples.size(); ++k) {
    const pack::Sample& sample = judges.samples[k];
    Result<std::vector<float>> logits = trainer_.Score(sample);
    if (!logits.ok()) return logits.error();
    AddSites(sample, *logits, Unscaled(), judges.slices[k], metrics);
    scored.push_back({&sample, std::move(*logits)});
  }
  return scored;
}

Status Run::ValidateAtEnd() {
  for (const auto& [name, judges] : at_end_) {
    NamedMetrics of{name, {}};
    if (auto scored = Score(judges, of.metrics); !scored.ok()) return scored.error();
    report_.at_end.push_back(std::move(of));
  }
  return {};
}

Status Run::Validate() {
  if (validated_step_ == trainer_.step()) return {};
  report_.validation = {};
  Result<std::vector<ScoredSample>> scored = Score(validation_, report_.validation);
  if (!scored.ok()) return scored.error();
  scored_ = *std::move(scored);
  validated_step_ = trainer_.step();
  const double loss = report_.validation.All().MeanLoss();
  no_better_ = loss < best_loss_ ? 0 : no_better_ + 1;
  best_loss_ = std::min(best_loss_, loss);
  report_.out_of_patience = options_.patience > 0 && no_better_ >= options_.patience;
  Scalars scalars;
  AddScalars("validation", report_.validation, scalars);
  return WritePoint(scalars);
}

Status Run::WritePoint(const Scalars& scalars) {
  Status written = events_.Write(trainer_.step(), scalars);
  return written.ok() ? record_.AddPoint(trainer_.step(), scalars) : written;
}

Status Run::WriteWindow(double learning_rate) {
  const Scalars point = PointOf(window_, learning_rate);
  window_ = {};
  return WritePoint(point);
}

Status Run::WriteLedger(const char* what, int64_t step, const StepInput& ready) const {
  if (options_.ledger.empty()) return {};
  const Workers* workers = options_.device.workers;
  const int32_t sites = ready.sample->num_sites();
  char line[200];
  std::snprintf(line, sizeof line,
                "%s step %lld sample %lld generation %lld worker %d of %d sites %d to %d of %d\n",
                what, static_cast<long long>(step), static_cast<long long>(ready.k),
                static_cast<long long>(workers == nullptr ? 1 : workers->generation()),
                ready.part.place, ready.part.count, ready.part.Begin(sites), ready.part.End(sites),
                sites);
  // One write a line: a process that is killed leaves whole lines.
  std::FILE* file = std::fopen(options_.ledger.c_str(), "ae");
  if (file == nullptr) return Error{options_.ledger + ": cannot be written"};
  const bool written = std::fputs(line, file) >= 0;
  if (std::fclose(file) != 0 || !written) return Error{options_.ledger + ": cannot be written"};
  return {};
}

Status Run::Step(const StepInputs& inputs, StepInput& ready, Progress& progress) {
  const Trainer::Part part = part_.load();
  if (ready.input == nullptr || ready.part != part) {
    if (Status prepared = inputs.Prepare(ready, part); !prepared.ok()) return prepared;
  }
  if (Status noted = WriteLedger("takes", trainer_.step() + 1, ready); !noted.ok()) return noted;
  const auto input = std::exchange(ready.input, nullptr);
  Result<StepReport> step = trainer_.Step(*input);
  if (!step.ok()) return step.error();
  if (Status noted = WriteLedger("made", trainer_.step(), ready); !noted.ok()) return noted;
  return MadeStep(ready, *step, progress);
}

Status Run::MadeStep(const StepInput& ready, const StepReport& step, Progress& progress) {
  const int32_t sites = ready.sample->num_sites();
  ++report_.steps;
  report_.sites += sites;
  report_.wait_seconds += ready.waited;
  window_.Add(step, sites, ready.waited);
  const TaskMetrics now = window_.metrics.All();
  char note[120];
  std::snprintf(
      note, sizeof note, "loss %.4f, accuracy %.3f, %.0f sites/s, %.0f %% waiting for samples",
      now.MeanLoss(), now.Accuracy(), window_.SitesPerSecond(), 100 * window_.WaitShare());
  progress.Add(1, note);
  if (trainer_.step() % kScalarsEvery == 0 || (report_.steps == 1 && !options_.goes_on) ||
      report_.steps == options_.steps) {
    return WriteWindow(step.learning_rate);
  }
  return {};
}

Status Run::AfterStep() {
  if (!Speaks()) return {};
  if (trainer_.step() % options_.validate_every == 0) {
    if (Status status = Validate(); !status.ok()) return status;
  }
  return SecondsSince(saved_) > 60 * options_.checkpoint_minutes ? SaveCheckpoint() : Status();
}

Status Run::NoteKept(int64_t kept) {
  if (Speaks() || kept <= kept_) return {};
  kept_ = kept;
  return options_.checkpointed ? options_.checkpointed(kept) : Status();
}

Result<Run::Next> Run::MeetOthers(bool ends) {
  Workers* workers = options_.device.workers;
  if (workers == nullptr) return ends ? Next::kEnd : Next::kStep;
  Result<Workers::Boundary> met = workers->Meet(ends, trainer_.step(), kept_, Stopped());
  if (!met.ok()) return met.error();
  if (Status noted = NoteKept(met->kept); !noted.ok()) return noted.error();
  report_.interrupted = met->ends && met->stopped;
  if (met->ends) return Next::kEnd;
  part_ = Trainer::Part{workers->place(), workers->count()};
  if (!met->anew) return Next::kStep;
  Status taken = trainer_.TakeState(met->step);
  if (!taken.ok() && !workers->broken()) return taken.error();
  has_state_ = has_state_ || taken.ok();
  return Next::kMeetAgain;
}

// What is waited for long, a sample above all, is waited for before the boundary, so that between
// it and the end of the step nobody waits for anything but the others' gradients.
Status Run::Steps(draw::SampleSource& training) {
  Progress progress("train", static_cast<uint64_t>(options_.steps), "steps");
  StepInputs inputs(options_, trainer_, training, report_.first_step + options_.steps, part_);
  Status made;
  std::optional<StepInput> ready;
  while (made.ok()) {
    bool ends = Ends();
    // The first worker says that it was the last step. There may be no sample behind it.
    const bool more = trainer_.step() < report_.first_step + options_.steps;
    const bool needs_sample = !ends && more && (Speaks() || has_state_);
    if (needs_sample && (!ready || ready->k != trainer_.step())) {
      Result<StepInput> taken = inputs.Take(trainer_.step());
      // If the signal comes while we wait for a sample, we get an error instead of it.
      if (!taken.ok() && !Stopped()) {
        made = taken.error();
        break;
      }
      ends = !taken.ok();
      ready = taken.ok() ? std::optional(*std::move(taken)) : std::nullopt;
    }
    Result<Next> next = MeetOthers(ends);
    if (!next.ok()) made = next.error();
    if (!next.ok() || *next == Next::kEnd) break;
    if (*next == Next::kMeetAgain) continue;
    if (!ready) {
      made = Error{"the first worker makes more steps than it said"};
      break;
    }
    made = Step(inputs, *ready, progress);
    if (made.ok()) {
      ready.reset();
      made = AfterStep();
    } else if (GroupIsBroken()) {
      made = Status();  // the step was not made; others make it
    }
  }
  inputs.Interrupt();
  return made.ok() || !Stopped() ? made : Status();
}

// The leaves of a configuration by their paths ("recipe.learning_rate"), but for what only says
// what a run was made from. The session is JSON in a text.
Json HyperparametersOf(Json configuration) {
  Result<Json> session = ParseJson(configuration["session"].get<std::string>());
  if (session.ok()) configuration["session"] = *std::move(session);
  for (const char* name : {"dataset_id", "metainfo_id", "first_step", "withheld"}) {
    configuration.erase(name);
  }
  Json leaves = Json::object();
  for (const auto& [path, value] : LeavesOf(configuration)) leaves[path] = *value;
  return leaves;
}

// What is looked at when all is done, beside the curves.
Status Run::WritePictures() {
  if (options_.tensorboard.empty()) return {};
  const Weights weights = trainer_.AveragedWeights();
  Status written = events_.WriteText(trainer_.step(), "validation", MarkdownOf(report_.validation));
  if (written.ok()) {
    written = events_.Write(trainer_.step(), {}, HistogramsOf(weights, validation_.samples));
  }
  const auto names = weights.find("embed.name");
  const bool is_named =
      names != weights.end() && names->second.shape[0] == std::ssize(options_.names) + 1;
  if (!written.ok() || !is_named) return written;
  return WriteProjector(EventFolderOf(options_, trainer_).Target(), options_.names, names->second);
}

Json Run::Configuration() const {
  Json model = ToJson(trainer_.config());
  // People read this: of what the features mean, the hash says enough.
  Json& features = model["features"];
  features = Json(features["hash"]);
  return {{"model", std::move(model)},
          {"recipe", ToJson(trainer_.recipe())},
          {"seed", trainer_.seed()},
          {"first_step", trainer_.step()},
          {"steps", options_.steps},
          {"max_minutes", options_.max_minutes},
          {"patience", options_.patience},
          {"validation_samples", options_.validation_samples},
          {"validate_every", options_.validate_every},
          {"device", options_.device.name},
          {"threads", options_.device.threads},
          {"workers", options_.device.workers == nullptr ? 1 : options_.device.workers->most()},
          {"dataset_id", options_.dataset_id},
          {"metainfo_id", options_.metainfo_id},
          {"session", options_.session},
          {"withheld", options_.withheld.names()}};
}

Json Run::CurveNote() const {
  Json note = Json::object();
  if (window_.steps > 0) note["window"] = ToJson(window_);
  if (options_.patience > 0 && std::isfinite(best_loss_)) {
    note["best_loss"] = best_loss_;
    note["no_better"] = no_better_;
  }
  return note;
}

Status Run::SaveCheckpoint() {
  saved_ = Clock::now();
  Status made = MakeFolders(options_.checkpoint);
  // The curve goes first, so a checkpoint's steps are on it whenever the power fails.
  if (made.ok()) made = events_.Sync();
  if (made.ok()) made = record_.Checkpoint(trainer_.step());
  if (!made.ok()) return made.error();
  Notes notes = NotesOf(options_);
  notes[kRunNote] = options_.run;
  notes[kCurveNote] = PrintJson(CurveNote());
  const std::string bytes = trainer_.EncodeCheckpoint(notes);
  Status saved = WriteFileAtomic(CheckpointPath(options_.checkpoint), bytes);
  if (saved.ok()) saved = record_.AddOutput("checkpoint", Sha256Hex(bytes));
  if (saved.ok()) kept_ = trainer_.step();
  if (!saved.ok() || !options_.checkpointed) return saved;
  return options_.checkpointed(trainer_.step());
}

Status Run::Export() {
  ModelConfig config = trainer_.config();
  config.temperatures = FitTemperatures(scored_);
  FolderFiles files = ModelFiles(config, trainer_.AveragedWeights());
  Json training = {{"steps", trainer_.step()},
                   {"seed", trainer_.seed()},
                   {"dataset_id", options_.dataset_id},
                   {"metainfo_id", options_.metainfo_id},
                   {"session", options_.session},
                   {"withheld", options_.withheld.names()},
                   {"recipe", ToJson(trainer_.recipe())},
                   {"validation", ToJson(report_.validation)}};
  for (const NamedMetrics& one : report_.at_end) {
    training["validation_under"][one.name] = ToJson(one.metrics);
  }
  files["training.json"] = PrintSealed(std::move(training), 2);
  Status replaced = ReplaceFolder(options_.out, files);
  if (!replaced.ok()) return replaced.error();
  Result<std::string> hash = Sha256OfFolder(options_.out);
  return hash.ok() ? record_.AddOutput("model", *hash) : hash.error();
}

Result<TrainReport> Run::Make(draw::SampleSource& training, draw::SampleSource& validation,
                              const std::vector<NamedSource>& at_end) {
  const std::string configuration = PrintJson(Configuration(), 2);
  std::fflush(stdout);
  Status status =
      events_.WriteText(trainer_.step(), "configuration", "```\n" + configuration + "\n```");
  if (status.ok()) {
    status = events_.WriteHyperparameters(trainer_.step(), HyperparametersOf(Configuration()));
  }
  const std::optional<pack::PhaseTimes> spent = training.Spent();
  if (Speaks()) {
    // What trains is drawn while what judges is read and judged. Where nobody draws, nothing is won
    // by it: samples are there, or are brought, and who waits for them has patience from then on.
    if (spent.has_value()) {
      if (options_.validation_samples > 0) validation.Expect(0);
      training.Expect(trainer_.step());
    }
    if (status.ok()) status = ReadAllJudges(validation, at_end);
    // If the run goes on, the curve has this point already.
    if (status.ok() && !options_.goes_on) status = Validate();
  }
  window_.start = Clock::now();
  if (status.ok()) status = Steps(training);
  if (spent.has_value()) report_.spent = training.Spent()->Since(*spent);
  report_.seconds = SecondsSince(start_);
  if (report_.steps > 0 && Speaks()) {
    Status saved = SaveCheckpoint();
    if (status.ok()) status = saved;
  }
  if (!status.ok()) return status.error();
  report_.interrupted = report_.interrupted || Stopped();
  if (report_.interrupted || !Speaks()) return report_;
  status = Validate();
  if (status.ok()) status = ValidateAtEnd();
  if (status.ok()) status = WritePictures();
  if (status.ok()) status = Export();
  if (!status.ok()) return status.error();
  return report_;
}

Scalars ResultsOf(const TrainReport& report) {
  Scalars results;
  AddScalars("validation", report.validation, results);
  results.emplace_back("steps", static_cast<double>(report.steps));
  results.emplace_back("seconds", report.seconds);
  results.emplace_back("wait_seconds", report.wait_seconds);
  return results;
}

Status Run::NoteInputs() {
  record_.Set("model_name", options_.name);
  record_.Set("dataset_id", options_.dataset_id);
  record_.AddInput("dataset", options_.dataset_id);
  record_.AddInput("metainfo", options_.metainfo_id);
  if (!options_.resume) return {};
  Result<std::string> bytes = ReadFile(CheckpointPath(options_.checkpoint), kMaxCheckpointBytes);
  if (!bytes.ok()) return bytes.error();
  record_.AddInput("checkpoint", Sha256Hex(*bytes));
  return {};
}

Result<TrainReport> Run::MakeOnRecord(draw::SampleSource& training, draw::SampleSource& validation,
                                      const std::vector<NamedSource>& at_end) {
  Result<RunRecord> record =
      RunRecord::Begin(Speaks() ? options_.runs : "", "train", Configuration());
  if (!record.ok()) return record.error();
  record_ = *std::move(record);
  Status noted = NoteInputs();
  if (!noted.ok()) return noted.error();
  record_.Set("training", TrainingId(options_, trainer_));
  if (options_.resume) {
    Status going = record_.GoOn("training", trainer_.step());
    if (!going.ok()) return going.error();
  }
  Result<TrainReport> report = Make(training, validation, at_end);
  Status outcome;
  if (!report.ok()) outcome = report.error();
  if (report.ok() && report->interrupted) outcome = Error{"interrupted"};
  for (const auto& [name, value] : ResultsOf(report_)) record_.AddResult(name, value);
  if (report_.validation.All().sites > 0) {
    record_.SetHeadline("validation/accuracy", report_.validation.All().Accuracy());
  }
  for (const std::string& path :
       {options_.out, options_.checkpoint, EventFolderOf(options_, trainer_).Target()}) {
    if (!path.empty()) record_.AddArtifact(path);
  }
  Status kept = record_.Finish(outcome);
  if (report.ok() && !kept.ok()) return kept.error();
  return report;
}

}  // namespace

Result<TrainReport> Train(const TrainOptions& options, draw::SampleSource& training,
                          draw::SampleSource& validation, const std::vector<NamedSource>& at_end) {
  // A run that was killed when all steps were made has no steps left, which is fine.
  const bool goes_on = options.resume || !options.described.empty();
  if (options.steps < (goes_on ? 0 : 1)) return Error{"STEPS must be at least 1"};
  Json curve;
  Result<Trainer> trainer = OpenTrainer(options, &curve);
  if (!trainer.ok()) return trainer.error();
  EventFolder folder = EventFolderOf(options, *trainer);
  if (!options.described.empty()) folder.folder = "";
  Result<EventWriter> events = OpenEvents(folder);
  if (!events.ok()) return events.error();
  return Run(options, std::move(*trainer), std::move(*events), curve)
      .MakeOnRecord(training, validation, at_end);
}

}  // namespace fastnode::learn
