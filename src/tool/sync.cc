// fastnode sync
#include "collect/sync/sync.h"

#include <cstdio>

#include "support/stop_signal.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {
int RunSync(int argc, char** argv) {
  sync::SyncOptions options;
  CLI::App app{
      "Brings samples that 'fastnode datagen' draws elsewhere to the folder that training reads, "
      "while they are drawn: whole shards, each verified, those that training needs next first. "
      "Used shards are removed. If it is killed and started again, it goes on where it was. It "
      "ends "
      "when training has used all, or on SIGINT and SIGTERM.",
      "fastnode sync"};
  app.add_option("--from", options.from,
                 "where samples are drawn: host:folder (rsync over RSYNC_RSH, by default ssh), "
                 "/folder, s3://bucket/prefix; may be given several times")
      ->required();
  app.add_option("--to", options.to, "folder; 'fastnode train --samples' reads it")->required();
  auto count = CLI::Range(int64_t{0}, int64_t{1'000'000'000});
  app.add_option("--samples", options.samples, "training samples in all, one per step")
      ->required()
      ->check(count);
  app.add_option("--validation-samples", options.validation_samples, "")
      ->capture_default_str()
      ->check(count);
  app.add_option("--ahead-files", options.ahead_files, "shards to bring before they are read")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, int64_t{1'000'000}));
  app.add_option("--ahead-bytes", options.ahead_bytes, "how much disk they may take (10GB, 500MB)")
      ->capture_default_str()
      ->transform(CLI::AsSizeValue(true));
  app.add_flag("--keep", options.keep, "keep used shards; ends when all are there, used or not");
  app.add_option("--poll", options.poll_seconds, "seconds between looks at a place")
      ->capture_default_str()
      ->check(CLI::Range(0.05, 3600.0));
  app.add_option("--wait", options.wait_seconds,
                 "after so many seconds without a wanted sample, end with an error")
      ->capture_default_str()
      ->check(CLI::Range(0.1, 1e9));
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  StopOnSignals("fastnode sync: told to end\n");
  options.stop = &StopRequested();
  Result<sync::SyncReport> report = sync::Sync(options);
  if (!report.ok()) {
    std::fprintf(stderr, "fastnode sync: %s\n", report.error().message.c_str());
    return 1;
  }
  std::printf("sync: %s: %lld shards brought (%.1f MB), %lld used and taken away, %lld refused\n",
              report->complete ? "complete" : "stopped", static_cast<long long>(report->brought),
              static_cast<double>(report->bytes) / 1e6, static_cast<long long>(report->used),
              static_cast<long long>(report->damaged));
  return report->complete ? 0 : StopStatus();
}

}  // namespace fastnode::tool
