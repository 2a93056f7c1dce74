// Order is what matters here. Nothing on disk is touched before checkpoint, model and data are
// known to belong together; the marks for sync are written before anything is waited for; and a
// signal ends the run after the current step, with a checkpoint.
#include "learn/train/run_training.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "collect/draw/metainfo.h"
#include "collect/draw/read_ahead.h"
#include "collect/record/shard_folder.h"
#include "learn/model/validation_session.h"
#include "learn/train/checkpoint.h"
#include "learn/train/earlier_training.h"
#include "learn/train/plan.h"
#include "support/build_id.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/stop_signal.h"

namespace fastnode::learn {
namespace {

constexpr uint64_t kMaxMetainfoBytes = uint64_t{256} << 20;
constexpr int32_t kSamplesAhead = 8;
constexpr double kLittleWait = 0.02;  // of the time: nobody would notice
constexpr char kStopNotice[] =
    "fastnode train: was told to end; makes this step to its end and writes the checkpoint. Told "
    "again after 3 s, it ends at once\n";
static_assert(kSameWishSeconds == 3);

Result<draw::Metainfo> ReadMetainfo(TrainingRun& run) {
  Result<std::string> bytes = ReadFile(run.metainfo, kMaxMetainfoBytes);
  if (!bytes.ok()) return bytes.error();
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(*bytes);
  if (!metainfo.ok()) return metainfo.error().Context(run.metainfo);
  run.train.metainfo_id = Sha256Hex(*bytes);
  run.train.dataset_id = metainfo->dataset_id;
  run.train.model.name_rows = metainfo->vocabularies.names.size();
  run.train.model.type_rows = metainfo->vocabularies.types.size();
  run.train.names = metainfo->vocabularies.names.tokens();
  return metainfo;
}

// Resumes this very run if it was killed: the same program, data and settings. It may want more
// steps.
void GoOn(TrainOptions& train) {
  train.run = PrintJson({{"program", BuildId()},
                         {"model", ToJson(train.model)},
                         {"recipe", ToJson(train.recipe)},
                         {"seed", train.seed}});
  const int64_t made = StepsOfKilledRun(train);
  if (made == 0) return;
  std::fprintf(stderr, "fastnode train: this run was interrupted; going on after step %lld\n",
               static_cast<long long>(made));
  train.resume = true;
  train.goes_on = true;
  train.steps -= made;
}

// That read shards: a quarter of the processors. One reads some 50,000 sites a second
// (collect_bench shards): a processor trains on fewer, a card on more.
int32_t ReadingThreads() {
  return std::clamp(static_cast<int32_t>(std::thread::hardware_concurrency()) / 4, 1, 8);
}

using Source = std::unique_ptr<draw::SampleSource>;

// Samples of `session`: those of `needed`, and others where there is a server. `name`: the part of
// the folder that has them.
Result<Source> OpenSource(const TrainingRun& run, const draw::Metainfo& metainfo,
                          const draw::SessionConfig& session, const std::string& name,
                          record::ShardRange needed) {
  Source source;
  if (run.samples.empty()) {
    auto connected = server::HttpSampleSource::Connect(
        run.server, metainfo, session, run.samples_per_request, needed.end, &StopRequested());
    if (!connected.ok()) return connected.error();
    source = *std::move(connected);
  } else {
    record::ShardSession wanted;
    wanted.dataset_id = metainfo.dataset_id;
    wanted.metainfo_hash = run.train.metainfo_id;
    wanted.session = PrintJson(draw::SessionConfigToJson(session));
    auto opened = record::ShardSampleSource::Open(
        run.samples + "/" + name, wanted, needed, run.train.model.name_rows,
        run.train.model.type_rows, {run.wait_seconds, &StopRequested()});
    if (!opened.ok()) return opened.error();
    source = *std::move(opened);
  }
  const double wait = run.samples.empty() ? run.server.wait_seconds : run.wait_seconds;
  const int32_t num_threads = ReadingThreads();
  return Source(std::make_unique<draw::ReadAhead>(
      std::move(source),
      draw::ReadAhead::Options{.num_ahead = std::max(kSamplesAhead, 4 * num_threads),
                               .end = needed.end,
                               .num_threads = num_threads,
                               .longer = std::chrono::seconds(static_cast<int64_t>(wait)),
                               .stop = &StopRequested()}));
}

// By the conditions' names; none of them if nobody asks for them, or another worker reports.
Result<std::vector<NamedSource>> OpenByCondition(const TrainingRun& run,
                                                 const draw::Metainfo& metainfo) {
  std::vector<NamedSource> all;
  const Workers* workers = run.train.device.workers;
  if (!run.by_condition || (workers != nullptr && !workers->is_first())) return all;
  for (const ConditionSamples& under : ValidationByCondition(run.session)) {
    Result<Source> source =
        OpenSource(run, metainfo, under.session, under.folder, {0, run.train.validation_samples});
    if (!source.ok()) return source.error().Context("--by-condition");
    all.push_back({std::string(pack::Name(under.condition)), *std::move(source)});
  }
  return all;
}

// What this run goes on from, or begins with. Nothing is touched.
Status Settle(TrainingRun& run) {
  run.session.seed = run.train.seed;
  if (run.train.resume) {
    if (Status taken = TakeFromCheckpoint(run); !taken.ok()) return taken;
  }
  run.session.split = corpus::Split::kTrain;
  run.session.keep_unlabelled = false;
  run.train.session = PrintJson(draw::SessionConfigToJson(run.session));
  if (run.go_on && !run.train.resume) {
    GoOn(run.train);
    Status kept = run.train.resume ? Status() : CheckNothingIsLost(run);
    if (!kept.ok()) return kept;
  }
  return {};
}

using Joined = std::unique_ptr<Workers>;

// The first worker settles what is trained, and listens; the others come and take it from there.
Result<Joined> JoinWorkers(const WorkersOptions& options, TrainingRun& run, int64_t& first,
                           int64_t& kept) {
  if (options.rank != 0) {
    Result<Joined> workers = Workers::Join(options);
    if (!workers.ok()) return workers;
    Result<int64_t> begins = TakePlan((*workers)->plan(), run);
    if (!begins.ok()) return begins.error();
    first = *begins;
    kept = std::max(first, (*workers)->kept());
    return workers;
  }
  if (Status settled = Settle(run); !settled.ok()) return settled.error();
  std::string plan;
  if (run.train.resume || options.count > 1) {
    Result<Trainer> trainer = OpenTrainer(run.train);
    if (!trainer.ok()) return trainer.error();
    first = kept = trainer->step();
    plan = PlanOf(run.train, *trainer);
  }
  return Workers::Join(options, plan);
}

// For sync, which reads them, before anything is waited for: it may still follow the marks of an
// earlier run.
Status MarkSamples(TrainingRun& run, int64_t kept) {
  if (run.wait_seconds <= 0) return {};
  const std::string folder = run.samples + "/" + kTrainingSamples;
  run.train.checkpointed = [folder](int64_t steps) {
    return record::WriteMark(folder, record::Mark::kDone, steps);
  };
  Status marked = MakeFolders(folder);
  if (marked.ok()) marked = record::WriteMark(folder, record::Mark::kReading, kept);
  return marked.ok() ? run.train.checkpointed(kept) : marked;
}

}  // namespace

Result<TrainReport> RunTraining(TrainingRun run) {
  Result<WorkersOptions> workers_options = WorkersFromEnvironment(run.workers);
  if (!workers_options.ok()) return workers_options.error();
  const WorkersOptions& options = *workers_options;
  run.train.device.card = std::max(0, options.local_rank >= 0 ? options.local_rank : options.rank);
  Result<draw::Metainfo> metainfo = ReadMetainfo(run);
  if (!metainfo.ok()) return metainfo.error();
  int64_t first = 0, kept = 0;
  Result<Joined> workers = JoinWorkers(options, run, first, kept);
  if (!workers.ok()) return workers.error();
  run.train.device.workers = workers->get();
  if (Status marked = MarkSamples(run, kept); !marked.ok()) return marked.error();
  Result<Source> training =
      OpenSource(run, *metainfo, run.session, kTrainingSamples, {first, first + run.train.steps});
  if (!training.ok()) return training.error();
  Result<Source> validation = OpenSource(run, *metainfo, ValidationSession(run.session),
                                         kValidationSamples, {0, run.train.validation_samples});
  if (!validation.ok()) return validation.error();
  Result<std::vector<NamedSource>> at_end = OpenByCondition(run, *metainfo);
  if (!at_end.ok()) return at_end.error();
  StopOnSignals(kStopNotice);
  run.train.stop = &StopRequested();
  return Train(run.train, **training, **validation, *at_end);
}

namespace {

std::string ValidationLine(const std::string& name, const TaskMetrics& metrics) {
  if (metrics.sites == 0) return "";
  char text[160];
  std::snprintf(text, sizeof text, "%-22s %6lld %8.4f %9.3f %11.3f %6.3f %9.3f\n", name.c_str(),
                static_cast<long long>(metrics.sites), metrics.MeanLoss(), metrics.Accuracy(),
                metrics.Accuracy5(), metrics.Mrr(), metrics.Coverage());
  return text;
}

// What the waiting was for, in a line.
std::string WaitLine(const TrainReport& report) {
  if (report.wait_seconds < kLittleWait * report.seconds) {
    return "samples: there before they were needed; the network is the limit\n";
  }
  if (!report.spent.has_value()) return "";
  const pack::PhaseTimes& spent = *report.spent;
  char text[160];
  if (spent.cold == 0) {
    std::snprintf(text, sizeof text,
                  "samples: all %lld graphs were remembered, found in %.1f s; what is left of the "
                  "waiting is the way from the server\n",
                  static_cast<long long>(spent.remembered), spent.Seconds());
    return text;
  }
  std::snprintf(text, sizeof text,
                "samples: %lld graphs cut anew and %lld remembered, in %.1f s of the server's "
                "threads: ",
                static_cast<long long>(spent.cold), static_cast<long long>(spent.remembered),
                spent.Seconds());
  return text + Shares(spent) + "\n";
}

}  // namespace

std::string Summary(const TrainReport& report) {
  struct rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  const double seconds = std::max(report.seconds, 1e-9);
  char text[300];
  std::snprintf(
      text, sizeof text,
      "steps %lld to %lld in %.0f s, %.0f sites/s, %.1f %% of the time waiting for samples, "
      "peak memory %.0f MB\n",
      static_cast<long long>(report.first_step + 1),
      static_cast<long long>(report.first_step + report.steps), seconds,
      static_cast<double>(report.sites) / seconds, 100 * report.wait_seconds / seconds,
      static_cast<double>(usage.ru_maxrss) / 1024);
  std::string summary = text;
  summary += WaitLine(report);
  if (report.interrupted || report.validation.All().sites == 0) return summary;
  if (report.out_of_patience) summary += "ended early: validation did not improve\n";
  std::snprintf(text, sizeof text, "%-22s %6s %8s %9s %11s %6s %9s\n", "validation", "sites",
                "loss", "accuracy", "accuracy@5", "MRR", "coverage");
  summary += text;
  for (int t = 0; t < pack::kNumTasks; ++t) {
    const std::string name(pack::Name(static_cast<pack::Task>(t)));
    summary += ValidationLine(name, report.validation.tasks[static_cast<size_t>(t)]);
  }
  summary += ValidationLine("all", report.validation.All());
  for (const NamedMetrics& one : report.at_end) {
    summary += ValidationLine(one.name, one.metrics.All());
  }
  return summary;
}

}  // namespace fastnode::learn
