// Completer::CompleteCall: the arguments of a call, as a search over what the call may go on with.
//
// An argument is up to four decisions of the model: what comes next (nothing, a value, a keyword),
// which keyword, a plain name or something else, which name. Each is asked with the text that the
// earlier ones have made, so the graph has the arguments before it. What makes no valid call
// (call_rules.h) is left out. Lists of other calls of the file join those that the search has
// found; then whole lists are weighed, for each decision costs a long list something (decision 48).
#include <algorithm>
#include <optional>
#include <utility>

#include "analyze/types/types.h"
#include "predict/call_decisions.h"
#include "predict/completer_parts.h"
#include "predict/continuation.h"
#include "predict/fit/call_rules.h"
#include "predict/other_calls.h"

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
  return kNever;
}

// A list shows a literal like all that is no plain name.
void TakeAsSomething(CallDecisions::Ranked& forms) {
  float literal = 0;
  std::erase_if(forms, [&](const Completion& one) {
    if (one.text == bind::kLiteralText) literal = one.probability;
    return one.text == bind::kLiteralText;
  });
  for (Completion& one : forms) {
    if (one.text == bind::kPlaceholderText) one.probability += literal;
  }
}

// The odds of a plain name against something else, to those that the model gives: as often as it
// says something else at .6, it is .4 (decision 48).
constexpr float kOddsOfNames = 1.8F;

void Balance(CallDecisions::Ranked& forms) {
  float sum = 0;
  for (Completion& one : forms) {
    if (one.text == bind::kNameText) one.probability *= kOddsOfNames;
    sum += one.probability;
  }
  for (Completion& one : forms) one.probability /= std::max(sum, 1e-12F);
}

// Weights of whole lists, as logarithms: of none, and of each argument behind the first; of a list
// that all other calls have, and of its keywords. Fitted to 4,000 calls of the validation split
// (decision 48).
constexpr double kOfNone = -0.65, kOfEach = 0.45, kOfText = 0.5, kOfKeywords = 0.35;
// Lists of other calls are followed down to this logarithm, or to so much below the last that is
// shown.
constexpr double kFaintest = -10, kLift = 2.5;

}  // namespace

class CallSearch {
 public:
  CallSearch(const Completer::Parts& parts, const Known& known, const Budget& budget,
             const FoundSite& start, const CallOptions& options)
      : known_(known),
        start_(start),
        options_(options),
        decisions_(start,
                   [&parts, &known](const FoundSite& site, Task task) {
                     Result<CallDecisions::Ranked> ranked = parts.Rank(site, task, known);
                     if (ranked.ok() && task == Task::kArgumentPlaceholder) {
                       TakeAsSomething(*ranked);
                       Balance(*ranked);
                     }
                     return ranked;
                   }),
        search_({options.beam, options.max_arguments, options.max_completions, budget.deadline}) {}

  Result<std::vector<CallCompletion>> Run() {
    Arguments nothing;
    ReadPlace(nothing.passed);
    const size_t last = start_.left.find_last_not_of(" \t\r\n\\");
    after_comma_ = last != std::string::npos && start_.left[last] == ',';
    // After `key=` the value comes first.
    const auto& place = start_.source->places[static_cast<size_t>(start_.at)];
    Status begun = place.keyword != ast::kNoNode ? AddValue(nothing, "", true) : Expand(nothing);
    if (!begun.ok()) return begun.error();
    Result<std::vector<Continuation>> found =
        search_.Run([this](const Arguments& from) { return Expand(from); });
    if (!found.ok()) return found.error();
    std::vector<CallCompletion> calls;
    for (const Continuation& one : *found) {
      calls.push_back({one.shown + ")", static_cast<float>(std::exp(one.log_probability))});
    }
    const OtherCalls others(start_);
    if (Status added = AddOthers(others, nothing, calls); !added.ok()) return added.error();
    Weigh(others, place.position, calls);
    return calls;
  }

 private:
  // What is passed already, and what the callee takes.
  void ReadPlace(Passed& passed) {
    const pack::AnalysedSource& source = *start_.source;
    const bind::ArgumentPlace& start = source.places[static_cast<size_t>(start_.at)];
    passed = PassedBefore(source, start);
    if (source.index.tree.Child(start.call, ast::Field::kFunction) == ast::kNoNode) return;
    signature_ = TypesAt(start_, known_).SignatureOfCall(start.call);
  }

  // Who typed a comma goes on.
  bool GoesOn(const Arguments& from) const { return after_comma_ && from.count == 0; }

