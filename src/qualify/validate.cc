#include "qualify/validate.h"

#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "collect/corpus/store.h"
#include "collect/draw/metainfo.h"
#include "predict/completer.h"
#include "qualify/ask/calls.h"
#include "qualify/ask/chains.h"
#include "qualify/ask/decisions.h"
#include "qualify/ask/release_model.h"
#include "qualify/measure/curated.h"
#include "qualify/measure/example.h"
#include "qualify/measure/held_out.h"
#include "qualify/measure/measure.h"
#include "qualify/measure/summary.h"
#include "qualify/report/page.h"
#include "qualify/report/release_identity.h"
#include "qualify/report/report.h"
#include "qualify/report/validation_record.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/run_record.h"

namespace fastnode::qualify {
namespace {

// Held-out is only what the training did not see: the split belongs to a dataset, and so must the
// release.
Status CheckMetainfo(const ValidateOptions& options, const corpus::Store& store) {
  if (options.metainfo.empty()) return {};
  Result<std::string> text = ReadFile(options.metainfo);
  if (!text.ok()) return text.error();
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(*text);
  if (!metainfo.ok()) return metainfo.error().Context(options.metainfo);
  if (metainfo->dataset_id != store.dataset_id()) {
    return Error{options.metainfo + " is of dataset " + metainfo->dataset_id + ", the corpus is " +
                 store.dataset_id() + "; run 'make traindata train compress' on this corpus"};
  }
  if (options.usage.empty()) return {};
  Result<std::string> usage = ReadFile(options.usage);
  if (!usage.ok()) return usage.error();
  if (Sha256Hex(*usage) == metainfo->usage_hash) return {};
  return Error{options.usage + " does not belong to " + options.metainfo};
}

Status CheckLibrary(const ValidateOptions& options, const types::Library& library) {
  if (options.library.empty()) return {};
  Result<types::Library> given = types::Library::Open(options.library);
  if (!given.ok()) return given.error();
  if (given->content_hash() == library.content_hash()) return {};
  return Error{options.library + " is not the library of " + options.release};
}

Result<corpus::UsageTable> TrainingUsage(const corpus::Store& store) {
  Result<std::vector<int32_t>> projects = corpus::ProjectsOf(store, corpus::Split::kTrain);
  if (!projects.ok()) return projects.error();
  return corpus::CorpusUsage(store, *projects);
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// Says early what would else fail after the long work.
Status MakeOutputFolders(const ValidateOptions& options) {
  for (const std::string& path : {options.out, options.examples, options.curated_out}) {
    if (path.empty()) continue;
    Status status = MakeFolders(FolderOf(path));
    if (!status.ok()) return status;
  }
  return {};
}

Status WriteAll(const ValidateOptions& options, const Subject& subject, const HeldOut& held_out,
                const Measured& measured, const Summary& summary, const Timing& timing) {
  if (!options.examples.empty()) {
    Status status = WriteExampleFolder(measured.examples, options.examples);
    if (!status.ok()) return status;
  }
  const std::string validation =
      PrintJson(ValidationToJson(subject, held_out.list, measured, summary), 2) + "\n";
  const std::string stem = std::filesystem::path(options.out).replace_extension("").string();
  const std::pair<std::string, std::string> files[] = {
      {stem + "-sites.jsonl", PrintSites(held_out.list, *subject.kind, measured)},
      {stem + "-timing.json", PrintJson(TimingToJson(timing), 2) + "\n"},
      {stem + ".html", PrintPage(subject, held_out.list, measured, summary, timing)},
      {options.out, validation}};
  for (const auto& [path, bytes] : files) {
    Status status = WriteFileAtomic(path, bytes);
    if (!status.ok()) return status;
  }
  return {};
}

Status AnswerCurated(const ValidateOptions& options) {
  if (options.curated.empty()) return {};
  return RebuildCuratedExamples(
      {options.release, options.curated, options.curated_out, !options.curated_out.empty()});
}

// The models that are asked besides the release's.
struct Others {
  std::vector<std::unique_ptr<predict::Completer>> completers;
  std::vector<NamedModel> models;
};

// A kind of site, the methods that are asked about it, who asks them, and under what conditions
// besides the first.
struct Task {
  const SiteKind& kind;
  std::vector<std::string> baselines;
  std::function<Answers(const predict::Completer&, const Others&, const Question&)> ask;
  std::vector<Condition> conditions;
  int32_t sites_per_file = 3;
};

Result<Others> LoadOthers(const ValidateOptions& options) {
  Others others;
  auto add = [&](const std::string& name, Result<predict::Completer> loaded) -> Status {
    if (!loaded.ok()) return loaded.error();
    others.completers.push_back(std::make_unique<predict::Completer>(*std::move(loaded)));
    others.models.push_back({name, ModelOf(*others.completers.back())});
    return {};
  };
  Status added;
  if (!options.uncompressed.empty()) {
    added =
        add("uncompressed", predict::Completer::Load(options.release, {}, options.uncompressed));
  }
  if (added.ok() && !options.previous.empty()) {
    added = add(kPreviousMethod, predict::Completer::Load(options.previous));
  }
  if (!added.ok()) return added.error();
  return others;
}

Result<Outcome> Validate(const ValidateOptions& options, const Task& task, RunRecord& record) {
  std::optional<corpus::Split> split = corpus::SplitFromName(options.split);
  if (!split) return Error{"no split is called '" + options.split + "'"};
  Status folders = MakeOutputFolders(options);
  if (!folders.ok()) return folders.error();
  Result<corpus::Store> store = corpus::Store::Open(options.store);
  if (!store.ok()) return store.error();
  Status same = CheckMetainfo(options, *store);
  if (!same.ok()) return same.error();
  Result<predict::Completer> completer = predict::Completer::Load(options.release);
  if (!completer.ok()) return completer.error();
  const types::Library& library = completer->library();
  Status own = CheckLibrary(options, library);
  if (!own.ok()) return own.error();
  NoteInputs(options.release, options.previous, *store, record);
  Result<HeldOut> held_out = LoadHeldOut(*store, *split, library, task.kind,
                                         {options.seed, options.sites, task.sites_per_file});
  if (!held_out.ok()) return held_out.error();
  if (held_out->list.sites.empty()) {
    std::printf("the corpus has no %s in its %s split: nothing is measured\n",
                task.kind.name.c_str(), options.split.c_str());
    return Outcome::kNothing;
  }
  Result<Others> others = LoadOthers(options);
  if (!others.ok()) return others.error();
  std::vector<std::string> methods = {"model"};
  for (const NamedModel& other : others->models) methods.push_back(other.name);
  const size_t num_models = methods.size();
  methods.insert(methods.end(), task.baselines.begin(), task.baselines.end());
  Measured measured;
  std::vector<Measured> under_conditions;
  {
    // Everything the training split says, not only what the release could keep: large, so not kept
    // longer than needed.
    Result<corpus::UsageTable> training = TrainingUsage(*store);
    if (!training.ok()) return training.error();
    auto ask = [&](const Question& question) { return task.ask(*completer, *others, question); };
    auto measure = [&](const Condition& condition, int32_t examples) {
      Measured one = Measure(
          *held_out, methods, ask, *training,
          {options.seed, options.threads, examples, condition, &task.kind == &AttributeSites()});
      one.num_models = num_models;
      return one;
    };
    measured = measure({}, options.examples.empty() ? 0 : options.max_examples);
    for (const Condition& condition : task.conditions) {
      under_conditions.push_back(measure(condition, 0));
    }
  }
  under_conditions.push_back(measured);
  for (const Measured& one : under_conditions) {
    if (!one.fault.empty()) return Error{"the validation is at fault, not the model: " + one.fault};
  }
  under_conditions.pop_back();
  Summary summary = Summarise(held_out->list, task.kind.slices, measured, options.seed);
  if (!task.conditions.empty()) {
    AddConditions(held_out->list, task.kind.slices, measured, task.conditions, under_conditions,
                  options.seed, summary);
  }
  const Timing timing = MakeTiming(measured.micros);
  const Subject subject{&task.kind, store->dataset_id(), options.split, options.seed,
                        IdentityOf(options.release).manifest_sha256};
  Status curated = AnswerCurated(options);
  if (!curated.ok()) return curated.error();
  std::printf("\n%s", PrintTable(subject, held_out->list, measured, summary, timing).c_str());
  std::fflush(stdout);
  NoteResults(*held_out, measured, summary, timing, record);
  Status written = WriteAll(options, subject, *held_out, measured, summary, timing);
  if (!written.ok()) return written.error();
  return summary.passed() ? Outcome::kPassed : Outcome::kFailed;
}

Result<Outcome> ValidateOnRecord(const ValidateOptions& options, const Task& task) {
  Result<RunRecord> record = RunRecord::Begin(options.runs, "validate-" + task.kind.name,
                                              {{"store", options.store},
                                               {"release", options.release},
                                               {"split", options.split},
                                               {"sites", options.sites},
                                               {"seed", options.seed},
                                               {"threads", options.threads},
                                               {"previous", options.previous}});
  if (!record.ok()) return record.error();
  Result<Outcome> outcome = Validate(options, task, *record);
  record->AddArtifact(options.out);
  Status kept = record->Finish(outcome.ok() ? Status() : Status(outcome.error()));
  if (outcome.ok() && !kept.ok()) return kept.error();
  return outcome;
}

// Asks other releases the same: their answers stand after the model's.
auto WithOthers(Answers (*ask)(const predict::Completer&, const Question&)) {
  return
      [ask](const predict::Completer& completer, const Others& others, const Question& question) {
        Answers answers = ask(completer, question);
        for (size_t i = 0; i < others.completers.size(); ++i) {
          answers.methods.insert(answers.methods.begin() + 1 + static_cast<std::ptrdiff_t>(i),
                                 ask(*others.completers[i], question).methods[kModelMethod]);
        }
        return answers;
      };
}

}  // namespace

Result<Outcome> ValidateAttribute(const ValidateOptions& options) {
  auto ask = [](const predict::Completer& completer, const Others& others,
                const Question& question) {
    return Ask(question, ModelOf(completer), others.models, completer.library());
  };
  std::vector<std::string> baselines = MethodNames();
  baselines.erase(baselines.begin());
  return ValidateOnRecord(options,
                          {AttributeSites(), std::move(baselines), ask, OtherConditions()});
}

Result<Outcome> ValidateDecisions(const ValidateOptions& options) {
  const auto ask = WithOthers(AskForDecision);
  std::vector<std::string> baselines = DecisionMethodNames();
  baselines.erase(baselines.begin());
  return ValidateOnRecord(options,
                          {DecisionSites(), std::move(baselines), ask, {}, kDecisionsAFile});
}

Result<Outcome> ValidateCalls(const ValidateOptions& options) {
  const auto ask = WithOthers(AskForCall);
  std::vector<std::string> baselines = CallMethodNames();
  baselines.erase(baselines.begin());
  return ValidateOnRecord(options, {CallSites(), std::move(baselines), ask, {}});
}

Result<Outcome> ValidateChains(const ValidateOptions& options) {
  const auto ask = WithOthers(AskForChain);
  std::vector<std::string> baselines = ChainMethodNames();
  baselines.erase(baselines.begin());
  return ValidateOnRecord(options, {ChainSites(), std::move(baselines), ask, {}});
}

}  // namespace fastnode::qualify
