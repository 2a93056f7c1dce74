#include "qualify/measure.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "qualify/metrics.h"
#include "support/progress.h"
#include "support/random.h"
#include "support/workers.h"

namespace fastnode::qualify {
namespace {

constexpr uint64_t kExampleStream = 0xE8A3;

struct SiteResult {
  std::vector<int32_t> ranks;
  std::vector<std::string> errors;
  float top_probability = -1;
  int64_t micros = 0;
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

Question MakeQuestion(const HeldOut& held_out, const Site& site, const corpus::UsageTable& corpus) {
  const auto file = static_cast<size_t>(site.file);
  const SiteFile& site_file = held_out.list.files[file];
  Question question;
  question.text = site_file.source;
  question.text.erase(site.offset, site.removed);
  question.offset = site.offset;
  question.usage.corpus = &corpus;
  if (!held_out.environments.empty()) question.environment = &held_out.environments[file];
  auto project = held_out.projects.find(site_file.ref.project);
  if (project != held_out.projects.end()) {
    question.usage.project = &project->second;
    question.usage.project_minus = &held_out.usages[file];
  }
  return question;
}

SiteResult MeasureSite(const HeldOut& held_out, const Site& site, const AskAll& ask,
                       const corpus::UsageTable& corpus, bool keep_example) {
  Question question = MakeQuestion(held_out, site, corpus);
  Answers answers = ask(question);
  SiteResult result;
  for (const MethodAnswer& answer : answers.methods) {
    result.ranks.push_back(RankOf(site.expected, answer.ranking));
    result.errors.push_back(answer.error);
  }
  const Ranking& first = answers.methods[kModelMethod].ranking;
  if (!first.empty()) result.top_probability = static_cast<float>(first[0].score);
  result.micros = answers.model_micros;
  if (keep_example) {
    const std::string& source = held_out.list.files[static_cast<size_t>(site.file)].source;
    result.example = MakeExample(source, site.offset, site.symbol, site.expected);
    Provide(question.text, std::move(answers), *result.example);
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
  Progress progress("validate", sites.size(), "sites");
  ParallelFor(static_cast<int64_t>(sites.size()), options.threads, [&](int64_t site) {
    const auto i = static_cast<size_t>(site);
    results[i] = MeasureSite(held_out, sites[i], ask, corpus, examples[i]);
    progress.Add();
  });
  progress.Finish();

  Measured measured;
  measured.methods = std::move(methods);
  measured.ranks.resize(measured.methods.size());
  measured.errors.resize(measured.methods.size());
  for (SiteResult& result : results) {
    for (size_t m = 0; m < measured.methods.size(); ++m) {
      measured.ranks[m].push_back(result.ranks[m]);
      if (!result.errors[m].empty()) ++measured.errors[m][result.errors[m]];
    }
    measured.top_probabilities.push_back(result.top_probability);
    measured.micros.push_back(result.micros);
    if (result.example) measured.examples.push_back(std::move(*result.example));
  }
  return measured;
}

}  // namespace fastnode::qualify
