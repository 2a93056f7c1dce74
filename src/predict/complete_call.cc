// Completer::CompleteCall: a beam search over the arguments of a call.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "analyze/types/types.h"
#include "predict/call_rules.h"
#include "predict/completer_parts.h"

namespace fastnode::predict {
namespace {

using pack::Task;

// An argument that is no plain name stands in the text as a name that nothing else has.
constexpr std::string_view kSomethingName = "fastnode_something";

struct Hypothesis {
  std::string shown;  // with kSomething
  std::string text;   // as it is analysed
  double log_probability = 0;
  int32_t arguments = 0;
  Passed passed;  // what stands before included
};

bool IsBetter(const Hypothesis& a, const Hypothesis& b) {
  return a.log_probability != b.log_probability ? a.log_probability > b.log_probability
                                                : a.shown < b.shown;
}

void KeepBest(size_t count, std::vector<Hypothesis>& hypotheses) {
  std::sort(hypotheses.begin(), hypotheses.end(), IsBetter);
  if (hypotheses.size() > count) hypotheses.resize(count);
}

}  // namespace

// One step: a hypothesis and all that may follow it.
class CallSearch {
 public:
  CallSearch(const Completer::Parts& parts, const Request& request, const FoundSite& start,
             const CallOptions& options)
      : parts_(parts), request_(request), start_(start), options_(options) {}

  Result<std::vector<CallCompletion>> Run() {
    Hypothesis nothing;
    ReadPlace(nothing.passed);
    const size_t last = start_.left.find_last_not_of(" \t\r\n\\");
    after_comma_ = last != std::string::npos && start_.left[last] == ',';
    // After `key=` the value comes first.
    const auto& place = start_.source->places[static_cast<size_t>(start_.at)];
    const bool after_key = place.keyword != ast::kNoNode;
    Status status = after_key ? AddValue(nothing, "", start_, true) : Expand(nothing);
    if (!status.ok()) return status.error();
    for (int32_t step = 0; step < options_.max_arguments && !open_.empty(); ++step) {
      KeepBest(static_cast<size_t>(options_.beam), open_);
      // What is finished and better than all that is open cannot be overtaken.
      KeepBest(static_cast<size_t>(options_.max_completions), finished_);
      std::vector<Hypothesis> now = std::move(open_);
      open_.clear();
      for (const Hypothesis& hypothesis : now) {
        bool hopeless = finished_.size() == static_cast<size_t>(options_.max_completions) &&
                        finished_.back().log_probability >= hypothesis.log_probability;
        if (hopeless) continue;
        if (request_.deadline && std::chrono::steady_clock::now() > *request_.deadline) {
          open_.clear();
          break;
        }
        if (Status expanded = Expand(hypothesis); !expanded.ok()) return expanded.error();
      }
    }
    KeepBest(static_cast<size_t>(options_.max_completions), finished_);
    std::vector<CallCompletion> completions;
    for (const Hypothesis& hypothesis : finished_) {
      completions.push_back(
          {hypothesis.shown + ")", static_cast<float>(std::exp(hypothesis.log_probability))});
    }
    return completions;
  }

 private:
  using Ranked = std::vector<Completer::Parts::Ranked>;

  // What is passed already, and what the callee takes.
  void ReadPlace(Passed& passed) {
    const pack::AnalysedSource& source = *start_.source;
    const bind::ArgumentPlace& start = source.places[static_cast<size_t>(start_.at)];
    for (const bind::ArgumentPlace& place : source.places) {
      if (place.call != start.call || place.position >= start.position) continue;
      if (place.kind == bind::ArgumentKind::kSplat) passed.splat = true;
      if (place.kind == bind::ArgumentKind::kPositional) ++passed.positional;
      if (place.kind == bind::ArgumentKind::kKeyword) {
        passed.keywords.emplace_back(source.index.tree.Text(place.keyword));
      }
      if (place.value != ast::kNoNode && bind::IsPlainName(source.index.tree, place)) {
        passed.names.emplace_back(source.index.tree.Text(place.value));
      }
    }
    const ast::NodeId callee = source.index.tree.Child(start.call, ast::Field::kFunction);
    if (callee == ast::kNoNode) return;
    environment_ = parts_.EnvironmentOf(request_);
    types_.emplace(source.index, environment_);
    signature_ = types_->SignatureOf(types_->TypeOf(callee));
    // One of several says nothing of the others.
    if (signature_.is_overloaded) signature_ = {};
  }

  static double LogOf(const Ranked& ranked, std::string_view text) {
    for (const auto& one : ranked) {
      if (one.text == text) return std::log(std::max(one.probability, 1e-12f));
    }
    return -1e9;
  }

