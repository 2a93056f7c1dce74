#include "learn/train/train_from_server.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <memory>
#include <utility>

#include "collect/draw/metainfo.h"
#include "learn/model/validation_session.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode::learn {
namespace {

constexpr uint64_t kMaxMetainfoBytes = uint64_t{256} << 20;
constexpr int32_t kSamplesAhead = 4;

std::atomic<bool> stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // or a signal handler could not set it

void RequestStop(int) { stop_requested.store(true); }

void StopOnSignals() {
  struct sigaction action = {};
  action.sa_handler = RequestStop;
  action.sa_flags = SA_RESETHAND;  // A second signal ends the program at once.
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

Result<draw::Metainfo> ReadMetainfo(ServerTraining& training) {
  Result<std::string> bytes = ReadFile(training.metainfo, kMaxMetainfoBytes);
  if (!bytes) return bytes.error();
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(*bytes);
  if (!metainfo) return metainfo.error().Context(training.metainfo);
  training.train.metainfo_id = Sha256Hex(*bytes);
  training.train.dataset_id = metainfo->dataset_id;
  training.train.model.name_rows = metainfo->vocabularies.names.size();
  training.train.model.type_rows = metainfo->vocabularies.types.size();
  return metainfo;
}

}  // namespace

Result<TrainReport> TrainFromServer(ServerTraining training) {
  Result<draw::Metainfo> metainfo = ReadMetainfo(training);
  if (!metainfo) return metainfo.error();
  training.session.seed = training.train.seed;
  training.session.split = corpus::Split::kTrain;
  training.session.keep_unlabelled = false;
  training.train.session = PrintJson(draw::SessionConfigToJson(training.session));
  Status resumable = CheckResume(training.train);
  if (!resumable.ok()) return resumable.error();

  auto source = server::HttpSampleSource::Connect(training.server, *metainfo, training.session,
                                                  kSamplesAhead);
  if (!source) return source.error();
  auto validation = server::HttpSampleSource::Connect(
      training.server, *metainfo, ValidationSession(training.session), kSamplesAhead);
  if (!validation) return validation.error();
  StopOnSignals();
  training.train.stop = &stop_requested;
  return Train(training.train, **source, **validation);
}

std::string Summary(const TrainReport& report) {
  struct rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  const double seconds = std::max(report.seconds, 1e-9);
  char text[300];
  std::snprintf(
      text, sizeof text,
      "steps %lld to %lld in %.0f s, %.0f sites/s, %.0f %% of the time waiting for samples, "
      "peak memory %.0f MB\n",
      static_cast<long long>(report.first_step + 1),
      static_cast<long long>(report.first_step + report.steps), seconds,
      static_cast<double>(report.sites) / seconds, 100 * report.wait_seconds / seconds,
      static_cast<double>(usage.ru_maxrss) / 1024);
  std::string summary = text;
  if (report.interrupted) return summary;
  const TaskMetrics all = report.validation.All();
  std::snprintf(
      text, sizeof text,
      "validation: loss %.4f, accuracy %.3f, accuracy@5 %.3f, MRR %.3f, coverage %.3f over "
      "%lld sites; temperature %.3f\n",
      all.MeanLoss(), all.Accuracy(), all.Accuracy5(), all.Mrr(), all.Coverage(),
      static_cast<long long>(all.sites), report.temperature);
  return summary + text;
}

}  // namespace fastnode::learn
