// Completer::CompleteChain: a beam search over the names and calls that an expression goes on with.
#include <algorithm>
#include <cmath>
#include <utility>

#include "predict/completer_parts.h"
#include "predict/habits.h"

namespace fastnode::predict {
namespace {

struct Hypothesis {
  std::string text;  // "name(a, ...)."
  double log_probability = 0;
};

void KeepBest(size_t count, std::vector<Hypothesis>& hypotheses) {
  std::sort(hypotheses.begin(), hypotheses.end(), [](const Hypothesis& a, const Hypothesis& b) {
    return a.log_probability != b.log_probability ? a.log_probability > b.log_probability
                                                  : a.text < b.text;
  });
  if (hypotheses.size() > count) hypotheses.resize(count);
}

// What stands there already goes on, or is written to.
bool IsOpenEnded(const FoundSite& site) {
  const size_t next = site.right.find_first_not_of(" \t");
  if (next != std::string::npos &&
      std::string_view("(.[").find(site.right[next]) != std::string_view::npos)
    return false;
  const auto& use = site.source->index.attributes[static_cast<size_t>(site.at)];
  return use.context == bind::UseContext::kLoad;
}

}  // namespace

class ChainSearch {
 public:
  ChainSearch(const Completer& completer, const Completer::Parts& parts, const Request& request,
              const FoundSite& start, const ChainOptions& options)
      : completer_(completer), parts_(parts), request_(request), start_(start), options_(options) {
    usage_.project = request.project;
    usage_.project_minus = request.project_minus;
    usage_.corpus = &parts.usage;
  }

  Result<std::vector<CallCompletion>> Run() {
    open_ = {{}};
    for (int32_t link = 1; link <= options_.max_links && !open_.empty(); ++link) {
      KeepBest(static_cast<size_t>(options_.beam), open_);
      const std::vector<Hypothesis> now = std::exchange(open_, {});
      for (const Hypothesis& hypothesis : now) {
        if (IsHopeless(hypothesis.log_probability) || IsLate()) continue;
        if (Status expanded = Expand(hypothesis); !expanded.ok()) return expanded.error();
      }
    }
    KeepBest(static_cast<size_t>(options_.max_completions), finished_);
    std::vector<CallCompletion> completions;
    for (const Hypothesis& one : finished_) {
      completions.push_back({one.text, static_cast<float>(std::exp(one.log_probability))});
    }
    return completions;
  }

 private:
  using Ranked = std::vector<Completer::Parts::Ranked>;

  bool IsLate() const {
    return request_.deadline && std::chrono::steady_clock::now() > *request_.deadline;
  }

  // Less than one in a hundred is not worth the work; and what is finished and better than
  // something open cannot be overtaken by what that becomes.
  bool IsHopeless(double log_probability) {
    if (log_probability < -4.6) return true;
    KeepBest(static_cast<size_t>(options_.max_completions), finished_);
    return finished_.size() == static_cast<size_t>(options_.max_completions) &&
           finished_.back().log_probability >= log_probability;
  }

  // The site after `text`.
  Result<FoundSite> SiteAfter(const std::string& text) const {
    if (text.empty()) return start_;
    const std::string left = start_.left + text;
    return FindSite(left + start_.right, left.size(), request_.memory);
  }

  // The best few names there that fit, their probabilities summing to 1 over all that fit.
  Result<Ranked> BestNames(const FoundSite& site) const {
    Result<Ranked> ranked = parts_.Rank(site, pack::Task::kAttribute, request_);
    if (!ranked.ok()) return ranked.error();
    std::erase_if(*ranked, [&](const auto& one) { return !pack::Fits(one.text, site.prefix); });
    float fitting = 0;
    for (const auto& one : *ranked) fitting += one.probability;
    std::stable_sort(ranked->begin(), ranked->end(),
                     [](const auto& a, const auto& b) { return a.probability > b.probability; });
    if (ranked->size() > static_cast<size_t>(options_.beam)) {
      ranked->resize(static_cast<size_t>(options_.beam));
    }
    for (auto& one : *ranked) one.probability /= std::max(fitting, 1e-12f);
    return ranked;
  }

  Status Expand(const Hypothesis& from) {
    Result<FoundSite> site = SiteAfter(from.text);
    if (!site.ok()) return site.error();
    if (site->at < 0 || site->task != pack::Task::kAttribute) return {};
    Result<Ranked> names = BestNames(*site);
    if (!names.ok()) return names.error();
    const Habits habits(*site->source, site->at, usage_);
    for (const auto& one : *names) {
      const double log = from.log_probability + std::log(std::max(one.probability, 1e-12f));
      const double called = habits.Called(one.text);
      const std::string text = from.text + one.text;
      Add(text, log + std::log1p(-called), habits.Dotted(one.text, false));
      const double log_called = log + std::log(called);
      if (IsHopeless(log_called) || IsLate()) continue;
      Result<std::vector<CallCompletion>> calls = Calls(text + "(");
      if (!calls.ok()) return calls.error();
      for (const CallCompletion& call : *calls) {
        Add(text + "(" + call.text,
            log_called + std::log(std::max(static_cast<double>(call.probability), 1e-12)),
            habits.Dotted(one.text, true));
      }
    }
    return {};
  }

  // The expression may end here, or go on with a share of `dotted`.
  void Add(const std::string& text, double log_probability, double dotted) {
    finished_.push_back({text, log_probability + std::log1p(-dotted)});
    open_.push_back({text + ".", log_probability + std::log(dotted)});
  }

  Result<std::vector<CallCompletion>> Calls(const std::string& text) const {
    Request request = request_;
    request.source = start_.left + text + ")" + start_.right;
    request.offset = start_.left.size() + text.size();
    return completer_.CompleteCall(request, options_.call);
  }

  const Completer& completer_;
  const Completer::Parts& parts_;
  const Request& request_;
  const FoundSite& start_;
  const ChainOptions options_;
  pack::UsageAround usage_;
  std::vector<Hypothesis> open_, finished_;
};

Result<std::vector<CallCompletion>> Completer::CompleteChain(const Request& request,
                                                             const ChainOptions& options) const {
  // The texts asked about differ in a line.
  AnalysisMemory memory;
  Request remembered = request;
  if (remembered.memory == nullptr) remembered.memory = &memory;
  Result<FoundSite> site = FindSite(remembered.source, remembered.offset, remembered.memory);
  if (!site.ok()) return site.error();
  const bool after_dot = site->at >= 0 && site->task == pack::Task::kAttribute;
  if (!after_dot || !IsOpenEnded(*site)) return std::vector<CallCompletion>();
  return ChainSearch(*this, *parts_, remembered, *site, options).Run();
}

}  // namespace fastnode::predict
