// Completer::CompleteChain: an expression from a dot on, as a search over the names and calls that
// it may go on with.
//
// A step is a name of the model's ranking, called or not by habit (habits.h), with the calls of
// CompleteCall where it is called. After each the expression ends, or another dot follows.
#include <algorithm>
#include <cmath>
#include <utility>

#include "collect/pack/candidates.h"
#include "predict/completer_parts.h"
#include "predict/continuation.h"
#include "predict/habits.h"

namespace fastnode::predict {
namespace {

// What is likely is right more often than the product of its steps says. Fitted to 1,568
// expressions of the validation split (decision 61).
constexpr double kSharpness = 1.1;

// The order stays, and the sum.
void Sharpen(std::vector<CallCompletion>& chains) {
  double before = 0, after = 0;
  for (const CallCompletion& one : chains) {
    before += one.probability;
    after += std::pow(one.probability, kSharpness);
  }
  for (CallCompletion& one : chains) {
    one.probability =
        static_cast<float>(std::pow(one.probability, kSharpness) * before / std::max(after, 1e-30));
  }
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
  ChainSearch(const Completer& completer, const Completer::Parts& parts, const Known& known,
              const Budget& budget, const FoundSite& start, const ChainOptions& options)
      : completer_(completer),
        parts_(parts),
        known_(known),
        budget_(budget),
        start_(start),
        options_(options),
        search_({options.beam, options.max_links, options.max_completions, budget.deadline}) {}

  Result<std::vector<CallCompletion>> Run() {
    search_.GoOn({});
    Result<std::vector<Continuation>> found =
        search_.Run([this](const Continuation& from) { return Expand(from); });
    if (!found.ok()) return found.error();
    std::vector<CallCompletion> chains;
    for (const Continuation& one : *found) {
      chains.push_back({one.shown, static_cast<float>(std::exp(one.log_probability))});
    }
    Sharpen(chains);
    return chains;
  }

 private:
  // The site after `text`.
  Result<FoundSite> SiteAfter(const std::string& text) const {
    if (text.empty()) return start_;
    const std::string left = start_.left + text;
    return FindSite(left + start_.right, left.size(), known_.memory, budget_.patience);
  }

  // The best few names there that fit, their probabilities summing to 1 over all that fit.
  Result<std::vector<Completion>> BestNames(const FoundSite& site) const {
    Result<std::vector<Completion>> names = parts_.Rank(site, pack::Task::kAttribute, known_);
    if (!names.ok()) return names.error();
    std::erase_if(*names,
                  [&](const Completion& one) { return !pack::Fits(one.text, site.prefix); });
    float fitting = 0;
    for (const Completion& one : *names) fitting += one.probability;
    KeepBest(options_.beam, *names);
    for (Completion& one : *names) one.probability /= std::max(fitting, 1e-12f);
    return names;
  }

  Status Expand(const Continuation& from) {
    if (!search_.IsWorth(from.log_probability)) return {};
    Result<FoundSite> site = SiteAfter(from.text);
    if (!site.ok()) return site.error();
    if (site->at < 0 || site->task != pack::Task::kAttribute) return {};
    Result<std::vector<Completion>> names = BestNames(*site);
    if (!names.ok()) return names.error();
    const Habits habits(*site->source, site->at, known_.usage);
    for (const Completion& one : *names) {
      const double log = from.log_probability + LogOf(one.probability);
      const double called = habits.Called(one.text);
      const std::string text = from.text + one.text;
      Add(text, log + std::log1p(-called), habits.Dotted(one.text, false));
      const double log_called = log + std::log(called);
      if (search_.IsHopeless(log_called) || search_.IsLate()) continue;
      Result<std::vector<CallCompletion>> calls = Calls(text + "(");
      if (!calls.ok()) return calls.error();
      for (const CallCompletion& call : *calls) {
        Add(text + "(" + call.text, log_called + LogOf(static_cast<double>(call.probability)),
            habits.Dotted(one.text, true));
      }
    }
    return {};
  }

  // The expression may end here, or go on with a share of `dotted`.
  void Add(const std::string& text, double log_probability, double dotted) {
    search_.Finish({text, text, log_probability + std::log1p(-dotted)});
    search_.GoOn({text + ".", text + ".", log_probability + std::log(dotted)});
  }

  Result<std::vector<CallCompletion>> Calls(const std::string& text) const {
    Question question;
    question.text = start_.left + text + ")" + start_.right;
    question.cursor = start_.left.size() + text.size();
    return completer_.CompleteCall(question, known_, budget_, options_.call);
  }

  const Completer& completer_;
  const Completer::Parts& parts_;
  const Known& known_;
  const Budget& budget_;
  const FoundSite& start_;
  const ChainOptions options_;
  ContinuationSearch<Continuation> search_;
};

Result<std::vector<CallCompletion>> Completer::CompleteChain(const Question& question,
                                                             const Known& known,
                                                             const Budget& budget,
                                                             const ChainOptions& options) const {
  // The texts asked about differ in a line.
  AnalysisMemory memory;
  Known remembering = known;
  if (remembering.memory == nullptr) remembering.memory = &memory;
  Result<FoundSite> site = FindSite(question, remembering, budget);
  if (!site.ok()) return site.error();
  const bool after_dot = site->at >= 0 && site->task == pack::Task::kAttribute;
  if (!after_dot || !IsOpenEnded(*site)) return std::vector<CallCompletion>();
  return ChainSearch(*this, *parts_, remembering, budget, *site, options).Run();
}

}  // namespace fastnode::predict
