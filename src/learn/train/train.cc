// A run is a pure function of its inputs and the step it starts at: steps k and then m equal k + m,
// bit for bit on a CPU. So a checkpoint holds all state (the trainer's and the curve's window), and
// is written only after the curve is on disk. An error or a signal still leaves a checkpoint of the
// steps made. train_test.cc and curve_test.cc kill runs and compare.
#include "learn/train/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "learn/model/model_folder.h"
#include "learn/train/event_folder.h"
#include "learn/train/in_order.h"
#include "learn/train/window.h"
#include "support/file.h"
#include "support/folder_hash.h"
#include "support/hash.h"
#include "support/progress.h"
#include "support/run_record.h"
#include "support/sealed.h"

namespace fastnode::learn {
namespace {

using Clock = std::chrono::steady_clock;
using Notes = std::map<std::string, std::string>;

constexpr int64_t kScalarsEvery = 10;  // steps per point of the training curve
constexpr uint64_t kMaxCheckpointBytes = uint64_t{16} << 30;

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Notes NotesOf(const TrainOptions& options) {
  return {{"metainfo_id", options.metainfo_id},
          {"dataset_id", options.dataset_id},
          {"session", options.session},
          {"withheld", PrintJson(Json(options.withheld.names()))}};
}

constexpr const char* kRunNote = "run";
constexpr const char* kCurveNote = "curve";  // what the curve needs to go on

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

// `curve` takes the checkpoint's note of it.
Result<Trainer> OpenTrainer(const TrainOptions& options, Json* curve = nullptr) {
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

Result<pack::Sample> GetSample(draw::SampleSource& source, int64_t k, const ModelConfig& config) {
  Result<pack::Sample> sample = source.Get(k);
  if (!sample.ok()) return sample.error();
  std::string wrong = pack::Verify(*sample, config.name_rows, config.type_rows);
  if (!wrong.empty()) return Error{"sample " + std::to_string(k) + ": " + wrong};
  return sample;
}

class Run {
 public:
  // `curve`: the checkpoint's note of it.
  Run(const TrainOptions& options, Trainer trainer, EventWriter events, const Json& curve)
      : options_(options), trainer_(std::move(trainer)), events_(std::move(events)) {
    report_.first_step = trainer_.step();
    if (!curve.is_object()) return;
    window_ = WindowFrom(curve.value("window", Json()));
    if (options_.goes_on && curve.contains("best_loss") && curve["best_loss"].is_number()) {
      best_loss_ = curve["best_loss"].get<double>();
      no_better_ = curve.value("no_better", int64_t{0});
      report_.out_of_patience = options_.patience > 0 && no_better_ >= options_.patience;
    }
  }

  Json Configuration() const;

  Result<TrainReport> Make(draw::SampleSource& training, draw::SampleSource& validation);
  // Make, with a record of the run.
  Result<TrainReport> MakeOnRecord(draw::SampleSource& training, draw::SampleSource& validation);

 private:
  Status NoteInputs();
  Status ReadValidation(draw::SampleSource& source);
  Status Validate();
  Status WritePoint(const Scalars& scalars);
  Status Steps(draw::SampleSource& training);
  // A sample on its way to the step.
  struct Ready {
    std::shared_ptr<Trainer::Input> input;
    int32_t sites = 0;
    double waited = 0;  // seconds of the step that was to come
  };
  Result<Ready> Prepare(Result<pack::Sample> sample) const;
  Status Steps(const std::function<Result<Ready>()>& next);
  Status Step(const std::function<Result<Ready>()>& next, Progress& progress);
  Status WriteWindow(double learning_rate);
  Status SaveCheckpoint();
  Json CurveNote() const;
  Status Export();
  // Of several workers only the first writes and reports.
  bool Speaks() const {
    return options_.device.workers == nullptr || options_.device.workers->rank() == 0;
  }
  // Whether any of the workers wants to end.
  Result<bool> Ends() const;
  bool Stopped() const { return options_.stop != nullptr && options_.stop->load(); }
  bool OutOfTime() const {
    return options_.max_minutes > 0 && Since(start_) > 60 * options_.max_minutes;
  }

  const TrainOptions& options_;
  Trainer trainer_;
  EventWriter events_;
  RunRecord record_;
  TrainReport report_;
  Window window_;
  std::vector<pack::Sample> validation_;
  std::vector<std::vector<BaseSlice>> validation_slices_;
  std::vector<ScoredSample> scored_;
  int64_t validated_step_ = -1;
  double best_loss_ = INFINITY;
  int64_t no_better_ = 0;  // validations since the best
  Clock::time_point start_ = Clock::now();
  Clock::time_point saved_ = start_;
};

Status Run::ReadValidation(draw::SampleSource& source) {
  Progress progress("validation samples", static_cast<uint64_t>(options_.validation_samples),
                    "samples");
  for (int64_t k = 0; k < options_.validation_samples && !Stopped(); ++k) {
    Result<pack::Sample> sample = GetSample(source, k, trainer_.config());
    if (!sample.ok()) return sample.error().Context("validation");
    validation_slices_.push_back(SlicesOf(*sample));
    options_.withheld.TakeFrom(*sample);
    validation_.push_back(std::move(*sample));
    progress.Add();
  }
  return {};
}

Status Run::Validate() {
  if (validated_step_ == trainer_.step()) return {};
  report_.validation = {};
  scored_.clear();
  for (size_t k = 0; k < validation_.size(); ++k) {
    const pack::Sample& sample = validation_[k];
    Result<std::vector<float>> logits = trainer_.Score(sample);
    if (!logits.ok()) return logits.error();
    AddSites(sample, *logits, Unscaled(), validation_slices_[k], report_.validation);
    scored_.push_back({&sample, std::move(*logits)});
  }
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

Result<Run::Ready> Run::Prepare(Result<pack::Sample> sample) const {
  if (!sample.ok()) return sample.error();
  options_.withheld.TakeFrom(*sample);
  const int32_t sites = sample->num_sites();
  Result<std::shared_ptr<Trainer::Input>> input = trainer_.Prepare(*std::move(sample));
  if (!input.ok()) return input.error();
  return Ready{*std::move(input), sites, 0};
}

Status Run::Step(const std::function<Result<Ready>()>& next, Progress& progress) {
  Result<Ready> ready = next();
  if (!ready.ok()) return ready.error();
  Result<StepReport> step = trainer_.Step(*ready->input);
  if (!step.ok()) return step.error();

  ++report_.steps;
  report_.sites += ready->sites;
  report_.wait_seconds += ready->waited;
  window_.Add(*step, ready->sites, ready->waited);
  const TaskMetrics now = window_.metrics.All();
  char note[120];
  std::snprintf(
      note, sizeof note, "loss %.4f, accuracy %.3f, %.0f sites/s, %.0f %% waiting for samples",
      now.MeanLoss(), now.Accuracy(), window_.SitesPerSecond(), 100 * window_.WaitShare());
  progress.Add(1, note);
  if (trainer_.step() % kScalarsEvery == 0 || (report_.steps == 1 && !options_.goes_on) ||
      report_.steps == options_.steps) {
    return WriteWindow(step->learning_rate);
  }
  return {};
}

Result<bool> Run::Ends() const {
  const bool ends = Stopped() || OutOfTime() || report_.out_of_patience;
  return options_.device.workers == nullptr ? ends : options_.device.workers->Any(ends);
}

Status Run::Steps(draw::SampleSource& training) {
  const auto take = [&](int64_t k) { return GetSample(training, k, trainer_.config()); };
  if (options_.device.name == "cpu") {
    return Steps([&] {
      const Clock::time_point asked = Clock::now();
      Result<pack::Sample> sample = take(trainer_.step());
      const double waited = Since(asked);
      Result<Ready> ready = Prepare(std::move(sample));
      if (ready.ok()) ready->waited = waited;
      return ready;
    });
  }
  InOrder<Result<pack::Sample>, Result<Ready>> ahead(
      options_.device.threads, trainer_.step(), trainer_.step() + options_.steps, take,
      [&](Result<pack::Sample> sample) { return Prepare(std::move(sample)); });
  Status made = Steps([&] {
    const Clock::time_point asked = Clock::now();
    Result<Ready> ready = ahead.Next();
    if (ready.ok()) ready->waited = Since(asked);
    return ready;
  });
  training.Interrupt();  // whoever waits for a sample that is not wanted any more
  return made;
}

Status Run::Steps(const std::function<Result<Ready>()>& next) {
  Progress progress("train", static_cast<uint64_t>(options_.steps), "steps");
  while (report_.steps < options_.steps) {
    Result<bool> ends = Ends();
    if (!ends.ok()) return ends.error();
    if (*ends) break;
    Status status = Step(next, progress);
    if (status.ok() && Speaks()) {
      if (trainer_.step() % options_.validate_every == 0) status = Validate();
      if (status.ok() && Since(saved_) > 60 * options_.checkpoint_minutes)
        status = SaveCheckpoint();
    }
    // If the signal comes while we wait for a sample, we get an error instead of it.
    if (!status.ok()) return Stopped() ? Status() : status;
  }
  return {};
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
  std::vector<std::pair<std::string, const Json*>> todo = {{"", &configuration}};
  while (!todo.empty()) {
    const auto [path, value] = todo.back();
    todo.pop_back();
    if (!value->is_object()) {
      leaves[path] = *value;
      continue;
    }
    for (const auto& [name, inner] : value->items()) {
      todo.emplace_back(path.empty() ? name : path + "." + name, &inner);
    }
  }
  return leaves;
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
          {"workers", options_.device.workers == nullptr ? 1 : options_.device.workers->count()},
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
  files["training.json"] = PrintSealed(std::move(training), 2);
  Status replaced = ReplaceFolder(options_.out, files);
  if (!replaced.ok()) return replaced.error();
  Result<std::string> hash = Sha256OfFolder(options_.out);
  return hash.ok() ? record_.AddOutput("model", *hash) : hash.error();
}

Result<TrainReport> Run::Make(draw::SampleSource& training, draw::SampleSource& validation) {
  const std::string configuration = PrintJson(Configuration(), 2);
  std::fflush(stdout);
  Status status =
      events_.WriteText(trainer_.step(), "configuration", "```\n" + configuration + "\n```");
  if (status.ok()) {
    status = events_.WriteHyperparameters(trainer_.step(), HyperparametersOf(Configuration()));
  }
  if (Speaks()) {
    if (status.ok()) status = ReadValidation(validation);
    // If the run goes on, the curve has this point already.
    if (status.ok() && !options_.goes_on) status = Validate();
  }
  window_.start = Clock::now();
  const std::optional<pack::PhaseTimes> spent = training.Spent();
  if (status.ok()) status = Steps(training);
  if (spent.has_value()) report_.spent = training.Spent()->Since(*spent);
  report_.seconds = Since(start_);
  if (report_.steps > 0 && Speaks()) {
    Status saved = SaveCheckpoint();
    if (status.ok()) status = saved;
  }
  if (!status.ok()) return status.error();
  report_.interrupted = Stopped();
  if (report_.interrupted || !Speaks()) return report_;
  status = Validate();
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

Result<TrainReport> Run::MakeOnRecord(draw::SampleSource& training,
                                      draw::SampleSource& validation) {
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
  Result<TrainReport> report = Make(training, validation);
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

std::string CheckpointPath(const std::string& folder) { return folder + "/checkpoint.safetensors"; }

Result<int64_t> FirstStep(const TrainOptions& options) {
  if (!options.resume) return int64_t{0};
  Result<Trainer> trainer = OpenTrainer(options);
  if (!trainer.ok()) return trainer.error();
  return trainer->step();
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

Result<TrainReport> Train(const TrainOptions& options, draw::SampleSource& training,
                          draw::SampleSource& validation) {
  // A run that was killed when all steps were made has no steps left, which is fine.
  if (options.steps < (options.resume ? 0 : 1)) return Error{"STEPS must be at least 1"};
  Json curve;
  Result<Trainer> trainer = OpenTrainer(options, &curve);
  if (!trainer.ok()) return trainer.error();
  EventFolder folder = EventFolderOf(options, *trainer);
  if (options.device.workers != nullptr && options.device.workers->rank() != 0) folder.folder = "";
  Result<EventWriter> events = OpenEvents(folder);
  if (!events.ok()) return events.error();
  return Run(options, std::move(*trainer), std::move(*events), curve)
      .MakeOnRecord(training, validation);
}

}  // namespace fastnode::learn
