// Task name: what is typed where a statement or an expression may begin, a name that is read or a
// word of the language. Candidates are the variables that Python's rules let one see there, what
// the file reads and does not bind, the builtins, and the words that the grammar allows.
//
// A word that begins a statement changes all that follows: what it begins is gone under every
// condition, and its place is found in the text alone. A plain name that is passed in a call is the
// task argument's.
#include <algorithm>

#include "analyze/bind/reads.h"
#include "collect/pack/tasks/place.h"
#include "collect/pack/tasks/tasks.h"
#include "collect/pack/tasks/variables.h"
#include "collect/pack/tasks/words.h"
#include "collect/pack/usage_view.h"

namespace fastnode::pack {
namespace name_task {
namespace {

using ast::Kind;
using ast::NodeId;

enum : int {
  kInProject = 20,  // how often the project's other files read it
  kInProjectHere,   // ... at places that are to what stands around them what this one is
  kInCorpus = 32,   // how often other projects do
  kInCorpusHere,
  kIsWord = 45,  // flags: of the language
  kIsBuiltin,    // nothing in the file binds it, the language does
};
constexpr Feature kFeatures[] = {
    {kInProject, "in_project", Knowledge::kProject},
    {kInProjectHere, "in_project_here", Knowledge::kProject},
    {kInCorpus, "in_corpus", Knowledge::kCorpus},
    {kInCorpusHere, "in_corpus_here", Knowledge::kCorpus},
    {kIsWord, "is_word", Knowledge::kSyntax},
    {kIsBuiltin, "is_builtin", Knowledge::kSyntax},
};

// Flags: one of each position, and how much there is to choose from.
enum : int { kFirstPosition = 0, kTotalNames = kFirstPosition + bind::kNumPositions, kInClass };
constexpr Feature kSiteFeatures[] = {
    {0, "statement", Knowledge::kSyntax},       {1, "assigned", Knowledge::kSyntax},
    {2, "returned", Knowledge::kSyntax},        {3, "condition", Knowledge::kSyntax},
    {4, "iterated", Knowledge::kSyntax},        {5, "opened", Knowledge::kSyntax},
    {6, "passed", Knowledge::kSyntax},          {7, "element", Knowledge::kSyntax},
    {8, "operand", Knowledge::kSyntax},         {9, "compared", Knowledge::kSyntax},
    {10, "index", Knowledge::kSyntax},          {11, "type", Knowledge::kSyntax},
    {12, "raised", Knowledge::kSyntax},         {13, "caught", Knowledge::kSyntax},
    {14, "decorator", Knowledge::kSyntax},      {15, "base", Knowledge::kSyntax},
    {16, "shown", Knowledge::kSyntax},          {17, "default", Knowledge::kSyntax},
    {18, "other", Knowledge::kSyntax},          {kTotalNames, "total_names", Knowledge::kFile},
    {kInClass, "in_class", Knowledge::kSyntax},
};

constexpr int kPopularity[] = {kInCorpusHere, kInCorpus};
constexpr int kRecency[] = {kLastReference, kNextReference, kReferences};

std::string_view WhyNot(const ast::Tree&, const Place&) { return ""; }

// The whole of an argument.
bool IsPassed(const ast::Tree& tree, NodeId read) {
  const NodeId parent = tree[read].parent;
  if (parent == ast::kNoNode) return false;
  if (tree[parent].kind == Kind::kKeywordArgument) return true;
  return tree[parent].kind == Kind::kArgumentList && tree[parent].parent != ast::kNoNode &&
         tree[tree[parent].parent].kind == Kind::kCall;
}
bool HasAnswer(const ast::Tree& tree, const Place& place) {
  return !bind::IsName(tree, place.read) || !IsPassed(tree, place.read);
}
std::string_view Truth(const ast::Tree& tree, const Place& place) { return tree.Text(place.read); }
NodeId Typed(const ast::Tree&, const Place& place) { return place.read; }

Site MakeSite(const ast::Tree&, const Place& place) {
  Site site{.focus = place.read, .anchor = place.read};
  site.hidden_read = place.read;
  site.hidden = {place.read};
  site.begin = place.read;
  site.end = place.read + 1;
  return site;
}

Blank MakeBlank(const ast::Tree& tree, const Place& place) {
  Blank blank{{tree[place.read].begin, tree[place.read].end}, bind::BegunBy(tree, place.read)};
  blank.is_all = !bind::IsName(tree, place.read);
  return blank;
}

struct Keys {
  UsageView::Key any, here;
};

// `number`: of the text.
Candidate MakeCandidate(NamesAround& names, const Keys& keys, std::string_view text,
                        uint32_t number, const KnownVariable& known, bool is_word,
                        bool is_builtin) {
  Candidate candidate{text, 0, {}, number};
  CandidateBytes& f = candidate.features;
  PutVariable(known, f);
  const UsageView& usage = names.usage();
  const UsageView::Name name = names.Of(number).in_tables;
  f[kInProject] = QuantiseCount(usage.Project(keys.any, name)[0]);
  f[kInProjectHere] = QuantiseCount(usage.Project(keys.here, name)[0]);
  f[kInCorpus] = QuantiseCount(usage.Corpus(keys.any, name)[0]);
  f[kInCorpusHere] = QuantiseCount(usage.Corpus(keys.here, name)[0]);
  if (is_word) f[kIsWord] = kFlag;
  if (is_builtin && known.variable == nullptr) f[kIsBuiltin] = kFlag;
  candidate.prior = PriorOfVariable(known, f, f[kInCorpusHere]) + 0.1 * f[kInProjectHere] / 128.0 +
                    (is_word ? 0.2 : 0.0);
  return candidate;
}

// Who has typed something is shown all that fits, among what would be looked at anyway.
void KeepWhatFits(const CutContext& context, std::vector<Candidate>& list) {
  const auto max = static_cast<size_t>(context.options.max_candidates);
  if (context.prefix.empty() || list.size() <= max) return;
  const auto others = std::stable_partition(
      list.begin(), list.end(), [&](const Candidate& c) { return Fits(c.text, context.prefix); });
  std::sort(others, list.end(), [](const Candidate& a, const Candidate& b) {
    return a.prior != b.prior ? a.prior > b.prior : a.text < b.text;
  });
  list.resize(std::max(max, static_cast<size_t>(others - list.begin())));
}

Candidates FindCandidates(const CandidateInput& input) {
  const Site& site = input.site;
  const ast::Tree& tree = input.source.index.tree;
  const bind::Position position = bind::PositionOf(tree, site.focus);
  ByName<KnownVariable> names = FindVariables(input.source, site, site.focus, Unbound::kReads);
  const size_t num_known = names.size();
  const std::vector<std::string_view> words = WordsAt(input.source, site.focus, position);
  const std::span<const std::string_view> builtins = Builtins();
  struct OfLanguage {
    bool is_builtin = false, is_word = false;
  };
  std::vector<OfLanguage> of_language(num_known + builtins.size() + words.size());
  for (std::string_view name : builtins) of_language[names.Add(name)].is_builtin = true;
  for (std::string_view word : words) of_language[names.Add(word)].is_word = true;

  const UsageView& usage = input.names.usage();
  const Keys keys{usage.Locate(corpus::UsageKey(corpus::KeySpace::kRead, "")),
                  usage.Locate(corpus::UsageKey(corpus::KeySpace::kRead, bind::Name(position)))};
  Candidates result;
  result.site_features[static_cast<size_t>(kFirstPosition) + static_cast<size_t>(position)] = kFlag;
  result.site_features[kTotalNames] = QuantiseCount(num_known);
  const bind::ScopeId scope = input.source.index.scope_of[site.focus];
  if (input.source.index.scopes[scope].kind == bind::ScopeKind::kClass) {
    result.site_features[kInClass] = kFlag;
  }
  result.list.reserve(names.size());
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string_view text = names.name(i);
    const auto [is_builtin, is_word] = of_language[i];
    const bool is_bound = names.value(i).variable != nullptr;
    // Words that the grammar does not allow here.
    if (!is_word && (IsWord(text) || (IsStatementWord(text) && !is_bound))) continue;
    const uint32_t number = input.names.NumberOf(text, names.hash(i));
    result.list.push_back(
        MakeCandidate(input.names, keys, text, number, names.value(i), is_word, is_builtin));
  }
  AddFeaturesOfAll(FindSurroundings(input.source.index, site), input, result.list);
  KeepWhatFits(input.context, result.list);
  ChooseByPrior(input.context.options.max_candidates, result.list);
  return result;
}

std::string_view KindOf(const uint8_t* f) {
  if (f[kIsWord] != 0) return "word";
  if (f[kBoundByClass] != 0) return "class";
  if (f[kBoundByDef] != 0) return "function";
  if (f[kBoundByImport] != 0) return "module";
  if (f[kIsBuiltin] != 0) return f[kCapitalised] != 0 ? "class" : "function";
  return "name";
}

constexpr TaskRow kRow = {
    .task = Task::kName,
    .name = "name",
    .variable = "NAME_PROPORTION",
    .share = 0.15,
    .places = PlaceList::kReads,
    .symbols = corpus::SymbolContext::kName,
    .why_not = WhyNot,
    .has_answer = HasAnswer,
    .truth = Truth,
    .site = MakeSite,
    .typed = Typed,
    .blank = MakeBlank,
    .candidates = FindCandidates,
    .is_use = IsPlainIdentifier,
    .kind = KindOf,
    .follows = context::Asked::kWord,
    .ranks_variables = true,
    .features = {kFeatures, kVariableFeatures, kTextFeatures, kNearWordFeatures, kContextFeatures},
    .site_features = {kSiteFeatures, kContextSiteFeatures},
    .popularity = kPopularity,
    .recency = kRecency,
};

}  // namespace
}  // namespace name_task

constinit const TaskRow kNameTask = name_task::kRow;

}  // namespace fastnode::pack