  // What the model gives to that: decisions are as likely as if it were certain.
  double LogOfGoingOn(const Arguments& from, const CallDecisions::Ranked& kinds) const {
    if (!GoesOn(from)) return 0;
    return std::log1p(-std::min(std::exp(LogOf(bind::kStopText, kinds)), 0.999));
  }

  // The lists of other calls, which the search may have given up, as likely as the model finds
  // them.
  Status AddOthers(const OtherCalls& others, const Arguments& nothing,
                   std::vector<CallCompletion>& calls) {
    // Weights can lift a list, but not from anywhere.
    const bool has_enough = std::ssize(calls) >= options_.max_completions;
    const double floor = has_enough ? predict::LogOf(calls.back().probability) - kLift : kFaintest;
    int32_t num_added = 0;
    for (const OtherCall& other : others.lists()) {
      if (num_added == options_.max_completions || search_.IsLate()) break;
      const bool is_there = std::any_of(calls.begin(), calls.end(), [&](const CallCompletion& one) {
        return one.text == other.text;
      });
      if (is_there) continue;
      Result<double> log = Follow(other, nothing, floor);
      if (!log.ok()) return log.error();
      ++num_added;
      if (*log > floor) calls.push_back({other.text, static_cast<float>(std::exp(*log))});
    }
    return {};
  }

  // What the model gives a list from `at` on, or less than `floor`.
  Result<double> Follow(const OtherCall& other, Arguments at, double floor) {
    auto then = [&](const std::string& text, Task task, std::string_view answer) -> Status {
      Result<double> log = LogBehind(text, task, answer);
      if (!log.ok()) return log.error();
      at.log_probability += *log;
      return {};
    };
    if (after_comma_ && other.arguments.empty()) return kNever;
    Result<const CallDecisions::Ranked*> kinds = decisions_.Rank(at.text, Task::kArgumentKind);
    if (!kinds.ok()) return kinds.error();
    if (*kinds != nullptr) at.log_probability -= LogOfGoingOn(at, **kinds);
    for (const OtherCall::Argument& one : other.arguments) {
      if (at.log_probability < floor || search_.IsLate()) return kNever;
      const bool is_name = one.value != kSomething, is_keyword = !one.keyword.empty();
      const std::string_view value = is_name ? std::string_view(one.value) : "";
      if (is_keyword ? !MayPassKeyword(at.passed, signature_, one.keyword)
                     : !MayPass(at.passed, signature_, value)) {
        return kNever;
      }
      if (at.count > 0) at.text += ", ";
      Status asked = then(at.text, Task::kArgumentKind,
                          is_keyword ? bind::kKeywordText : bind::kPositionalText);
      if (asked.ok() && is_keyword) {
        asked = then(at.text, Task::kKeywordName, one.keyword);
        at.text += one.keyword + "=";
        at.passed.keywords.push_back(one.keyword);
      }
      if (asked.ok()) {
        asked = then(at.text, Task::kArgumentPlaceholder,
                     is_name ? bind::kNameText : bind::kPlaceholderText);
      }
      if (asked.ok() && is_name) asked = then(at.text, Task::kArgument, one.value);
      if (!asked.ok()) return asked.error();
      at.text += one.value;
      at.passed.positional += !is_keyword;
      if (is_name) at.passed.names.push_back(one.value);
      ++at.count;
    }
    if (!MayStop(at.passed, signature_)) return kNever;
    const std::string comma = at.count == 0 ? "" : ", ";
    if (Status asked = then(at.text + comma, Task::kArgumentKind, bind::kStopText); !asked.ok()) {
      return asked.error();
    }
    return at.log_probability;
  }

  // Orders whole lists by more than the product of their decisions, each of which costs a long list
  // something: by their length, and by how they are like other calls. The sum stays.
  void Weigh(const OtherCalls& others, int32_t num_before,
             std::vector<CallCompletion>& calls) const {
    float before = 0, after = 0;
    for (CallCompletion& one : calls) {
      const int32_t count = num_before + CountArguments(one.text);
      const double weight = (count == 0 ? kOfNone : kOfEach * (count - 1)) +
                            kOfText * others.ShareOfText(one.text) +
                            kOfKeywords * others.ShareOfKeywords(one.text);
      before += one.probability;
      one.probability = static_cast<float>(std::exp(predict::LogOf(one.probability) + weight));
      after += one.probability;
    }
    for (CallCompletion& one : calls) one.probability *= before / std::max(after, 1e-30F);
    std::stable_sort(calls.begin(), calls.end(),
                     [](const CallCompletion& a, const CallCompletion& b) {
                       return a.probability > b.probability;
                     });
    const auto most = static_cast<size_t>(options_.max_completions);
    if (calls.size() > most) calls.resize(most);
  }

