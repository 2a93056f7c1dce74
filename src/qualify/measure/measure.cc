// Workers take files as they come, and each result has its place: nothing but times depends on
// their number (report/validation_test.cc).
#include "qualify/measure/measure.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "qualify/measure/faults.h"
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

// What workers share.
struct Survey {
  const HeldOut& held_out;
  const std::vector<std::string>& methods;
  const AskAll& ask;
  const corpus::UsageTable& corpus;
  const MeasureOptions& options;
};

Question MakeQuestion(const Survey& survey, const Site& site) {
  const HeldOut& held_out = survey.held_out;
  const SiteFile& site_file = held_out.list.files[site.file];
  Question question;
  Pose(site_file.source, site, survey.options.condition, question);
  question.usage.corpus = &survey.corpus;
  if (!held_out.environments.empty()) question.environment = &held_out.environments[site.file];
  auto project = held_out.projects.find(site_file.ref.project);
  if (project != held_out.projects.end()) {
    question.usage.project = &project->second.usage;
    question.usage.project_index = &project->second.index;
    if (!held_out.numbers.empty()) {
      question.usage.project_index_minus = held_out.numbers[site.file];
    }
    question.usage.project_minus = &held_out.usages[site.file];
  }
  return question;
}

// True if `text` has ".name" as a whole word.
bool HasAttribute(const std::string& text, const std::string& name) {
  const std::string wanted = "." + name;
  for (size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) {
    const size_t end = at + wanted.size();
    if (end == text.size() || !ast::IsNameByte(text[end])) return true;
  }
  return false;
}

Example ExampleOf(const Survey& survey, const Site& site, const Question& question,
                  Answers answers) {
  const SiteList& list = survey.held_out.list;
  const SiteFile& file = list.files[site.file];
  Example example = MakeExample(file.source, site.offset, site.symbol, site.expected);
  example.project = file.ref.project;
  example.slice = list.slices[site.slice];
  example.condition = pack::Name(survey.options.condition);
  Provide(survey.methods, question.text, std::move(answers), example);
  return example;
}

SiteResult MeasureSite(const Survey& survey, const Site& site, bool keep_example,
                       predict::AnalysisMemory* memory) {
  const Question question = MakeQuestion(survey, site);
  Answers answers = survey.ask(question, memory);
  SiteResult result;
  result.fault = FaultOf(question, site, survey.held_out.list.files[site.file].source);
  result.in_file = HasAttribute(question.text, site.expected);
  result.in_training = survey.corpus.IdOf(site.expected) != corpus::kNoName;
  for (const MethodAnswer& answer : answers.methods) {
    result.ranks.push_back(RankOf(site.expected, answer.ranking));
    result.errors.push_back(answer.error);
  }
  const Ranking& first = answers.methods[kModelMethod].ranking;
  if (!first.empty()) result.top_probability = static_cast<float>(first[0].score);
  result.micros = answers.model_micros;
  if (keep_example) result.example = ExampleOf(survey, site, question, std::move(answers));
  return result;
}

// The first sites, each file's as a range of places in the list, by project: what a file imports is
// read once for its project, and need not be kept for others.
std::vector<std::pair<size_t, size_t>> FilesByProject(const SiteList& list, size_t num_sites) {
  std::vector<std::pair<size_t, size_t>> files;
  for (size_t i = 0; i < num_sites; ++i) {
    const bool goes_on = i > 0 && list.sites[i].file == list.sites[i - 1].file;
    if (!goes_on) files.emplace_back(i, i);
    files.back().second = i + 1;
  }
  auto project_of = [&](const auto& file) -> const std::string& {
    return list.files[list.sites[file.first].file].ref.project;
  };
  std::stable_sort(files.begin(), files.end(),
                   [&](const auto& a, const auto& b) { return project_of(a) < project_of(b); });
  return files;
}

Measured Gather(std::vector<SiteResult> results, std::vector<std::string> methods,
                const MeasureOptions& options) {
  Measured measured;
  measured.condition = options.condition;
  measured.methods = std::move(methods);
  measured.ranks.resize(measured.methods.size());
  measured.errors.resize(measured.methods.size());
  for (SiteResult& result : results) {
    if (measured.fault.empty()) measured.fault = result.fault;
    for (size_t m = 0; m < measured.methods.size(); ++m) {
      measured.ranks[m].push_back(result.ranks[m]);
      if (!result.errors[m].empty()) ++measured.errors[m][result.errors[m]];
    }
    if (options.names_after_dots) {
      measured.in_file.push_back(result.in_file);
      measured.in_training.push_back(result.in_training);
    }
    measured.top_probabilities.push_back(result.top_probability);
    measured.micros.push_back(result.micros);
    if (result.example) measured.examples.push_back(std::move(*result.example));
  }
  if (measured.fault.empty()) measured.fault = FaultOf(measured, results.size());
  return measured;
}

}  // namespace

Measured Measure(const HeldOut& held_out, std::vector<std::string> methods, const AskAll& ask,
                 const corpus::UsageTable& corpus, const MeasureOptions& options) {
  const std::vector<Site>& sites = held_out.list.sites;
  const size_t num_sites = std::min(sites.size(), static_cast<size_t>(options.max_sites));
  const std::vector<bool> examples = ChooseExamples(num_sites, options);
  const Survey survey{held_out, methods, ask, corpus, options};
  std::vector<SiteResult> results(num_sites);
  Progress progress("validate, " + std::string(pack::Title(options.condition)), num_sites, "sites");
  // Whose times count has read nothing before.
  const bool is_timed = options.condition == kHeadline;
  const auto files = FilesByProject(held_out.list, num_sites);
  ParallelFor(static_cast<int64_t>(files.size()), options.threads, [&](int64_t file) {
    predict::AnalysisMemory memory;
    const auto& [begin, end] = files[static_cast<size_t>(file)];
    for (size_t i = begin; i < end; ++i) {
      results[i] = MeasureSite(survey, sites[i], examples[i], is_timed ? nullptr : &memory);
      progress.Add();
    }
  });
  progress.Finish();
  return Gather(std::move(results), std::move(methods), options);
}

}  // namespace fastnode::qualify
