// Task attribute_base: the variable before a dot. The name after the dot is hidden, too: who types
// the one has not typed the other. Candidates are the variables in reach, other names that the file
// uses before a dot, and a few that are common everywhere, in case the file has none.
#include "collect/pack/tasks/place.h"
#include "collect/pack/tasks/tasks.h"
#include "collect/pack/tasks/variables.h"
#include "collect/pack/usage_view.h"

namespace fastnode::pack {
namespace base_task {
namespace {

enum : int {
  kInProject = 20,         // as the name before a dot, in the project's other files
  kInProjectContext = 21,  // ... in the same context
  kInCorpus = 32,
  kInCorpusContext = 33,
};
constexpr Feature kFeatures[] = {
    {kInProject, "in_project", Knowledge::kProject},
    {kInProjectContext, "in_project_context", Knowledge::kProject},
    {kInCorpus, "in_corpus", Knowledge::kCorpus},
    {kInCorpusContext, "in_corpus_context", Knowledge::kCorpus},
};

enum : int {
  kContextLoad = 0,  // flags: bind::UseContext of the attribute
  kContextCall,
  kContextStore,
  kContextDelete,
  kTotalNames = 21,  // how many candidates the file offers
  kTotalUses = 23,   // attribute uses of the file
};
constexpr Feature kSiteFeatures[] = {
    {kContextLoad, "context_load", Knowledge::kSyntax},
    {kContextCall, "context_call", Knowledge::kSyntax},
    {kContextStore, "context_store", Knowledge::kSyntax},
    {kContextDelete, "context_delete", Knowledge::kSyntax},
    {kTotalNames, "total_names", Knowledge::kFile},
    {kTotalUses, "total_uses", Knowledge::kFile},
};

constexpr int kPopularity[] = {kInCorpus};
constexpr int kRecency[] = {kLastReference, kNextReference, kReferences};

constexpr size_t kRowsOfCorpus = 8, kRowsOfContexts = 8;

std::string_view WhyNot(const ast::Tree& tree, const Place& place) {
  const bool plain = tree[place.use->base].kind == ast::Kind::kIdentifier;
  return plain ? "" : "the base is not a plain name";
}
bool HasAnswer(const ast::Tree&, const Place&) { return true; }
std::string_view Truth(const ast::Tree& tree, const Place& place) {
  return tree.Text(place.use->base);
}
ast::NodeId Typed(const ast::Tree&, const Place& place) { return place.use->base; }

Site MakeSite(const ast::Tree&, const Place& place) {
  Site site = SiteOfUse(*place.use);
  site.focus = site.hidden_read = place.use->base;
  site.hidden = {place.use->base, place.use->name};
  return site;
}

Blank MakeBlank(const ast::Tree& tree, const Place& place) {
  return {{tree[place.use->base].begin, tree[place.use->name].end}, place.use->node};
}

Candidate MakeCandidate(const UsageView& usage, const UsageView::Key& key, const Site& site,
                        std::string_view text, const KnownVariable& known) {
  Candidate candidate{text, 0, {}};
  CandidateBytes& f = candidate.features;
  PutVariable(known, f);
  const UsageView::Name name = usage.Resolve(text);
  const corpus::UseCounts project = usage.Project(key, name), others = usage.Corpus(key, name);
  const auto context = static_cast<size_t>(site.context);
  f[kInProject] = QuantiseCount(corpus::Total(project));
  f[kInProjectContext] = QuantiseCount(project[context]);
  f[kInCorpus] = QuantiseCount(corpus::Total(others));
  f[kInCorpusContext] = QuantiseCount(others[context]);
  candidate.prior = PriorOfVariable(known, f, f[kInCorpus]);
  return candidate;
}

Candidates FindCandidates(const CandidateInput& input) {
  const Site& site = input.site;
  const UsageView& usage = input.names.usage();
  const UsageView::Key key = usage.Locate(corpus::UsageKey(corpus::KeySpace::kBaseName, ""));
  ByName<KnownVariable> names = FindVariables(input.source, site, site.base);
  for (std::string_view name : usage.MostOfCorpus(key, kRowsOfCorpus)) names.Get(name);
  for (std::string_view name : input.contexts.MostOfProject(kRowsOfContexts)) names.Get(name);
  Candidates result;
  result.site_features[static_cast<size_t>(kContextLoad) + static_cast<size_t>(site.context)] =
      kFlag;
  result.site_features[kTotalNames] = QuantiseCount(names.size());
  result.site_features[kTotalUses] = QuantiseCount(input.source.index.attributes.size() - 1);
  for (size_t i = 0; i < names.size(); ++i) {
    result.list.push_back(MakeCandidate(usage, key, site, names.name(i), names.value(i)));
  }
  AddFeaturesOfAll(FindSurroundings(input.source.index, site), input, result.list);
  ChooseByPrior(input.context.options.max_candidates, result.list);
  return result;
}

constexpr TaskRow kRow = {
    .task = Task::kAttributeBase,
    .name = "attribute_base",
    .variable = "ATTR_BASE_PROPORTION",
    .share = 0.04,
    .places = PlaceList::kAttributeUses,
    .symbols = corpus::SymbolContext::kName,
    .why_not = WhyNot,
    .has_answer = HasAnswer,
    .truth = Truth,
    .site = MakeSite,
    .typed = Typed,
    .blank = MakeBlank,
    .candidates = FindCandidates,
    .is_use = IsPlainIdentifier,
    .kind = KindOfName,
    .follows = context::Asked::kBase,
    .ranks_variables = true,
    .features = {kFeatures, kVariableFeatures, kTextFeatures, kNearWordFeatures, kContextFeatures},
    .site_features = {kSiteFeatures, kContextSiteFeatures},
    .popularity = kPopularity,
    .recency = kRecency,
};

}  // namespace
}  // namespace base_task

constinit const TaskRow kBaseTask = base_task::kRow;

}  // namespace fastnode::pack
