// Both orders come from the engine itself, asked twice about the same sites: what is compared is
// what the product does with the list and without it.
#include "qualify/measure/learn_fallback.h"

#include <cmath>
#include <cstdio>
#include <set>
#include <utility>

#include "collect/corpus/store.h"
#include "predict/completer.h"
#include "predict/fallback.h"
#include "qualify/ask/attributes.h"
#include "qualify/measure/held_out.h"
#include "qualify/measure/measure.h"
#include "qualify/measure/metrics.h"
#include "support/file.h"

namespace fastnode::qualify {
namespace {

constexpr int32_t kRankThatCounts = 5;
constexpr char kHead[] =
    "# Bases after which names are ordered by how often the corpus has them there, and not by the\n"
    "# model: one a line.\n";

bool Found(int32_t rank) { return rank >= 0 && rank < kRankThatCounts; }

Result<std::vector<std::string>> ReadSymbols(const std::string& path) {
  if (path.empty()) return std::vector<std::string>{};
  Result<std::string> text = ReadFile(path);
  if (!text.ok()) return text.error();
  Result<predict::FallbackList> list = predict::FallbackList::Parse(*text);
  if (!list.ok()) return list.error().Context(path);
  return std::vector<std::string>(list->symbols().begin(), list->symbols().end());
}

// Ranks of the model and of the counts, by site of the validation split.
Result<std::map<std::string, FallbackCounts>> MeasureBases(const FallbackOptions& options) {
  Result<corpus::Store> store = corpus::Store::Open(options.store);
  if (!store.ok()) return store.error();
  Result<predict::Completer> completer = predict::Completer::Load(options.release);
  if (!completer.ok()) return completer.error();
  Result<HeldOut> held_out =
      LoadHeldOut(*store, corpus::Split::kValidation, completer->library(), AttributeSites(),
                  {.seed = options.seed, .num_sites = options.sites, .sites_per_file = 3});
  if (!held_out.ok()) return held_out.error();
  if (held_out->list.sites.empty()) return std::map<std::string, FallbackCounts>();
  // Both as the engine gives them: the same cut, ordered in one way or the other.
  const std::vector<std::string> methods = {"model", "counts"};
  auto ask = [&](const Question& question, predict::AnalysisMemory* memory) {
    Answers answers;
    for (predict::BaseOrder order : {predict::BaseOrder::kModel, predict::BaseOrder::kPopularity}) {
      auto complete = [&](const predict::Request& request, int32_t max_completions) {
        return completer->Complete(
            request.question, completer->Know(request.question, request.given),
            {.patience = request.budget.patience, .max_completions = max_completions}, order);
      };
      answers.methods.push_back(AnswerOf(AskModel(question, complete, memory)));
    }
    return answers;
  };
  const Measured measured =
      Measure(*held_out, methods, ask, completer->corpus_usage(),
              {.seed = options.seed, .threads = options.threads, .max_examples = 0});
  std::vector<std::string> symbols;
  for (const Site& site : held_out->list.sites) symbols.push_back(site.symbol);
  return CompareByBase(symbols, measured.ranks[0], measured.ranks[1]);
}

}  // namespace

std::map<std::string, FallbackCounts> CompareByBase(const std::vector<std::string>& symbols,
                                                    const std::vector<int32_t>& model,
                                                    const std::vector<int32_t>& counts) {
  std::map<std::string, FallbackCounts> by_base;
  for (size_t i = 0; i < symbols.size(); ++i) {
    if (!Found(model[i]) && !Found(counts[i])) continue;
    FallbackCounts& base = by_base[symbols[i]];
    ++base.sites;
    if (model[i] == counts[i]) continue;
    const bool counts_better = counts[i] >= 0 && (model[i] < 0 || counts[i] < model[i]);
    ++(counts_better ? base.counts_better : base.model_better);
  }
  return by_base;
}

double SignTest(int64_t wins, int64_t losses) {
  const auto n = static_cast<double>(wins + losses);
  double sum = 0;
  for (int64_t k = wins; k <= wins + losses; ++k) {
    const auto successes = static_cast<double>(k);
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(successes + 1) -
                    std::lgamma(n - successes + 1) - n * std::log(2.0));
  }
  return std::min(sum, 1.0);
}

std::vector<std::string> SymbolsToList(const std::map<std::string, FallbackCounts>& counts,
                                       const FallbackOptions& options) {
  std::vector<std::string> listed;
  for (const auto& [symbol, base] : counts) {
    if (base.sites < options.min_sites || base.counts_better <= base.model_better) continue;
    if (SignTest(base.counts_better, base.model_better) < options.level) listed.push_back(symbol);
  }
  return listed;
}

Status LearnFallback(const FallbackOptions& options) {
  Result<std::vector<std::string>> always = ReadSymbols(options.hard_coded);
  if (!always.ok()) return always.error();
  Result<std::map<std::string, FallbackCounts>> counts = MeasureBases(options);
  if (!counts.ok()) return counts.error();
  const std::vector<std::string> learned = SymbolsToList(*counts, options);
  std::set<std::string> symbols(always->begin(), always->end());
  symbols.insert(learned.begin(), learned.end());
  std::string text = kHead;
  for (const std::string& symbol : symbols) text += symbol + "\n";

  int64_t enough = 0;
  for (const auto& [symbol, base] : *counts) {
    if (base.sites < options.min_sites) continue;
    ++enough;
    std::printf("%-40s %4lld sites, model better %4lld, counts better %4lld, sign test %.3f%s\n",
                symbol.c_str(), static_cast<long long>(base.sites),
                static_cast<long long>(base.model_better),
                static_cast<long long>(base.counts_better),
                SignTest(base.counts_better, base.model_better),
                symbols.contains(symbol) ? "  listed" : "");
  }
  std::printf("fallback: %zu listed, %zu of them learned, of %lld bases with %lld sites or more\n",
              symbols.size(), learned.size(), static_cast<long long>(enough),
              static_cast<long long>(options.min_sites));
  const std::string out =
      options.out.empty() ? options.release + "/" + predict::kFallbackName : options.out;
  return WriteFileAtomic(out, text);
}

}  // namespace fastnode::qualify
