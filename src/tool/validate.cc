#include <cstdio>

#include "qualify/validate.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

namespace {

constexpr int kGateFailed = 3, kNothing = 4;

using Door = Result<qualify::Outcome> (*)(const qualify::ValidateOptions&);

int Run(const std::string& command, const std::string& what, bool examples, Door validate, int argc,
        char** argv) {
  qualify::ValidateOptions options;
  CLI::App app{"Measures " + what +
                   " of a release on held-out projects against the baselines.\n"
                   "Exit status: 0 passed, 3 a gate failed, 4 there is nothing to measure, 2 wrong "
                   "arguments, 1 any other error.",
               "fastnode " + command};
  app.add_option("--store", options.store, "corpus store")->required();
  app.add_option("--release", options.release, "release folder")->required();
  app.add_option("--metainfo", options.metainfo, "metainfo.json the release was trained with");
  app.add_option("--usage", options.usage, "its usage.bin");
  app.add_option("--library", options.library, "its library");
  app.add_option("--out", options.out,
                 "JSON to write; beside it ...-sites.jsonl, ...-timing.json and a page, ....html")
      ->required();
  app.add_option("--previous", options.previous,
                 "an earlier release, asked, too: the model must not be worse");
  if (examples) {
    app.add_option("--uncompressed", options.uncompressed,
                   "folder of the release's model before it was compressed, asked, too");
    app.add_option("--examples", options.examples, "folder for un-curated examples");
    app.add_option("--curated", options.curated, "curated examples to answer");
    app.add_option("--curated-out", options.curated_out, "file for the answered ones");
    app.add_option("--max-examples", options.max_examples, "un-curated examples to keep")
        ->capture_default_str()
        ->check(CLI::Range(0, 100'000));
  }
  app.add_option("--runs", options.runs, "folder for a record of the run (fastnode runs)");
  app.add_option("--split", options.split, "validation or test")->capture_default_str();
  app.add_option("--sites", options.sites, "how many")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--seed", options.seed, "of the choice of sites")->capture_default_str();
  app.add_option("--threads", options.threads, "workers")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Result<qualify::Outcome> outcome = validate(options);
  if (!outcome.ok()) {
    std::fprintf(stderr, "fastnode %s: %s\n", command.c_str(), outcome.error().message.c_str());
    return 1;
  }
  if (*outcome == qualify::Outcome::kNothing) return kNothing;
  return *outcome == qualify::Outcome::kPassed ? 0 : kGateFailed;
}

}  // namespace

int RunValidateAttribute(int argc, char** argv) {
  return Run("validate-attribute", "attribute completions", true, qualify::ValidateAttribute, argc,
             argv);
}

int RunValidateDecisions(int argc, char** argv) {
  return Run("validate-decisions", "single decisions of the other tasks", false,
             qualify::ValidateDecisions, argc, argv);
}

int RunValidateCalls(int argc, char** argv) {
  return Run("validate-calls", "completions of whole calls", false, qualify::ValidateCalls, argc,
             argv);
}

int RunValidateChains(int argc, char** argv) {
  return Run("validate-chains", "completions of whole expressions after a dot", false,
             qualify::ValidateChains, argc, argv);
}

}  // namespace fastnode::tool
