// fastnode-train: the commands that need torch. `fastnode train` starts it.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "learn/train/run_training.h"
#include "support/stop_signal.h"
#include "tool/arguments.h"
#include "tool/former_name.h"
#include "tool/server_flags.h"
#include "tool/session_flags.h"

namespace {

using fastnode::learn::TrainingRun;

constexpr int64_t kMostSteps = 1'000'000'000;

struct Arguments {
  TrainingRun training;
  fastnode::tool::ServerFlags server;
  std::string usage;
  std::string workers;
  std::string preset = "default";
  int32_t hidden = 0, layers = 0;  // 0: the preset's
  std::vector<std::string> mended, without;
};

// Where the samples come from.
void AddSources(CLI::App& app, Arguments& arguments) {
  TrainingRun& training = arguments.training;
  arguments.server.AddTo(app);
  CLI::Option* per_request = app.add_option("--samples-per-request", training.samples_per_request,
                                            "samples that the server sends in one answer");
  per_request->capture_default_str()->check(CLI::Range(1, 64));
  fastnode::tool::AddFormerName(app, "--samples-a-request", per_request);
  app.add_option("--samples", training.samples,
                 "folder that 'fastnode datagen' made: train on its samples, without a server");
  app.add_option("--wait", training.wait_seconds,
                 "seconds to wait for a sample that 'fastnode sync' brings to --samples while we "
                 "train; 0: all must be there");
  app.add_option("--metainfo", training.metainfo, "out/metainfo.json")->required();
  app.add_option("--usage", arguments.usage,
                 "not read: the server has the table that the metainfo names");
}

// What is made, how long it takes, and what may be replaced.
void AddProducts(CLI::App& app, TrainingRun& training) {
  auto& train = training.train;
  app.add_option("--out", train.out, "folder of the model")->required();
  app.add_option("--checkpoint", train.checkpoint, "folder of the checkpoint")->required();
  app.add_option(
      "--tensorboard", train.tensorboard,
      "folder of this model's event files; a new training empties it and FOLDER_continue, where "
      "the curve of --continue goes");
  app.add_option("--runs", train.runs, "folder for a record of the run (fastnode runs)");
  app.add_option("--name", train.name, "what the model is called, for the record");
  app.add_option("--steps", train.steps, "steps to make; with --continue: more steps")
      ->required()
      ->check(CLI::Range(int64_t{1}, kMostSteps));
  app.add_flag("--continue", train.resume,
               "go on from the checkpoint, with its seed, session and network");
  app.add_flag("--go-on", training.go_on,
               "if the checkpoint is from this very run (program, data, settings) and it was "
               "killed or made fewer steps, go on with it; another run's is an error");
  app.add_flag("--replace", training.replace,
               "with --go-on: start again instead; with --continue: even if the model in --out "
               "has more steps");
  app.add_option("--max-minutes", train.max_minutes, "end earlier after this time; 0: no limit");
  app.add_option("--patience", train.patience,
                 "end earlier after so many validations without a better one; 0: never")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{0}, kMostSteps));
}

void AddDeviceAndWorkers(CLI::App& app, Arguments& arguments) {
  TrainingRun& training = arguments.training;
  auto& train = training.train;
  app.add_option("--device", train.device.name, "cpu or cuda")->capture_default_str();
  app.add_option("--threads", train.device.threads)
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  auto& workers = training.workers;
  app.add_option("--workers", arguments.workers,
                 "processes that share each step; LEAST:MOST: they may come and go (default: "
                 "WORLD_SIZE or SLURM_NTASKS, or 1)");
  app.add_option(
      "--rank", workers.rank,
      "rank of this process, from 0 (default: RANK or SLURM_PROCID); 0 writes the model");
  app.add_option("--rendezvous", workers.rendezvous,
                 "tcp://HOST:PORT, where worker 0 listens, or a folder that all workers see "
                 "(default: MASTER_ADDR and MASTER_PORT)");
  app.add_option("--worker-address", workers.address,
                 "where this worker listens for the others; anyone who reaches it can take part "
                 "(default: the address that leads to worker 0; with a folder, 127.0.0.1)");
  app.add_option("--worker-timeout", workers.timeout_seconds,
                 "seconds to wait for the others at a step")
      ->check(CLI::Range(1.0, 1e6))
      ->capture_default_str();
  app.add_option("--ledger", train.ledger,
                 "file that gets a line for each part of a step that this worker takes on, and for "
                 "each step made");
}

