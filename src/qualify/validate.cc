// A validation is a row of the table of protocols run over held-out sites: open what it reads, ask
// every method under every condition, sum up, write. The model never sees what it is asked for, and
// faults.h checks that while it runs. What comes out depends on corpus, release and seed alone, but
// for the times (report/validation_test.cc).
#include "qualify/validate.h"

#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>

#include "collect/corpus/store.h"
#include "qualify/ask/answer.h"
#include "qualify/measure/belongs.h"
#include "qualify/measure/curated.h"
#include "qualify/measure/example_files.h"
#include "qualify/measure/held_out.h"
#include "qualify/measure/measure.h"
#include "qualify/measure/summary.h"
#include "qualify/report/json.h"
#include "qualify/report/page.h"
#include "qualify/report/record.h"
#include "qualify/report/release_identity.h"
#include "qualify/report/table.h"
#include "support/file.h"
#include "support/run_record.h"

namespace fastnode::qualify {
namespace {

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// Says early what would else fail after the long work.
Status MakeOutputFolders(const ValidateOptions& options) {
  for (const std::string& path : {options.out, options.examples, options.curated_out}) {
    if (path.empty()) continue;
    if (Status made = MakeFolders(FolderOf(path)); !made.ok()) return made.error();
  }
  return {};
}

// What a validation reads, opened and found to belong together.
struct Inputs {
  corpus::Store store;
  corpus::Split split;
  Models models;

