// Task argument: which variable is passed. A keyword stays, as it stands before what is typed.
// Candidates are the variables in reach, other names that the file reads, and builtins that other
// calls pass there.
#include <algorithm>
#include <span>
#include <vector>

#include "collect/pack/tasks/call_around.h"
#include "collect/pack/tasks/place.h"
#include "collect/pack/tasks/tasks.h"
#include "collect/pack/tasks/variables.h"
#include "collect/pack/tasks/words.h"

namespace fastnode::pack {
namespace argument_task {
namespace {

enum : int {
  kPassedToPath = 1,  // how often it is passed in this slot to what has the same text, in the file
  kPassedToLast = 3,  // ... to what has the same last component
  kPassed = 5,        // ... anywhere
  kFollowsParameter = 12,  // flag: the parameter of this function behind the one passed last
  kInCall = 13,            // flag: passed to this call already
  kFollows = 14,           // how often it is passed after what stands before the site
};
constexpr Feature kFeatures[] = {
    {kPassedToPath, "passed_to_path", Knowledge::kFile},
    {kPassedToLast, "passed_to_last", Knowledge::kFile},
    {kPassed, "passed", Knowledge::kFile},
    {kFollowsParameter, "follows_parameter", Knowledge::kFile},
    {kInCall, "in_call", Knowledge::kFile},
    {kFollows, "follows", Knowledge::kFile},
};

constexpr int kPopularity[] = {kInCorpusAny, kInCorpusLast};
constexpr int kRecency[] = {kLastReference, kNextReference, kReferences};

std::string_view WhyNot(const ast::Tree& tree, const Place& place) {
  return WhyNotArgument(tree, *place.argument, ValueBegin(tree, *place.argument));
}
bool HasAnswer(const ast::Tree& tree, const Place& place) {
  return bind::IsPlainName(tree, *place.argument);
}
std::string_view Truth(const ast::Tree& tree, const Place& place) {
  return place.argument->value == ast::kNoNode ? "" : tree.Text(place.argument->value);
}
ast::NodeId Typed(const ast::Tree&, const Place& place) { return place.argument->value; }

Site MakeSite(const ast::Tree& tree, const Place& place) {
  return SiteOfArgument(tree, *place.argument, ValueBegin(tree, *place.argument));
}
Blank MakeBlank(const ast::Tree& tree, const Place& place) {
  return BlankInCall(tree, *place.argument, ValueBegin(tree, *place.argument));
}

constexpr size_t kRowsOfContexts = 8, kRowsOfCalls = 12;

// How other calls of the file pass a name.
struct Passed {
  uint32_t any = 0, last = 0, path = 0, follows = 0;
  bool in_call = false;
};

std::string_view NameAt(const ast::Tree& tree, const bind::ArgumentPlace& place) {
  return bind::IsPlainName(tree, place) ? tree.Text(place.value) : "";
}

// The parameter of the function around the site behind the one that is passed just before it: who
// passes on what he got keeps the order.
std::string_view ParameterBehindLast(const CandidateInput& input) {
  const bind::FileIndex& index = input.source.index;
  const Site& site = input.site;
  if (site.place->position == 0) return "";
  const std::string_view last =
      NameAt(index.tree, input.source.places[static_cast<size_t>(site.at) - 1]);
  if (last.empty()) return "";
  const std::vector<const bind::Variable*> parameters = ParametersOf(
      index, bind::Enclosing(index, index.scope_of[site.anchor], bind::ScopeKind::kFunction));
  for (size_t i = 0; i + 1 < parameters.size(); ++i) {
    if (parameters[i]->name == last) return parameters[i + 1]->name;
  }
  return "";
}

// Of each of `names`.
std::vector<Passed> FindPassed(const CandidateInput& input, const CallAround& call,
                               const ByName<KnownVariable>& names) {
  const ast::Tree& tree = input.source.index.tree;
  std::vector<Passed> all(names.size());
  call.ForEachOther([&](const bind::ArgumentPlace& place, const corpus::CallKeys& keys) {
    if (!bind::IsPlainName(tree, place)) return;
    const size_t at = names.IndexOf(tree.Text(place.value));
    if (at == ByName<KnownVariable>::kNone) return;
    Passed& passed = all[at];
    ++passed.any;
    if (place.call == input.site.place->call) passed.in_call = true;
    if (keys.slot != call.keys.slot) return;
    if (call.IsOfLast(keys)) ++passed.last;
    if (call.IsOfPath(keys)) ++passed.path;
  });
  call.ForEachFollower(NameAt, [&](std::string_view name) {
    const size_t at = names.IndexOf(name);
    if (at != ByName<KnownVariable>::kNone) ++all[at].follows;
  });
  return all;
}

// `number`: of the text.
Candidate MakeCandidate(const CallAround& call, std::string_view text, uint32_t number,
                        const KnownVariable& known, const Passed& passed) {
  Candidate candidate{text, 0, {}, number};
  CandidateBytes& f = candidate.features;
  PutVariable(known, f);
  f[kPassed] = QuantiseCount(passed.any);
  f[kPassedToLast] = QuantiseCount(passed.last);
  f[kPassedToPath] = QuantiseCount(passed.path);
  f[kFollows] = QuantiseCount(passed.follows);
  f[kInCall] = passed.in_call ? kFlag : 0;
  call.PutCounts(call.arguments, number, f);
  candidate.prior = 0.3 * passed.path + 0.2 * passed.last + 0.05 * f[kInProjectLast] / 16.0;
  candidate.prior += PriorOfVariable(known, f, f[kInCorpusAny]);
  return candidate;
}

// What the language binds and other calls of the same thing pass there (`isinstance(x, str)`): in
// the project, in the corpus, and by any position under a keyword of the parameter's name.
void AddBuiltins(const CandidateInput& input, const CallAround& call,
                 ByName<KnownVariable>& names) {
  const UsageView& usage = input.names.usage();
  const std::span<const std::string_view> builtins = Builtins();
  auto add = [&](const std::vector<std::string_view>& most) {
    for (std::string_view name : most) {
      const bool is_builtin = std::binary_search(builtins.begin(), builtins.end(), name);
      if (is_builtin || IsOfEveryModule(name)) names.Get(name);
    }
  };
  const CallAround::Keys& keys = call.arguments;
  for (const UsageView::Key* key : {&keys.path, &keys.last, &keys.parameter}) {
    add(usage.MostOfProject(*key, kRowsOfCalls));
    add(usage.MostOfCorpus(*key, kRowsOfCalls));
  }
}

Candidates FindCandidates(const CandidateInput& input) {
  const CallAround call(input);
  ByName<KnownVariable> names =
      FindVariables(input.source, input.site, input.site.anchor, Unbound::kReads);
  for (std::string_view name : input.contexts.MostOfProject(kRowsOfContexts)) names.Get(name);
  AddBuiltins(input, call, names);
  const std::vector<Passed> passed = FindPassed(input, call, names);
  const std::string_view behind_last = ParameterBehindLast(input);
  const ByName<CallAround::InOthers> in_others = call.FindInOthers(NameAt);
  Candidates result;
  result.site_features = call.FeaturesOfSite();
  result.parameter = call.parameter;
  for (size_t i = 0; i < names.size(); ++i) {
    const bool is_bound = names.value(i).variable != nullptr;
    if (IsWord(names.name(i)) || (IsStatementWord(names.name(i)) && !is_bound)) continue;
    const uint32_t number = input.names.NumberOf(names.name(i), names.hash(i));
    result.list.push_back(MakeCandidate(call, names.name(i), number, names.value(i), passed[i]));
    const bool is_behind = !behind_last.empty() && names.name(i) == behind_last;
    CallAround::PutInOthers(in_others.Find(names.name(i)), result.list.back().features);
    result.list.back().features[kFollowsParameter] = is_behind ? kFlag : 0;
  }
  Surroundings around = FindSurroundings(input.source.index, input.site);
  if (!call.parameter.empty()) around.targets.push_back(call.parameter);
  AddFeaturesOfAll(around, input, result.list);
  ChooseByPrior(input.context.options.max_candidates, result.list);
  return result;
}

constexpr TaskRow kRow = {
    .task = Task::kArgument,
    .name = "argument",
    .variable = "CALL_PROPORTION",
    .share = 0.14,
    .places = PlaceList::kArguments,
    .symbols = corpus::SymbolContext::kCallFunc,
    .why_not = WhyNot,
    .has_answer = HasAnswer,
    .truth = Truth,
    .site = MakeSite,
    .typed = Typed,
    .blank = MakeBlank,
    .candidates = FindCandidates,
    .is_use = IsPlainIdentifier,
    .kind = KindOfName,
    .follows = context::Asked::kArgument,
    .ranks_variables = true,
    .features = {kFeatures, kVariableFeatures, kCallFeatures, kTextFeatures, kNearWordFeatures,
                 kContextFeatures},
    .site_features = {kCallSiteFeatures, kContextSiteFeatures},
    .popularity = kPopularity,
    .recency = kRecency,
};

}  // namespace
}  // namespace argument_task

constinit const TaskRow kArgumentTask = argument_task::kRow;

}  // namespace fastnode::pack