void AddNetwork(CLI::App& app, Arguments& arguments) {
  app.add_option("--preset", arguments.preset,
                 "default, or old: the old system's network, a baseline that is not released")
      ->capture_default_str()
      ->check(CLI::IsMember({"default", "old"}));
  app.add_option("--mend", arguments.mended,
                 "faults of the old network to mend: site (names are ranked without regard to "
                 "their place), types (it is not told which type an argument must have)")
      ->check(CLI::IsMember({"site", "types"}));
  app.add_option("--without", arguments.without, fastnode::learn::KnowledgeHelp())->delimiter(',');
  auto width = CLI::Range(1, 4096);
  app.add_option("--hidden", arguments.hidden, "width of node states (default: the preset's)")
      ->check(width);
  app.add_option("--layers", arguments.layers, "rounds of messages (default: the preset's)")
      ->check(width);
}

void AddOptions(CLI::App& app, Arguments& arguments) {
  TrainingRun& training = arguments.training;
  auto& train = training.train;
  AddSources(app, arguments);
  AddProducts(app, training);
  fastnode::tool::AddSessionFlags(app, training.session);
  app.add_option("--seed", train.seed)->capture_default_str();
  AddDeviceAndWorkers(app, arguments);
  AddNetwork(app, arguments);
  app.add_option("--learning-rate", train.recipe.learning_rate)->capture_default_str();
  app.add_option("--validation-samples", train.validation_samples)->capture_default_str();
  app.add_flag("--by-condition", training.by_condition,
               "at the end, validate under each condition alone too, on as many samples (with "
               "--samples: those of 'fastnode datagen --by-condition')");
  app.add_option("--validate-every", train.validate_every, "steps")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, kMostSteps));
  app.add_option("--checkpoint-minutes", train.checkpoint_minutes)->capture_default_str();
}

// Chooses the network, and what is withheld from it.
fastnode::Status Choose(const Arguments& arguments, fastnode::learn::TrainOptions& train) {
  auto model = fastnode::learn::ModelPreset(arguments.preset);
  if (!model.ok()) return model.error();
  train.model = *model;
  if (arguments.hidden > 0) train.model.hidden = arguments.hidden;
  if (arguments.layers > 0) train.model.layers = arguments.layers;
  for (const std::string& fault : arguments.mended) {
    (fault == "site" ? train.model.site_decides_names : train.model.argument_types) = true;
  }
  auto withheld = fastnode::learn::Withheld::Parse(arguments.without);
  if (!withheld.ok()) return withheld.error();
  train.withheld = *std::move(withheld);
  return {};
}

int Fail(const fastnode::Error& error) {
  std::fprintf(stderr, "fastnode train: %s\n", error.message.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  // Started as `fastnode-train train ...`. Without the command's name it trains too.
  const bool named = argc > 1 && std::strcmp(argv[1], "train") == 0;
  CLI::App app("Train a model on samples from a graph data server, or from files.",
               "fastnode train");
  Arguments arguments;
  AddOptions(app, arguments);
  if (auto status = fastnode::tool::ParseArguments(app, argc - named, argv + named)) return *status;

  arguments.training.asked = fastnode::tool::GivenSessionFields(app);
  auto address = arguments.server.Address();
  if (!address.ok()) return Fail(address.error());
  arguments.training.server = *std::move(address);
  if (!arguments.workers.empty()) {
    auto counted = fastnode::learn::ParseCount(arguments.workers, arguments.training.workers);
    if (!counted.ok()) return Fail(counted.error().Context("--workers"));
  }
  auto chosen = Choose(arguments, arguments.training.train);
  if (!chosen.ok()) return Fail(chosen.error());
  auto report = fastnode::learn::RunTraining(std::move(arguments.training));
  if (!report.ok()) return Fail(report.error());
  std::fputs(Summary(*report).c_str(), stdout);
  if (!report->interrupted) return 0;
  std::fprintf(stderr,
               "fastnode train: interrupted; the checkpoint has all steps made, the model's "
               "folder is as it was\n");
  // It may be another worker that was told.
  return fastnode::StopStatus() != 0 ? fastnode::StopStatus() : 1;
}
