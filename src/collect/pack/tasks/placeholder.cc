// Task argument_placeholder: whether a plain name is passed, a literal, or something else.
#include "collect/pack/tasks/choices.h"
#include "collect/pack/tasks/place.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace placeholder_task {
namespace {

enum : int {
  kIsPlaceholder = 38,  // flags: which of the three it is
  kIsName = 39,
  kIsLiteral = 40,
};
constexpr Feature kFeatures[] = {
    {kIsPlaceholder, "is_placeholder", Knowledge::kSyntax},
    {kIsName, "is_name", Knowledge::kSyntax},
    {kIsLiteral, "is_literal", Knowledge::kSyntax},
};

int FlagOf(std::string_view form) {
  if (form == bind::kNameText) return kIsName;
  return form == bind::kLiteralText ? kIsLiteral : kIsPlaceholder;
}

std::string_view FormAt(const ast::Tree& tree, const bind::ArgumentPlace& place) {
  return place.kind == bind::ArgumentKind::kSplat ? "" : bind::FormText(tree, place);
}
constexpr ChoiceRule kRule = {.space = corpus::KeySpace::kArgumentForm,
                              .slot = &corpus::CallKeys::slot,
                              .text_at = FormAt,
                              .of_all_calls = true};

std::string_view WhyNot(const ast::Tree& tree, const Place& place) {
  return WhyNotArgument(tree, *place.argument, ValueBegin(tree, *place.argument));
}
bool HasAnswer(const ast::Tree&, const Place& place) {
  return place.argument->value != ast::kNoNode;
}
std::string_view Truth(const ast::Tree& tree, const Place& place) {
  return bind::FormText(tree, *place.argument);
}
ast::NodeId Typed(const ast::Tree&, const Place& place) { return place.argument->value; }

Site MakeSite(const ast::Tree& tree, const Place& place) {
  return SiteOfArgument(tree, *place.argument, ValueBegin(tree, *place.argument));
}
Blank MakeBlank(const ast::Tree& tree, const Place& place) {
  return BlankInCall(tree, *place.argument, ValueBegin(tree, *place.argument));
}

Candidates FindCandidates(const CandidateInput& input) {
  Choices choices(input, kRule);
  choices.names.Get(bind::kNameText);
  choices.names.Get(bind::kPlaceholderText);
  choices.names.Get(bind::kLiteralText);
  std::vector<Candidate> list;
  for (size_t i = 0; i < choices.names.size(); ++i) {
    const std::string_view form = choices.names.name(i);
    Candidate candidate = choices.Make(form, choices.names.value(i));
    candidate.features[FlagOf(form)] = kFlag;
    list.push_back(candidate);
  }
  return choices.Finish(std::move(list));
}

constexpr TaskRow kRow = {
    .task = Task::kArgumentPlaceholder,
    .name = "argument_placeholder",
    .variable = "ARG_PLACEHOLDER_PROPORTION",
    .share = 0.07,
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
    .follows = context::Asked::kForm,
    .ranks_variables = false,
    .features = {kFeatures, kChoiceFeatures, kCallFeatures, kTextFeatures, kNearWordFeatures,
                 kContextFeatures},
    .site_features = {kCallSiteFeatures, kContextSiteFeatures},
    .popularity = kChoicePopularity,
    .recency = kChoiceRecency,
};

}  // namespace
}  // namespace placeholder_task

constinit const TaskRow kPlaceholderTask = placeholder_task::kRow;

}  // namespace fastnode::pack
