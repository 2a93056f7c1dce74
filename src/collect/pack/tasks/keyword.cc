// Task keyword_name: which keyword stands at a place of a call where one does. Candidates are the
// parameters of what is called and, unless its signature says that there are no others, the
// keywords that others pass to it; each may be passed once.
#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "collect/pack/tasks/choices.h"
#include "collect/pack/tasks/place.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace keyword_task {
namespace {

enum : int {
  kNearInSignature = 6,  // nearness of the parameter's position to the place's
  kFollows = 14,         // how often it stands after the keyword that stands before the site
  kIsParameter = 37,     // flag: of the signature
  // Flags: it is spelt `keyword` or `placeholder`, `name` or `positional`, `stop`. They say nothing
  // of use; they stay because models were trained with them.
  kSpeltKeyword = 38,
  kSpeltName = 39,
  kSpeltStop = 40,
  kHasDefault = 41,  // flags of the parameter
  kKeywordOnly = 43,
  kFilledByPosition = 44,  // a positional argument before the place has filled it
  // Behind those of all tasks.
  kIsVariable = 74,   // flags: a variable of its name may be named here,
  kVariableUnread,    // ... and waits to be read
  kBehindLastFilled,  // the parameter behind the last that is filled
};
constexpr Feature kFeatures[] = {
    {kNearInSignature, "near_in_signature", Knowledge::kTypes},
    {kFollows, "follows", Knowledge::kFile},
    {kIsParameter, "is_parameter", Knowledge::kTypes},
    {kSpeltKeyword, "spelt_keyword", Knowledge::kSpelling},
    {kSpeltName, "spelt_name", Knowledge::kSpelling},
    {kSpeltStop, "spelt_stop", Knowledge::kSpelling},
    {kHasDefault, "has_default", Knowledge::kTypes},
    {kKeywordOnly, "keyword_only", Knowledge::kTypes},
    {kFilledByPosition, "filled_by_position", Knowledge::kTypes},
    {kIsVariable, "is_variable", Knowledge::kFile},
    {kVariableUnread, "variable_unread", Knowledge::kFile},
    {kBehindLastFilled, "behind_last_filled", Knowledge::kTypes},
};

// How many rows of a key may become candidates, most frequent first.
constexpr size_t kRowsOfCallee = 48, kRowsOfContexts = 8;

std::string_view KeywordAt(const ast::Tree& tree, const bind::ArgumentPlace& place) {
  return place.keyword == ast::kNoNode ? "" : tree.Text(place.keyword);
}
constexpr ChoiceRule kRule = {.space = corpus::KeySpace::kKeyword,
                              .slot = nullptr,
                              .text_at = KeywordAt,
                              .of_all_calls = false};

std::string_view WhyNot(const ast::Tree& tree, const Place& place) {
  return WhyNotArgument(tree, *place.argument, ArgumentBegin(tree, *place.argument));
}
bool HasAnswer(const ast::Tree&, const Place& place) {
  return place.argument->keyword != ast::kNoNode;
}
std::string_view Truth(const ast::Tree& tree, const Place& place) {
  return KeywordAt(tree, *place.argument);
}
ast::NodeId Typed(const ast::Tree&, const Place& place) { return place.argument->keyword; }

Site MakeSite(const ast::Tree& tree, const Place& place) {
  return SiteOfArgument(tree, *place.argument, ArgumentBegin(tree, *place.argument));
}
Blank MakeBlank(const ast::Tree& tree, const Place& place) {
  return BlankInCall(tree, *place.argument, ArgumentBegin(tree, *place.argument));
}

std::string_view KindOf(const uint8_t*) { return "keyword"; }

void AddKeywords(const CandidateInput& input, Choices& choices) {
  for (const Parameter& parameter : choices.call.signature.parameters) {
    if (!parameter.positional_only) choices.names.Get(parameter.name);
  }
  const UsageView& usage = input.names.usage();
  auto take = [&](const UsageView::Key& key) {
    for (std::string_view name : usage.MostOfProject(key, kRowsOfCallee)) choices.names.Get(name);
    for (std::string_view name : usage.MostOfCorpus(key, kRowsOfCallee)) choices.names.Get(name);
  };
  take(choices.keys.path);
  take(choices.keys.last);
  for (std::string_view name : input.contexts.MostOfProject(kRowsOfContexts)) {
    choices.names.Get(name);
  }
  // Better a keyword that other calls take than none.
  if (choices.names.size() == 0) take(choices.keys.any);
}

void PutParameter(const CallAround& call, const bind::ArgumentPlace& place, std::string_view name,
                  CandidateBytes& f) {
  const int at = call.signature.Find(name);
  if (at < 0) return;
  const Parameter& parameter = call.signature.parameters[static_cast<size_t>(at)];
  f[kIsParameter] = kFlag;
  if (parameter.has_default) f[kHasDefault] = kFlag;
  if (parameter.keyword_only) f[kKeywordOnly] = kFlag;
  if (at < place.position && !place.after_keyword) f[kFilledByPosition] = kFlag;
  f[kNearInSignature] = QuantiseNearness(std::abs(at - place.position));
  if (at == call.LastFilled() + 1) f[kBehindLastFilled] = kFlag;
}

void PutVariableOfName(const CallAround& call, std::string_view name, CandidateBytes& f) {
  const Reading* variable = call.visible.Find(name);
  if (variable == nullptr) return;
  f[kIsVariable] = kFlag;
  if (variable->unread) f[kVariableUnread] = kFlag;
}

void PutSpelling(std::string_view name, CandidateBytes& f) {
  if (name == bind::kStopText) f[kSpeltStop] = kFlag;
  if (name == bind::kPositionalText || name == bind::kNameText) f[kSpeltName] = kFlag;
  if (name == bind::kKeywordText || name == bind::kPlaceholderText) f[kSpeltKeyword] = kFlag;
}

Candidates FindCandidates(const CandidateInput& input) {
  Choices choices(input, kRule);
  choices.call.ForEachFollower(KeywordAt, [&](std::string_view name) {
    Choice* known = choices.names.Find(name);
    if (known != nullptr) ++known->follows;
  });
  AddKeywords(input, choices);
  const Signature& signature = choices.call.signature;
  const bool takes_any = signature.takes_any_keyword || signature.parameters.empty();
  std::vector<Candidate> list;
  for (size_t i = 0; i < choices.names.size(); ++i) {
    const std::string_view name = choices.names.name(i);
    const Choice& choice = choices.names.value(i);
    if (choice.in_call || (!takes_any && signature.Find(name) < 0)) continue;
    Candidate candidate = choices.Make(name, choice);
    CandidateBytes& f = candidate.features;
    f[kFollows] = QuantiseCount(choice.follows);
    PutParameter(choices.call, *input.site.place, name, f);
    PutVariableOfName(choices.call, name, f);
    PutSpelling(name, f);
    candidate.prior += f[kIsParameter] / 128.0;
    list.push_back(candidate);
  }
  return choices.Finish(std::move(list));
}

constexpr TaskRow kRow = {
    .task = Task::kKeywordName,
    .name = "keyword_name",
    .variable = "KWARG_NAME_PROPORTION",
    .share = 0.05,
    .places = PlaceList::kArguments,
    .symbols = corpus::SymbolContext::kCallFunc,
    .why_not = WhyNot,
    .has_answer = HasAnswer,
    .truth = Truth,
    .site = MakeSite,
    .typed = Typed,
    .blank = MakeBlank,
    .candidates = FindCandidates,
    .is_use = IsKeywordOfArgument,
    .kind = KindOf,
    .follows = context::Asked::kKeyword,
    .ranks_variables = false,
    .features = {kFeatures, kChoiceFeatures, kCallFeatures, kTextFeatures, kNearWordFeatures,
                 kContextFeatures},
    .site_features = {kCallSiteFeatures, kContextSiteFeatures},
    .popularity = kChoicePopularity,
    .recency = kChoiceRecency,
};

}  // namespace
}  // namespace keyword_task

constinit const TaskRow kKeywordTask = keyword_task::kRow;

bool IsKnownKeyword(const uint8_t* features) {
  constexpr int kSays[] = {keyword_task::kIsParameter,
                           kInFilePath,
                           kInFileLast,
                           kInProjectPath,
                           kInProjectLast,
                           kInCorpusPath,
                           kInCorpusLast};
  return std::any_of(std::begin(kSays), std::end(kSays),
                     [&](int feature) { return features[feature] != 0; });
}

}  // namespace fastnode::pack
