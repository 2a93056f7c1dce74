// Completer::CompleteCall: the arguments of a call, as a search over what the call may go on with.
//
// An argument is up to four decisions of the model: what comes next (nothing, a value, a keyword),
// which keyword, a plain name or something else, which name. Each is asked with the text that the
// earlier ones have made, so the graph has the arguments before it. What makes no valid call
// (call_rules.h) is left out.
#include <optional>
#include <utility>

#include "analyze/types/types.h"
#include "predict/call_rules.h"
#include "predict/completer_parts.h"
#include "predict/continuation.h"

namespace fastnode::predict {
namespace {

using pack::Task;

struct Arguments : Continuation {
  int32_t count = 0;
  Passed passed;  // what stands before included
};

double LogOf(std::string_view text, const std::vector<Completion>& ranked) {
  for (const Completion& one : ranked) {
    if (one.text == text) return predict::LogOf(one.probability);
  }
  return -1e9;
}

}  // namespace

class CallSearch {
 public:
  CallSearch(const Completer::Parts& parts, const Known& known, const Budget& budget,
             const FoundSite& start, const CallOptions& options)
      : parts_(parts),
        known_(known),
        start_(start),
        options_(options),
        search_({options.beam, options.max_arguments, options.max_completions, budget.deadline}) {}

  Result<std::vector<CallCompletion>> Run() {
    Arguments nothing;
    ReadPlace(nothing.passed);
    const size_t last = start_.left.find_last_not_of(" \t\r\n\\");
    after_comma_ = last != std::string::npos && start_.left[last] == ',';
    // After `key=` the value comes first.
    const auto& place = start_.source->places[static_cast<size_t>(start_.at)];
    const bool after_key = place.keyword != ast::kNoNode;
    Status begun = after_key ? AddValue(nothing, "", start_, true) : Expand(nothing, "", start_);
    if (!begun.ok()) return begun.error();
    Result<std::vector<Continuation>> found =
        search_.Run([this](const Arguments& from) { return Expand(from); });
    if (!found.ok()) return found.error();
    std::vector<CallCompletion> calls;
    for (const Continuation& one : *found) {
      calls.push_back({one.shown + ")", static_cast<float>(std::exp(one.log_probability))});
    }
    return calls;
  }

 private:
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
    if (source.index.tree.Child(start.call, ast::Field::kFunction) == ast::kNoNode) return;
    types_.emplace(source.index, known_.environment);
    signature_ = types_->SignatureOfCall(start.call);
    // One of several says nothing of the others.
    if (signature_.is_overloaded) signature_ = {};
  }

  // The best few names of a kind, as visit(name, log).
  template <typename Visitor>
  Status ForBest(const FoundSite& site, Task task, const Visitor& visit) {
    Result<std::vector<Completion>> ranked = parts_.Rank(site, task, known_);
    if (!ranked.ok()) return ranked.error();
    KeepBest(options_.beam, *ranked);
    for (const Completion& one : *ranked) visit(one.text, predict::LogOf(one.probability));
    return {};
  }

  Status Expand(const Arguments& from) {
    if (from.count == 0) return Expand(from, "", start_);
    Result<FoundSite> site = AfterArguments(start_, from.text + ", ");
    if (!site.ok()) return site.error();
    return site->at < 0 ? Status() : Expand(from, ", ", *site);
  }

  // At `site`, the place after `from` and its comma, the call stops, or gets a value or a keyword.
  Status Expand(const Arguments& from, const std::string& comma, const FoundSite& site) {
    Result<std::vector<Completion>> kinds = parts_.Rank(site, Task::kArgumentKind, known_);
    if (!kinds.ok()) return kinds.error();
    // Who typed a comma goes on.
    const double log_stop = LogOf(bind::kStopText, *kinds);
    const bool goes_on = after_comma_ && from.count == 0;
    const double rest = goes_on ? std::log1p(-std::min(std::exp(log_stop), 0.999)) : 0;
    if (!goes_on && MayStop(from.passed, signature_)) {
      Continuation stop = from;
      stop.log_probability += log_stop;
      search_.Finish(std::move(stop));
    }
    Arguments positional = from;
    positional.log_probability += LogOf(bind::kPositionalText, *kinds) - rest;
    if (Status added = AddValue(positional, comma, site, false); !added.ok()) return added;
    Arguments keyword = from;
    keyword.log_probability += LogOf(bind::kKeywordText, *kinds) - rest;
    return AddKeywords(keyword, comma, site);
  }

  // Adds what `from` becomes with each of the best keywords and its value.
  Status AddKeywords(const Arguments& from, const std::string& comma, const FoundSite& site) {
    if (!search_.IsWorth(from.log_probability)) return {};
    std::vector<Arguments> keywords;
    Status found = ForBest(site, Task::kKeywordName, [&](const std::string& name, double log) {
      if (!MayPassKeyword(from.passed, signature_, name)) return;
      Arguments& one = keywords.emplace_back(from);
      one.shown += comma + name + "=";
      one.text += comma + name + "=";
      one.log_probability += log;
      one.passed.keywords.push_back(name);
    });
    if (!found.ok()) return found;
    for (const Arguments& one : keywords) {
      if (!search_.IsWorth(one.log_probability)) continue;
      Result<FoundSite> value = AfterArguments(start_, one.text);
      if (!value.ok()) return value.error();
      if (value->at < 0) continue;
      if (Status added = AddValue(one, "", *value, true); !added.ok()) return added;
    }
    return {};
  }

  // Adds what `from` becomes with a value at `site`: each of the best names, and something else.
  // `keyword`: it is passed as a keyword's.
  Status AddValue(const Arguments& from, const std::string& comma, const FoundSite& site,
                  bool keyword) {
    if (!search_.IsWorth(from.log_probability)) return {};
    if (!keyword && !MayPass(from.passed, signature_, "")) return {};
    Result<std::vector<Completion>> forms = parts_.Rank(site, Task::kArgumentPlaceholder, known_);
    if (!forms.ok()) return forms.error();
    // What is no plain name stands in the text as it is shown, and as training has seen it.
    auto add = [&](std::string_view text, bool name, double log) {
      if (name && !keyword && !MayPass(from.passed, signature_, text)) return;
      Arguments one = from;
      one.shown += comma + std::string(text);
      one.text += comma + std::string(text);
      one.log_probability += log;
      ++one.count;
      one.passed.positional += !keyword;
      if (name) one.passed.names.emplace_back(text);
      search_.GoOn(std::move(one));
    };
    add(kSomething, false, LogOf(bind::kPlaceholderText, *forms));
    const double name = LogOf(bind::kNameText, *forms);
    return ForBest(site, Task::kArgument,
                   [&](const std::string& text, double log) { add(text, true, name + log); });
  }

  const Completer::Parts& parts_;
  const Known& known_;
  const FoundSite& start_;
  const CallOptions options_;
  ContinuationSearch<Arguments> search_;
  bool after_comma_ = false;
  std::optional<types::TypeEvaluator> types_;  // the signature's names live in it
  types::CallSignature signature_;
};

Result<std::vector<CallCompletion>> Completer::CompleteCall(const Question& question,
                                                            const Known& known,
                                                            const Budget& budget,
                                                            const CallOptions& options) const {
  Result<FoundSite> site = FindSite(question, known, budget);
  if (!site.ok()) return site.error();
  if (site->at < 0 || site->task != Task::kArgument) return std::vector<CallCompletion>();
  return CallSearch(*parts_, known, budget, *site, options).Run();
}

}  // namespace fastnode::predict
