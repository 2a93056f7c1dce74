// fastnode validate-attribute|validate-names|validate-calls|validate-chains|validate-decisions: one
// command per row of the table of protocols.
#include "qualify/validate.h"

#include <cstdio>
#include <string>

#include "qualify/ask/protocol.h"
#include "support/check.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {
namespace {

constexpr int kNothing = 4;

void AddExampleOptions(qualify::ValidateOptions& options, CLI::App& app) {
  app.add_option("--uncompressed", options.models.uncompressed,
                 "folder of the release's model before it was compressed, which is asked as well");
  app.add_option("--examples", options.examples, "folder for un-curated examples");
  app.add_option("--curated", options.curated, "curated examples to answer");
  app.add_option("--curated-out", options.curated_out, "file for the answered ones");
  app.add_option("--max-examples", options.max_examples, "un-curated examples to keep")
      ->capture_default_str()
      ->check(CLI::Range(0, 100'000));
}

void AddOptions(const qualify::Protocol& protocol, qualify::ValidateOptions& options,
                CLI::App& app) {
  app.add_option("--store", options.store, "corpus store")->required();
  app.add_option("--release", options.models.release, "release folder")->required();
  app.add_option("--metainfo", options.metainfo, "metainfo.json the release was trained with");
  app.add_option("--usage", options.usage, "its usage.bin");
  app.add_option("--library", options.library, "its library");
  app.add_option("--out", options.out,
                 "JSON to write; beside it ...-sites.jsonl, ...-timing.json and a page, ....html")
      ->required();
  app.add_option("--previous", options.models.previous,
                 "an earlier release, which is asked as well: the model must not be worse");
  if (protocol.examples) AddExampleOptions(options, app);
  app.add_option("--runs", options.runs, "folder for a record of the run (fastnode runs)");
  app.add_option("--split", options.split, "validation or test")->capture_default_str();
  app.add_option("--sites", options.sites, "how many")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--seed", options.seed, "of the choice of sites")->capture_default_str();
  app.add_option("--threads", options.threads, "workers")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
}

}  // namespace

int RunValidate(int argc, char** argv) {
  const qualify::Protocol* protocol = qualify::FindProtocol(argv[0]);
  CHECK(protocol != nullptr);
  qualify::ValidateOptions options;
  CLI::App app{"Measures " + protocol->measures +
                   " of a release on held-out projects against the baselines.\n"
                   "Exit status: 0 passed, 3 a gate failed, 4 there is nothing to measure, 2 wrong "
                   "arguments, 1 any other error.",
               "fastnode " + protocol->command};
  AddOptions(*protocol, options, app);
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Result<qualify::Outcome> outcome = qualify::Validate(*protocol, options);
  if (!outcome.ok()) {
    std::fprintf(stderr, "fastnode %s: %s\n", argv[0], outcome.error().message.c_str());
    return 1;
  }
  if (*outcome == qualify::Outcome::kNothing) return kNothing;
  return *outcome == qualify::Outcome::kPassed ? 0 : kGateFailed;
}

}  // namespace fastnode::tool
