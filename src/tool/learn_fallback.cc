// fastnode learn-fallback
#include "qualify/measure/learn_fallback.h"

#include <cstdio>

#include "predict/fallback.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/manifest.h"
#include "support/run_record.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {
namespace {

// The list is one of the files that the release's manifest names.
Status LearnAndNote(const qualify::FallbackOptions& options, fastnode::RunRecord& record) {
  const std::string path = options.release + "/" + kManifestName;
  Result<Manifest> manifest = VerifyManifest(options.release);
  if (!manifest.ok()) return manifest.error();
  Result<std::string> text = ReadFile(path);
  if (!text.ok()) return text.error();
  record.Set("model_name", manifest->info.name);
  record.AddInput("release", Sha256Hex(*text));
  Status learned = qualify::LearnFallback(options);
  if (!learned.ok() || !options.out.empty()) return learned;
  Status renewed = RenewManifest(options.release, *manifest, predict::kFallbackName);
  if (!renewed.ok()) return renewed.error();
  text = ReadFile(path);
  return text.ok() ? record.AddOutput("release", Sha256Hex(*text)) : text.error();
}

}  // namespace

int RunLearnFallback(int argc, char** argv) {
  qualify::FallbackOptions options;
  std::string runs;
  CLI::App app{
      "Writes the fallback list of a release: bases after which the corpus's counts order names\n"
      "better than the model does, by a sign test on held-out sites of the validation split.",
      "fastnode learn-fallback"};
  app.add_option("--store", options.store, "corpus store")->required();
  app.add_option("--release", options.release, "release folder")->required();
  app.add_option("--always", options.hard_coded,
                 "file of bases that are listed whatever the test says");
  app.add_option("--out", options.out,
                 "file to write (default: the release's own; its manifest is then rewritten)");
  app.add_option("--sites", options.sites, "number of sites")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--min-sites", options.min_sites, "sites that a base needs")
      ->capture_default_str();
  app.add_option("--level", options.level, "level of the one-sided sign test")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--seed", options.seed, "seed of the choice of sites")->capture_default_str();
  app.add_option("--threads", options.threads, "workers")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  app.add_option("--runs", runs, "folder for a record of the run (fastnode runs)");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Status done =
      OnRecord(runs, "learn-fallback",
               {{"store", options.store},
                {"sites", options.sites},
                {"seed", options.seed},
                {"min_sites", options.min_sites},
                {"level", options.level}},
               [&](fastnode::RunRecord& record) { return LearnAndNote(options, record); });
  if (done.ok()) return 0;
  std::fprintf(stderr, "fastnode learn-fallback: %s\n", done.error().message.c_str());
  return 1;
}

}  // namespace fastnode::tool