  // The best few names of a kind behind `text`, as visit(name, log).
  template <typename Visitor>
  Status ForBest(const std::string& text, Task task, const Visitor& visit) {
    Result<const CallDecisions::Ranked*> ranked = decisions_.Rank(text, task);
    if (!ranked.ok()) return ranked.error();
    if (*ranked == nullptr) return {};
    CallDecisions::Ranked best = **ranked;
    KeepBest(options_.beam, best);
    for (const Completion& one : best) visit(one.text, predict::LogOf(one.probability));
    return {};
  }

  // What the model gives a text behind `arguments`; never, where none can stand.
  Result<double> LogBehind(const std::string& arguments, Task task, std::string_view text) {
    Result<const CallDecisions::Ranked*> ranked = decisions_.Rank(arguments, task);
    if (!ranked.ok()) return ranked.error();
    return *ranked == nullptr ? kNever : LogOf(text, **ranked);
  }

  // Behind `from` and its comma the call stops, or gets a value or a keyword.
  Status Expand(const Arguments& from) {
    const std::string comma = from.count == 0 ? "" : ", ";
    Result<const CallDecisions::Ranked*> ranked =
        decisions_.Rank(from.text + comma, Task::kArgumentKind);
    if (!ranked.ok()) return ranked.error();
    if (*ranked == nullptr) return {};
    const CallDecisions::Ranked& kinds = **ranked;
    const double log_stop = LogOf(bind::kStopText, kinds), rest = LogOfGoingOn(from, kinds);
    if (!GoesOn(from) && MayStop(from.passed, signature_)) {
      Continuation stop = from;
      stop.log_probability += log_stop;
      search_.Finish(std::move(stop));
    }
    Arguments positional = from;
    positional.log_probability += LogOf(bind::kPositionalText, kinds) - rest;
    if (Status added = AddValue(positional, comma, false); !added.ok()) return added;
    Arguments keyword = from;
    keyword.log_probability += LogOf(bind::kKeywordText, kinds) - rest;
    return AddKeywords(keyword, comma);
  }

  // Adds what `from` becomes with each of the best keywords and its value.
  Status AddKeywords(const Arguments& from, const std::string& comma) {
    if (!search_.IsWorth(from.log_probability)) return {};
    std::vector<Arguments> keywords;
    Status found =
        ForBest(from.text + comma, Task::kKeywordName, [&](const std::string& name, double log) {
          if (!MayPassKeyword(from.passed, signature_, name)) return;
          Arguments& one = keywords.emplace_back(from);
          Write(comma + name + "=", log, one);
          one.passed.keywords.push_back(name);
        });
    if (!found.ok()) return found;
    for (const Arguments& one : keywords) {
      if (!search_.IsWorth(one.log_probability)) continue;
      if (Status added = AddValue(one, "", true); !added.ok()) return added;
    }
    return {};
  }

  static void Write(const std::string& text, double log, Arguments& arguments) {
    arguments.shown += text;
    arguments.text += text;
    arguments.log_probability += log;
  }

  // Adds what `from` becomes with a value: each of the best names, and something else.
  // `keyword`: it is passed as a keyword's.
  Status AddValue(const Arguments& from, const std::string& comma, bool keyword) {
    if (!search_.IsWorth(from.log_probability)) return {};
    if (!keyword && !MayPass(from.passed, signature_, "")) return {};
    Result<const CallDecisions::Ranked*> forms =
        decisions_.Rank(from.text + comma, Task::kArgumentPlaceholder);
    if (!forms.ok()) return forms.error();
    if (*forms == nullptr) return {};
    // What is no plain name stands in the text as it is shown, and as training has seen it.
    auto add = [&](std::string_view text, bool name, double log) {
      if (name && !keyword && !MayPass(from.passed, signature_, text)) return;
      Arguments one = from;
      Write(comma + std::string(text), log, one);
      ++one.count;
      one.passed.positional += !keyword;
      if (name) one.passed.names.emplace_back(text);
      search_.GoOn(std::move(one));
    };
    add(kSomething, false, LogOf(bind::kPlaceholderText, **forms));
    const double name = LogOf(bind::kNameText, **forms);
    return ForBest(from.text + comma, Task::kArgument,
                   [&](const std::string& text, double log) { add(text, true, name + log); });
  }

  const Known& known_;
  const FoundSite& start_;
  const CallOptions options_;
  CallDecisions decisions_;
  ContinuationSearch<Arguments> search_;
  bool after_comma_ = false;
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