  // The best few of a list, and their logarithms.
  template <typename Visitor>
  Status ForBest(const FoundSite& site, Task task, const Visitor& visit) {
    Result<Ranked> ranked = parts_.Rank(site, task, request_);
    if (!ranked.ok()) return ranked.error();
    std::stable_sort(ranked->begin(), ranked->end(),
                     [](const auto& a, const auto& b) { return a.probability > b.probability; });
    if (ranked->size() > static_cast<size_t>(options_.beam)) {
      ranked->resize(static_cast<size_t>(options_.beam));
    }
    for (const auto& one : *ranked) {
      visit(one.text, std::log(std::max(one.probability, 1e-12f)));
    }
    return {};
  }

  Status Expand(const Hypothesis& from) {
    if (from.arguments == 0) return Expand(from, "", start_);
    Result<FoundSite> site = AfterArguments(start_, from.text + ", ");
    if (!site.ok()) return site.error();
    return site->at < 0 ? Status() : Expand(from, ", ", *site);
  }

  Status Expand(const Hypothesis& from, const std::string& comma, const FoundSite& site) {
    Result<Ranked> kinds = parts_.Rank(site, Task::kArgumentKind, request_);
    if (!kinds.ok()) return kinds.error();
    // Who typed a comma goes on.
    const double log_stop = LogOf(*kinds, bind::kStopText);
    const bool goes_on = after_comma_ && from.arguments == 0;
    const double rest = goes_on ? std::log1p(-std::min(std::exp(log_stop), 0.999)) : 0;
    if (!goes_on && MayStop(from.passed, signature_)) {
      Hypothesis stop = from;
      stop.log_probability += log_stop;
      finished_.push_back(std::move(stop));
    }
    Hypothesis positional = from;
    positional.log_probability += LogOf(*kinds, bind::kPositionalText) - rest;
    if (Status added = AddValue(positional, comma, site, false); !added.ok()) return added;
    const double keyword = from.log_probability + LogOf(*kinds, bind::kKeywordText) - rest;
    if (!IsWorth(keyword)) return {};
    std::vector<Hypothesis> keywords;
    Status found = ForBest(site, Task::kKeywordName, [&](const std::string& name, double log) {
      if (!MayPassKeyword(from.passed, signature_, name)) return;
      keywords.push_back({from.shown + comma + name + "=", from.text + comma + name + "=",
                          keyword + log, from.arguments, from.passed});
      keywords.back().passed.keywords.push_back(name);
    });
    if (!found.ok()) return found;
    for (const Hypothesis& one : keywords) {
      if (!IsWorth(one.log_probability)) continue;
      Result<FoundSite> value = AfterArguments(start_, one.text);
      if (!value.ok()) return value.error();
      if (value->at < 0) continue;
      if (Status added = AddValue(one, "", *value, true); !added.ok()) return added;
    }
    return {};
  }

  // Adds what `from` becomes with a value at `site`: each of the best names, and something else.
  // `keyword`: it has been passed as a keyword's.
  Status AddValue(const Hypothesis& from, const std::string& comma, const FoundSite& site,
                  bool keyword) {
    if (!IsWorth(from.log_probability)) return {};
    if (!keyword && !MayPass(from.passed, signature_, "")) return {};
    Result<Ranked> forms = parts_.Rank(site, Task::kArgumentPlaceholder, request_);
    if (!forms.ok()) return forms.error();
    auto add = [&](std::string_view shown, std::string_view text, double log) {
      const bool name = shown == text;
      if (name && !keyword && !MayPass(from.passed, signature_, text)) return;
      open_.push_back({from.shown + comma + std::string(shown),
                       from.text + comma + std::string(text), from.log_probability + log,
                       from.arguments + 1, from.passed});
      Passed& passed = open_.back().passed;
      passed.positional += !keyword;
      if (name) passed.names.emplace_back(text);
    };
    add(kSomething, kSomethingName, LogOf(*forms, bind::kPlaceholderText));
    const double name = LogOf(*forms, bind::kNameText);
    return ForBest(site, Task::kArgument,
                   [&](const std::string& text, double log) { add(text, text, name + log); });
  }

  // Less than one in a hundred is not worth the work.
  static bool IsWorth(double log_probability) { return log_probability > -4.6; }

  const Completer::Parts& parts_;
  const Request& request_;
  const FoundSite& start_;
  const CallOptions options_;
  bool after_comma_ = false;
  types::Environment environment_;
  std::optional<types::TypeEvaluator> types_;  // the signature's names live in it
  types::CallSignature signature_;
  std::vector<Hypothesis> open_, finished_;
};

Result<std::vector<CallCompletion>> Completer::CompleteCall(const Request& request,
                                                            const CallOptions& options) const {
  Result<FoundSite> site = FindSite(request.source, request.offset, request.memory);
  if (!site.ok()) return site.error();
  if (site->at < 0 || site->task != Task::kArgument) return std::vector<CallCompletion>();
  return CallSearch(*parts_, request, *site, options).Run();
}

}  // namespace fastnode::predict