  const types::Library& library() const { return models[kModelMethod].completer.library(); }
};

Result<Inputs> OpenInputs(const ValidateOptions& options, RunRecord& record) {
  std::optional<corpus::Split> split = corpus::SplitFromName(options.split);
  if (!split) return Error{"no split is called '" + options.split + "'"};
  if (Status made = MakeOutputFolders(options); !made.ok()) return made.error();
  Result<corpus::Store> store = corpus::Store::Open(options.store);
  if (!store.ok()) return store.error();
  if (!options.metainfo.empty()) {
    Status same = CheckMetainfo(options.metainfo, options.usage, *store);
    if (!same.ok()) return same.error();
  }
  NoteInputs(options.models, *store, record);
  Result<Models> models = LoadModels(options.models);
  if (!models.ok()) return models.error();
  Inputs inputs{*std::move(store), *split, *std::move(models)};
  if (!options.library.empty()) {
    Status own = CheckLibrary(options.library, inputs.library(), options.models.release);
    if (!own.ok()) return own.error();
  }
  return inputs;
}

std::vector<std::string> MethodsOf(const Protocol& protocol, const Models& models) {
  std::vector<std::string> methods;
  for (const AskedModel& model : models) methods.push_back(model.name);
  methods.insert(methods.end(), protocol.baselines.begin(), protocol.baselines.end());
  return methods;
}

Result<corpus::UsageTable> TrainingUsage(const corpus::Store& store) {
  Result<std::vector<int32_t>> projects = corpus::ProjectsOf(store, corpus::Split::kTrain);
  if (!projects.ok()) return projects.error();
  return corpus::CorpusUsage(store, *projects);
}

// In the headline, then under the protocol's other conditions.
Result<std::vector<Measured>> MeasureAll(const ValidateOptions& options, const Protocol& protocol,
                                         const Inputs& inputs, const HeldOut& held_out) {
  // Everything the training split says, not only what the release could keep: large, so not kept
  // longer than needed.
  Result<corpus::UsageTable> training = TrainingUsage(inputs.store);
  if (!training.ok()) return training.error();
  auto ask = [&](const Question& question, predict::AnalysisMemory* memory) {
    return Ask(protocol, inputs.models, question, memory);
  };
  std::vector<Measured> measured;
  auto measure = [&](const Besides& asked, int32_t examples) {
    measured.push_back(Measure(held_out, MethodsOf(protocol, inputs.models), ask, *training,
                               {options.seed, options.threads, examples, asked.condition,
                                asked.max_sites, protocol.names_after_dots}));
  };
  measure({kHeadline}, options.examples.empty() ? 0 : options.max_examples);
  for (const Besides& asked : protocol.conditions) measure(asked, 0);
  for (const Measured& one : measured) {
    if (!one.fault.empty()) return Error{"the validation is at fault, not the model: " + one.fault};
  }
  return measured;
}

Status WriteAll(const ValidateOptions& options, const Validation& validation) {
  if (!options.examples.empty()) {
    Status written = WriteExampleFolder(validation.measured.examples, options.examples);
    if (!written.ok()) return written.error();
  }
  const std::string stem = std::filesystem::path(options.out).replace_extension("").string();
  const std::pair<std::string, std::string> files[] = {
      {stem + "-sites.jsonl", PrintSites(validation.list, validation.measured)},
      {stem + "-timing.json", PrintJson(TimingToJson(validation.timing), 2) + "\n"},
      {stem + ".html", PrintPage(validation)},
      {options.out, PrintJson(ValidationToJson(validation), 2) + "\n"}};
  for (const auto& [path, bytes] : files) {
    if (Status written = WriteFileAtomic(path, bytes); !written.ok()) return written.error();
  }
  return {};
}

Status AnswerCurated(const ValidateOptions& options) {
  if (options.curated.empty()) return {};
  return RebuildCuratedExamples(
      {options.models.release, options.curated, options.curated_out, !options.curated_out.empty()});
}

Result<Outcome> ValidateOnRecord(const Protocol& protocol, const ValidateOptions& options,
                                 RunRecord& record) {
  Result<Inputs> inputs = OpenInputs(options, record);
  if (!inputs.ok()) return inputs.error();
  Result<HeldOut> held_out =
      LoadHeldOut(inputs->store, inputs->split, inputs->library(), protocol.sites,
                  {options.seed, options.sites, protocol.sites_per_file});
  if (!held_out.ok()) return held_out.error();
  if (held_out->list.sites.empty()) {
    std::printf("the corpus has no %s in its %s split: nothing is measured\n",
                protocol.name().c_str(), options.split.c_str());
    return Outcome::kNothing;
  }
  Result<std::vector<Measured>> measured = MeasureAll(options, protocol, *inputs, *held_out);
  if (!measured.ok()) return measured.error();
  Summary summary = Summarise(held_out->list, *measured, options.seed);
  const Timing timing = MakeTiming(measured->front().micros);
  const Validation validation{{&protocol, inputs->store.dataset_id(), options.split, options.seed,
                               IdentityOf(options.models.release).manifest_sha256},
                              std::move(held_out->list),
                              std::move(measured->front()),
                              std::move(summary),
                              timing};
  if (Status answered = AnswerCurated(options); !answered.ok()) return answered.error();
  std::printf("\n%s", PrintTable(validation).c_str());
  std::fflush(stdout);
  NoteResults(validation, record);
  if (Status written = WriteAll(options, validation); !written.ok()) return written.error();
  return validation.summary.passed() ? Outcome::kPassed : Outcome::kFailed;
}

}  // namespace

Result<Outcome> Validate(const Protocol& protocol, const ValidateOptions& options) {
  Result<RunRecord> record = RunRecord::Begin(options.runs, "validate-" + protocol.name(),
                                              {{"store", options.store},
                                               {"release", options.models.release},
                                               {"split", options.split},
                                               {"sites", options.sites},
                                               {"seed", options.seed},
                                               {"threads", options.threads},
                                               {"previous", options.models.previous}});
  if (!record.ok()) return record.error();
  Result<Outcome> outcome = ValidateOnRecord(protocol, options, *record);
  record->AddArtifact(options.out);
  Status kept = record->Finish(outcome.ok() ? Status() : Status(outcome.error()));
  if (outcome.ok() && !kept.ok()) return kept.error();
  return outcome;
}

}  // namespace fastnode::qualify
