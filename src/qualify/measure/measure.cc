#include "qualify/measure/measure.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "qualify/measure/faults.h"
#include "qualify/measure/metrics.h"
#include "support/progress.h"
#include "support/random.h"
#include "support/workers.h"

namespace fastnode::qualify {
namespace {

constexpr uint64_t kExampleStream = 0xE8A3;

struct SiteResult {
  std::vector<int32_t> ranks;
  std::vector<std::string> errors;
  bool in_file = false, in_training = false;
  float top_probability = -1;
  int64_t micros = 0;
  std::string fault;
  std::optional<Example> example;
};

// Which sites become examples: every one of the same chance.
std::vector<bool> ChooseExamples(size_t num_sites, const MeasureOptions& options) {
  std::vector<size_t> order(num_sites);
  for (size_t i = 0; i < num_sites; ++i) order[i] = i;
  Random(options.seed, kExampleStream, 0).Shuffle(order);
  order.resize(std::min(num_sites, static_cast<size_t>(options.max_examples)));
  std::vector<bool> chosen(num_sites, false);
  for (size_t site : order) chosen[site] = true;
  return chosen;
}

Question MakeQuestion(const HeldOut& held_out, const Site& site, const corpus::UsageTable& corpus,
                      const Condition& condition) {
  const auto file = static_cast<size_t>(site.file);
  const SiteFile& site_file = held_out.list.files[file];
  Question question;
  Pose(site_file.source, site, condition, question);
  question.usage.corpus = &corpus;
  if (!held_out.environments.empty()) question.environment = &held_out.environments[file];
  auto project = held_out.projects.find(site_file.ref.project);
  if (project != held_out.projects.end()) {
    question.usage.project = &project->second;
    question.usage.project_minus = &held_out.usages[file];
  }
  return question;
}

bool IsWordByte(char c) {
  return c == '_' || (c & 0x80) != 0 || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// True if `text` has ".name" as a whole word.
bool HasAttribute(const std::string& text, const std::string& name) {
  const std::string wanted = "." + name;
  for (size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) {
    const size_t end = at + wanted.size();
    if (end == text.size() || !IsWordByte(text[end])) return true;
  }
  return false;
}

SiteResult MeasureSite(const HeldOut& held_out, const Site& site, const AskAll& ask,
                       const corpus::UsageTable& corpus, const Condition& condition,
                       const std::vector<std::string>* methods_of_example) {
  Question question = MakeQuestion(held_out, site, corpus, condition);
  Answers answers = ask(question);
  SiteResult result;
  result.fault =
      FaultOf(question, site, held_out.list.files[static_cast<size_t>(site.file)].source);
  result.in_file = HasAttribute(question.text, site.expected);
  result.in_training = corpus.IdOf(site.expected) != corpus::kNoName;
  for (const MethodAnswer& answer : answers.methods) {
    result.ranks.push_back(RankOf(site.expected, answer.ranking));
    result.errors.push_back(answer.error);
  }
  const Ranking& first = answers.methods[kModelMethod].ranking;
  if (!first.empty()) result.top_probability = static_cast<float>(first[0].score);
  result.micros = answers.model_micros;
  if (methods_of_example != nullptr) {
    const std::string& source = held_out.list.files[static_cast<size_t>(site.file)].source;
    result.example = MakeExample(source, site.offset, site.symbol, site.expected);
    result.example->project = held_out.list.files[static_cast<size_t>(site.file)].ref.project;
    constexpr const char* kSlices[] = {"self", "module", "other"};
    result.example->slice = kSlices[site.slice];
    Provide(*methods_of_example, question.text, std::move(answers), *result.example);
  }
  return result;
}

}  // namespace

Measured Measure(const HeldOut& held_out, const Model& model, const corpus::UsageTable& corpus,
                 const types::Library& library, const MeasureOptions& options) {
  auto ask = [&](const Question& question) { return Ask(question, model, library); };
  return Measure(held_out, MethodNames(), ask, corpus, options);
}

Measured Measure(const HeldOut& held_out, std::vector<std::string> methods, const AskAll& ask,
                 const corpus::UsageTable& corpus, const MeasureOptions& options) {
  const std::vector<Site>& sites = held_out.list.sites;
  const std::vector<bool> examples = ChooseExamples(sites.size(), options);
  std::vector<SiteResult> results(sites.size());
  Progress progress("validate, " + options.condition.name, sites.size(), "sites");
  ParallelFor(static_cast<int64_t>(sites.size()), options.threads, [&](int64_t site) {
    const auto i = static_cast<size_t>(site);
    results[i] = MeasureSite(held_out, sites[i], ask, corpus, options.condition,
                             examples[i] ? &methods : nullptr);
    progress.Add();
  });
  progress.Finish();

  Measured measured;
  measured.methods = std::move(methods);
  measured.ranks.resize(measured.methods.size());
  measured.errors.resize(measured.methods.size());
  for (SiteResult& result : results) {
    if (measured.fault.empty()) measured.fault = result.fault;
    for (size_t m = 0; m < measured.methods.size(); ++m) {
      measured.ranks[m].push_back(result.ranks[m]);
      if (!result.errors[m].empty()) ++measured.errors[m][result.errors[m]];
    }
    if (options.after_dots) {
      measured.in_file.push_back(result.in_file);
      measured.in_training.push_back(result.in_training);
    }
    measured.top_probabilities.push_back(result.top_probability);
    measured.micros.push_back(result.micros);
    if (result.example) measured.examples.push_back(std::move(*result.example));
  }
  if (measured.fault.empty()) measured.fault = FaultOf(measured, sites.size());
  return measured;
}

}  // namespace fastnode::qualify
