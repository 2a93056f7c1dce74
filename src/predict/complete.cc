// Completer::Complete: the name at the cursor.
#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "collect/pack/candidates.h"
#include "collect/pack/features.h"
#include "predict/completer_parts.h"
#include "predict/imports.h"

namespace fastnode::predict {
namespace {

using pack::Task;

std::string KindOf(Task task, const uint8_t* features) {
  if (task != Task::kAttribute) return task == Task::kKeywordName ? "keyword" : "name";
  if (features[pack::kMemberFunction] != 0) return "method";
  if (features[pack::kMemberVariable] != 0) return "field";
  return "attribute";
}

// Best first, what is equal in the order it came in; at most so many of those that fit, their
// probabilities summing to 1 over all that fit.
void Choose(std::string_view prefix, size_t max_completions, std::vector<Completion>& list) {
  std::erase_if(list, [&](const Completion& c) { return !pack::Fits(c.text, prefix); });
  float fitting = 0;
  for (const Completion& completion : list) fitting += completion.probability;
  for (Completion& completion : list) {
    if (fitting > 0) completion.probability /= fitting;
  }
  std::stable_sort(list.begin(), list.end(), [](const Completion& a, const Completion& b) {
    return a.probability > b.probability;
  });
  if (list.size() > max_completions) list.resize(max_completions);
}

// Whoever asks for more names than the model looks at gets the other ones that the file, the
// project and the corpus know, most used first, with probability 0.
void AddUnseen(const FoundSite& site, const Request& request, const corpus::UsageTable& corpus,
               size_t max_completions, std::vector<Completion>& list) {
  if (list.size() >= max_completions) return;
  std::unordered_set<std::string> known;
  for (const Completion& completion : list) known.insert(completion.text);
  auto add = [&](std::string_view name) {
    if (list.size() >= max_completions || !pack::Fits(name, site.prefix)) return;
    if (!name.empty() && known.emplace(name).second) {
      list.push_back({std::string(name), 0, "attribute"});
    }
  };
  const bind::FileIndex& index = site.source->index;
  for (size_t i = 0; i < index.attributes.size(); ++i) {
    if (i != static_cast<size_t>(site.at)) add(index.tree.Text(index.attributes[i].name));
  }
  const pack::UsageAround around{request.project, request.project_minus};
  const pack::UsageView usage(around);
  for (corpus::KeySpace space : {corpus::KeySpace::kAny, corpus::KeySpace::kDefined}) {
    const auto key = usage.Locate(corpus::UsageKey(space, ""));
    for (std::string_view name : usage.MostOfProject(key, SIZE_MAX)) add(name);
  }
  for (const pack::FileWord& word : site.source->words) add(word.text);
  for (const auto& row : corpus.Rows(corpus::UsageKey(corpus::KeySpace::kAny, ""))) {
    add(corpus.Name(row.name));
  }
}

}  // namespace

Result<pack::Cut> Completer::Parts::Cut(const FoundSite& site, Task task,
                                        const Request& request) const {
  return Cut(*site.source, site.at, task, site.prefix, request);
}

Result<pack::Cut> Completer::Parts::Cut(const pack::AnalysedSource& source, int32_t at, Task task,
                                        std::string_view prefix, const Request& request) const {
  pack::CutContext context{library.get(), &vocabularies, {}, options};
  if (task == Task::kAttribute && !prefix.empty()) {
    // Few fit, so all that are known are looked at.
    context.prefix = prefix;
    context.options.max_project_names = context.options.max_corpus_names =
        context.options.max_file_words = INT32_MAX;
  }
  context.usage.project = request.project;
  context.usage.project_minus = request.project_minus;
  context.usage.corpus = &usage;
  types::Environment environment;
  context.environment = request.environment;
  if (context.environment == nullptr && !request.path.empty()) {
    environment = workspace->EnvironmentOf(request.path, request.root, request.packages);
    context.environment = &environment;
  }
  return pack::CutSite(source, at, task, context);
}

std::vector<float> Completer::Parts::Probabilities(const pack::Cut& cut, Task task) const {
  return learn::Softmax(scorer.Score(cut.sample), cut.sample.candidate_begin,
                        temperatures[static_cast<size_t>(task)]);
}

bool Completer::Parts::OrdersByPopularity(const pack::Cut& cut, Task task, BaseOrder order) const {
  if (task != Task::kAttribute || order == BaseOrder::kModel) return false;
  return order == BaseOrder::kPopularity ||
         fallback.Has(SymbolOfBase(cut.base_type, cut.base_text));
}

Result<std::vector<Completer::Parts::Ranked>> Completer::Parts::Rank(const FoundSite& site,
                                                                     Task task,
                                                                     const Request& request,
                                                                     BaseOrder order) const {
  Result<pack::Cut> cut = Cut(site, task, request);
  if (!cut.ok()) return cut.error();
  const std::vector<float> probabilities =
      OrdersByPopularity(*cut, task, order) ? ByPopularity(*cut) : Probabilities(*cut, task);
  std::vector<Ranked> ranked;
  for (size_t i = 0; i < cut->candidates.size(); ++i) {
    if (cut->candidates[i] == kPlaceholder) continue;
    const uint8_t* features = &cut->sample.candidate_features[i * pack::kNumCandidateFeatures];
    ranked.push_back({cut->candidates[i], probabilities[i], KindOf(task, features)});
  }
  return ranked;
}

// An argument is a keyword's, or a plain name, or begins with a name; each of these is a decision
// of the model, and what a text is worth is the sum of the ways that lead to it.
Result<std::vector<Completion>> Completer::Parts::RankArgument(const FoundSite& site,
                                                               const Request& request) const {
  std::map<std::pair<std::string, std::string>, float> worth;  // by text and kind
  auto add = [&](const FoundSite& at, Task task, float share) -> Status {
    Result<std::vector<Ranked>> ranked = Rank(at, task, request);
    if (!ranked.ok()) return ranked.error();
    for (Ranked& one : *ranked) {
      if (task == Task::kKeywordName) one.text += "=";
      worth[{one.text, one.kind}] += share * one.probability;
    }
    return {};
  };
  auto probability_of = [](const std::vector<Ranked>& ranked, std::string_view text) {
    for (const Ranked& one : ranked) {
      if (one.text == text) return one.probability;
    }
    return 0.0f;
  };
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  float positional = 1, keyword = 0;
  if (place.keyword == ast::kNoNode) {
    Result<std::vector<Ranked>> kinds = Rank(site, Task::kArgumentKind, request);
    if (!kinds.ok()) return kinds.error();
    positional = probability_of(*kinds, bind::kPositionalText);
    keyword = probability_of(*kinds, bind::kKeywordText);
  }
  Result<std::vector<Ranked>> forms = Rank(site, Task::kArgumentPlaceholder, request);
  if (!forms.ok()) return forms.error();
  const float name = probability_of(*forms, bind::kNameText);
  Status status = add(site, Task::kArgument, positional * name);
  if (status.ok() && keyword > 0) status = add(site, Task::kKeywordName, keyword);
  if (!status.ok()) return status.error();
  Result<FoundSite> base = AsBase(site);
  if (!base.ok()) return base.error();
  if (base->at >= 0) status = add(*base, Task::kAttributeBase, positional * (1 - name));
  if (!status.ok()) return status.error();
  std::vector<Completion> completions;
  for (const auto& [key, probability] : worth) {
    completions.push_back({key.first, probability, key.second});
  }
  return completions;
}

Result<Answer> Completer::Complete(const Request& request, const CompleteOptions& options) const {
  if (request.offset <= request.source.size()) {
    if (const auto place = FindImport(request.source, request.offset)) {
      return Answer{Task::kAttribute,
                    place->prefix,
                    CompleteImport(*place, EnvironmentOf(request), parts_->usage,
                                   static_cast<size_t>(options.max_completions)),
                    {}};
    }
  }
  Result<FoundSite> site = FindSite(request.source, request.offset, request.memory);
  if (!site.ok()) return site.error();
  Answer answer{site->task, site->prefix, {}};
  if (site->at < 0) return answer;
  if (site->task == Task::kArgument) {
    Result<std::vector<Completion>> ranked = parts_->RankArgument(*site, request);
    if (!ranked.ok()) return ranked.error();
    answer.completions = std::move(*ranked);
  } else {
    auto ranked = parts_->Rank(*site, site->task, request, options.order);
    if (!ranked.ok()) return ranked.error();
    for (Parts::Ranked& one : *ranked) {
      answer.completions.push_back({std::move(one.text), one.probability, std::move(one.kind)});
    }
    if (site->task == Task::kAttribute) {
      AddUnseen(*site, request, parts_->usage, static_cast<size_t>(options.max_completions),
                answer.completions);
    }
  }
  Choose(site->prefix, static_cast<size_t>(options.max_completions), answer.completions);
  if (request.calls) {
    Result<std::vector<CallCompletion>> calls =
        site->task == Task::kAttribute ? CompleteChain(request) : CompleteCall(request);
    if (!calls.ok()) return calls.error();
    answer.calls = std::move(*calls);
  }
  return answer;
}

}  // namespace fastnode::predict
