// Task argument_kind: what comes next in a call: nothing, a positional argument, or a keyword.
#include "collect/pack/tasks/choices.h"
#include "collect/pack/tasks/place.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace argument_kind_task {
namespace {

enum : int {
  kFits = 37,  // flags: the signature lets it stand here, or does not; neither if it is unknown
  kIsKeyword = 38,
  kIsPositional = 39,
  kIsStop = 40,
  kFitsNot = 41,
};
constexpr Feature kFeatures[] = {
    {kFits, "fits", Knowledge::kTypes},
    {kIsKeyword, "is_keyword", Knowledge::kSyntax},
    {kIsPositional, "is_positional", Knowledge::kSyntax},
    {kIsStop, "is_stop", Knowledge::kSyntax},
    {kFitsNot, "fits_not", Knowledge::kTypes},
};

std::string_view KindAt(const ast::Tree&, const bind::ArgumentPlace& place) {
  return bind::KindText(place.kind);
}
constexpr ChoiceRule kRule = {.space = corpus::KeySpace::kArgumentKind,
                              .slot = &corpus::CallKeys::position,
                              .text_at = KindAt,
                              .of_all_calls = true};

std::string_view WhyNot(const ast::Tree& tree, const Place& place) {
  return WhyNotArgument(tree, *place.argument, ArgumentBegin(tree, *place.argument));
}
bool HasAnswer(const ast::Tree&, const Place&) { return true; }
std::string_view Truth(const ast::Tree& tree, const Place& place) {
  return KindAt(tree, *place.argument);
}
ast::NodeId Typed(const ast::Tree&, const Place& place) { return place.argument->argument; }

Site MakeSite(const ast::Tree& tree, const Place& place) {
  return SiteOfArgument(tree, *place.argument, ArgumentBegin(tree, *place.argument));
}
Blank MakeBlank(const ast::Tree& tree, const Place& place) {
  return BlankInCall(tree, *place.argument, ArgumentBegin(tree, *place.argument));
}

// Whether the signature lets the call end here, or go on so.
bool Fits(const CallAround& call, std::string_view kind) {
  if (kind == bind::kStopText) return call.Needed() == 0;
  if (kind != bind::kPositionalText) return true;
  return call.PositionalLeft() > 0 || call.signature.takes_more;
}

Candidates FindCandidates(const CandidateInput& input) {
  Choices choices(input, kRule);
  for (std::string_view kind : {bind::kStopText, bind::kPositionalText, bind::kKeywordText}) {
    choices.names.Get(kind);
  }
  std::vector<Candidate> list;
  for (size_t i = 0; i < choices.names.size(); ++i) {
    const std::string_view kind = choices.names.name(i);
    // Nothing positional follows a keyword.
    if (kind == bind::kPositionalText && input.site.place->after_keyword) continue;
    Candidate candidate = choices.Make(kind, choices.names.value(i));
    CandidateBytes& f = candidate.features;
    if (choices.call.signature.known) f[Fits(choices.call, kind) ? kFits : kFitsNot] = kFlag;
    if (kind == bind::kStopText) f[kIsStop] = kFlag;
    if (kind == bind::kPositionalText) f[kIsPositional] = kFlag;
    if (kind == bind::kKeywordText) f[kIsKeyword] = kFlag;
    candidate.prior += f[kFits] / 128.0;
    list.push_back(candidate);
  }
  return choices.Finish(std::move(list));
}

constexpr TaskRow kRow = {
    .task = Task::kArgumentKind,
    .name = "argument_kind",
    .variable = "ARG_TYPE_PROPORTION",
    .share = 0.08,
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
    .follows = context::Asked::kKind,
    .ranks_variables = false,
    .features = {kFeatures, kChoiceFeatures, kCallFeatures, kTextFeatures, kNearWordFeatures,
                 kContextFeatures},
    .site_features = {kCallSiteFeatures, kContextSiteFeatures},
    .popularity = kChoicePopularity,
    .recency = kChoiceRecency,
};

}  // namespace
}  // namespace argument_kind_task

constinit const TaskRow kArgumentKindTask = argument_kind_task::kRow;

}  // namespace fastnode::pack
