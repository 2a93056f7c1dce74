// Three steps. Every name that anything offers is collected with what the file says of it. For each
// one the counts of the project and the corpus are looked up and the prior is made. Features are
// written of those that the prior keeps: a third, mostly. The prior adds shares of counts, the
// closest evidence first; its weights were tried by hand on validation projects.
//
// Where the base's type is known and closed, a name that it does not have is no candidate: neither
// in training nor in the product, which then offers nothing else. But the file, and the project of
// values of this very type, know better than what was found of it (a module's names set elsewhere).
#include "collect/pack/tasks/attribute_candidates.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "collect/pack/phase.h"
#include "collect/pack/tasks/attribute.h"
#include "collect/pack/tasks/attribute_around.h"
#include "collect/pack/tasks/attribute_uses.h"
#include "collect/pack/usage_view.h"

namespace fastnode::pack {
namespace attribute {
namespace {

using corpus::KeySpace;
using corpus::UsageKey;
using corpus::UseCounts;
using types::Type;

// How many rows of a key may become candidates, most frequent first.
constexpr size_t kRowsOfBase = 64, kRowsOfLast = 32, kRowsOfType = 64, kRowsOfContexts = 48,
                 kRowsOfNarrow = 16;
constexpr size_t kMaxMembers = 400;

// What is counted under the keys of the site, of one name: in the project, or in the corpus.
struct Counts {
  UseCounts base, last, type;
};

// What is looked up of one name.
struct LookedUp {
  uint32_t known;  // place in KnownNames::list
  Counts in_project, in_corpus;
  TextFeatures::Likeness likeness;
  bool texts_mislead = false;

  // What is counted by the text before the dot is said of something else.
  void ForgetTexts() {
    texts_mislead = true;
    in_project.base = in_project.last = in_corpus.base = in_corpus.last = {};
  }
};

// Sums over all names.
struct Totals {
  uint64_t file_base = 0, file_last = 0, file_any = 0, function_base = 0;
  uint64_t project_base = 0, project_type = 0, corpus_base = 0, corpus_type = 0;
};

class Collector {
 public:
  explicit Collector(const CandidateInput& input)
      : source_(input.source),
        site_(input.site),
        context_(input.context),
        contexts_(input.contexts),
        around_(input.names),
        usage_(around_.usage()),
        names_(FindAttributeUses(source_, site_, around_.size())) {
    const UseKeys& keys = source_.use_keys[static_cast<size_t>(site_.at)];
    base_ = usage_.Locate(keys.base);
    last_ = usage_.Locate(keys.last);
    const std::string type_name = AskForTypes(input);
    shadowed_ = ShadowedModule();
    if (!type_name.empty()) type_key_ = usage_.Locate(UsageKey(KeySpace::kType, type_name));
    const corpus::NarrowKeys narrow = NarrowKeysAt(source_, site_, type_name);
    for (size_t i = 0; i < narrow.size(); ++i) narrow_[i] = usage_.Locate(narrow[i]);
    parameters_ = FindParametersAround(source_, site_);
    parameter_ = ParameterThatGets(source_, site_, input.types);
    said_ = FindSaidBefore(source_, site_);
  }

  Candidates Collect() {
    Surroundings around = FindSurroundings(source_.index, site_);
    if (!parameter_.empty()) around.targets.push_back(parameter_);
    CollectNames(around);
    FindTotals();
    const TextFeatures text(around);
    function_ = around.function;
    class_parts_ = NumberParts(
        bind::NameOfScope(source_.index, source_.use_keys[static_cast<size_t>(site_.at)].cls));
    const NameComparison unread(UnreadAround(source_, site_));
    std::vector<LookedUp> all;
    std::vector<Ranked> order;
    all.reserve(names_.list().size());
    order.reserve(names_.list().size());
    for (uint32_t i = 0; i < names_.list().size(); ++i) {
      FetchCounts(i + kAhead);
      const KnownName& known = names_.list()[i];
      const std::string_view name = around_.Text(known.name);
      if (!Fits(name, context_.prefix) || (closed_ && !IsPossible(known))) continue;
      const NamesAround::Facts& facts = around_.Of(known.name);
      LookedUp& found =
          all.emplace_back(LookedUp{i, InProject(facts.in_tables), InCorpus(facts.in_tables)});
      if (IsOfShadowed(name)) found.ForgetTexts();
      const double prior = PriorOf(known, facts, found) + contexts_.PriorOf(facts.hash);
      if (!(prior > 0)) {
        all.pop_back();
        continue;
      }
      found.likeness = text.Of(name, facts.parts);
      order.push_back(
          {prior + found.likeness.prior(), name, static_cast<uint32_t>(all.size() - 1)});
    }
    KeepBest(context_.options.max_candidates, order);
    Candidates result;
    result.site_features = FeaturesOfSite();
    result.list.reserve(order.size());
    for (const Ranked& ranked : order) {
      const LookedUp& found = all[ranked.at];
      const KnownName& known = names_.list()[found.known];
      const NamesAround::Facts& facts = around_.Of(known.name);
      Candidate& candidate = result.list.emplace_back(Candidate{ranked.text, ranked.prior});
      candidate.number = known.name;
      PutFeatures(known, facts, found, ranked.text, candidate.features);
      PutSaid(known.name, facts, ranked.text, unread, candidate.features);
      candidate.features[kPrior] = QuantisePrior(ranked.prior);
    }
    return result;
  }

 private:
  // Returns the name that uses of the base's type are counted by.
  std::string AskForTypes(const CandidateInput& input) {
    PhaseScope phase(Phase::kTypes);
    type_ = input.types.TypeOf(site_.base);
    const std::vector<types::Member>& members = input.types.Members(type_);
    members_.assign(members.begin(), members.begin() + static_cast<ptrdiff_t>(
                                                           std::min(members.size(), kMaxMembers)));
    type_is_closed_ = IsClosed(input.types);
    std::string name = input.counted.Name(input.counted.TypeOf(site_.base));
    // All classes and functions of files have one name in the counts (types.h), so what is used on
    // one of them says nothing of another.
    type_has_name_ = !name.empty() && name != "local";
    return name;
  }

  // A variable that has the name of a module of the library, and is none: what others write behind
  // the same word is mostly said of the module.
  std::shared_ptr<const types::Module> ShadowedModule() const {
    const bind::FileIndex& index = source_.index;
    if (BaseKind() != kBaseName || type_.kind == Type::Kind::kModule) return nullptr;
    const bind::VariableId id = index.variable_of[site_.base];
    if (id == bind::kNone) return nullptr;
    bool is_bound = false;
    for (const bind::Reference& reference : index.variables[id].references) {
      if (reference.kind == bind::ReferenceKind::kImport) return nullptr;
      is_bound |= bind::IsBinding(reference.kind);
    }
    return is_bound ? context_.library->Find(index.tree.Text(site_.base)) : nullptr;
  }
  bool IsOfShadowed(std::string_view name) const {
    return shadowed_ != nullptr && shadowed_->Find(bind::kModuleScope, name) != bind::kNone;
  }

  void CollectNames(const Surroundings& around) {
    for (const types::Member& member : members_) Get(member.name).member = &member;
    if (type_is_closed_ && type_has_name_) FindUsedOnType();
    FindClosed();
    if (closed_) return CollectWords(0);
    CollectTable(&UsageView::MostOfProject);
    CollectTable(&UsageView::MostOfCorpus);
    const CutOptions& options = context_.options;
    for (uint32_t name : around_.Frequent(options.max_project_names, options.max_corpus_names)) {
      if (Fits(around_.Text(name), context_.prefix)) names_.Get(name);
    }
    for (std::string_view name : contexts_.MostOfProject(kRowsOfContexts)) {
      if (Fits(name, context_.prefix)) Get(name);
    }
    for (std::string_view name : around.statement) Get(name);
    for (std::string_view name : around.targets) Get(name);
    CollectStores();
    CollectWords(options.max_file_words);
  }

  // A method stores what it is given, most of all a constructor: `self.width = width`, or
  // `self._width`. Before anything reads it, the name stands nowhere behind a dot.
  void CollectStores() {
    if (BaseKind() != kBaseSelf) return;
    if (site_.context != bind::UseContext::kStore && !IsStatement()) return;
    auto take = [&](std::string_view name) {
      if (Fits(name, context_.prefix)) stores_.push_back(Get(name).name);
    };
    for (std::string_view parameter : parameters_.names) {
      take(parameter);
      if (parameter[0] != '_') take("_" + std::string(parameter));
    }
    std::sort(stores_.begin(), stores_.end());
  }

  // Whether the site's expression is a statement of its own: one that may become a store.
  bool IsStatement() const {
    const ast::Tree& tree = source_.index.tree;
    return tree[tree[site_.attribute].parent].kind == ast::Kind::kExpressionStatement;
  }

  // What the file uses on the same base, or the project on the same type, may be there, whatever
  // the types say.
  bool IsPossible(const KnownName& known) const {
    return known.member != nullptr || corpus::Total(known.base) > 0 ||
           std::binary_search(used_on_type_.begin(), used_on_type_.end(), known.name);
  }

  void FindUsedOnType() {
    for (std::string_view name : usage_.MostOfProject(type_key_, kRowsOfType)) {
      used_on_type_.push_back(Get(name).name);
    }
    std::sort(used_on_type_.begin(), used_on_type_.end());
  }

  // Names that are not possible are let in where none that fits is.
  void FindClosed() {
    closed_ = type_is_closed_ &&
              std::any_of(names_.list().begin(), names_.list().end(), [&](const KnownName& known) {
                return IsPossible(known) && Fits(around_.Text(known.name), context_.prefix);
              });
  }

  // Whether a value of the type has its members and no others. What is stored to may be new, and so
  // may a statement become such a store; but objects of others, and modules, are seldom given
  // anything.
  bool IsClosed(types::TypeEvaluator& types) const {
    if (members_.empty() || members_.size() == kMaxMembers) return false;
    if (types.OpennessOf(type_) != types::TypeEvaluator::Openness::kClosed) return false;
    if (type_.kind == Type::Kind::kModule) return true;
    return site_.context != bind::UseContext::kStore &&
           !(IsStatement() && type_.local != ast::kNoNode);
  }

  KnownName& Get(std::string_view name) { return names_.Get(around_.NumberOf(name)); }

  using Most = std::vector<std::string_view> (UsageView::*)(const UsageView::Key&, size_t) const;
  void CollectTable(Most most) {
    auto take = [&](const UsageView::Key& key, size_t limit) {
      for (std::string_view name : (usage_.*most)(key, limit)) {
        if (Fits(name, context_.prefix)) Get(name);
      }
    };
    take(base_, kRowsOfBase);
    take(type_key_, kRowsOfType);
    take(last_, kRowsOfLast);
    for (const UsageView::Key& key : narrow_) take(key, kRowsOfNarrow);
  }

  // Words that are no candidates yet become some, up to a limit.
  void CollectWords(int32_t max_more) {
    int32_t num_more = 0;
    for (const FileWord& word : source_.words) {
      KnownName* known = names_.Find(word.name);
      if (known == nullptr) {
        if (num_more == max_more || !Fits(word.text, context_.prefix)) continue;
        ++num_more;
        known = &names_.Get(word.name);
      }
      known->words = word.names;
      known->strings = word.strings;
    }
  }

  void FindTotals() {
    for (const KnownName& known : names_.list()) {
      totals_.file_base += corpus::Total(known.base);
      totals_.file_last += corpus::Total(known.last);
      totals_.function_base += known.function_base;
    }
    totals_.file_any = source_.index.attributes.size() - 1;
    totals_.project_base = usage_.ProjectTotal(base_);
    totals_.project_type = usage_.ProjectTotal(type_key_);
    totals_.corpus_base = usage_.CorpusTotal(base_);
    totals_.corpus_type = usage_.CorpusTotal(type_key_);
  }

  SiteBytes FeaturesOfSite() const {
    SiteBytes f{};
    f[static_cast<size_t>(kContextLoad) + static_cast<size_t>(site_.context)] = kFlag;
    f[BaseKind()] = kFlag;
    if (type_.kind != Type::Kind::kUnknown) f[kTypeKnown] = kFlag;
    if (type_.kind == Type::Kind::kModule) f[kTypeModule] = kFlag;
    if (type_.kind == Type::Kind::kClass) f[kTypeClass] = kFlag;
    if (type_.kind == Type::Kind::kInstance) {
      const bool local = type_.local != ast::kNoNode;
      f[local ? kTypeLocalInstance : kTypeLibraryInstance] = kFlag;
    }
    f[kTotalFileBase] = QuantiseCount(totals_.file_base);
    f[kTotalFileLast] = QuantiseCount(totals_.file_last);
    f[kTotalProjectBase] = QuantiseCount(totals_.project_base);
    f[kTotalCorpusBase] = QuantiseCount(totals_.corpus_base);
    f[kTotalCorpusType] = QuantiseCount(totals_.corpus_type);
    f[kTotalMembers] = QuantiseCount(members_.size());
    f[kTotalFunctionBase] = QuantiseCount(totals_.function_base);
    f[kTotalFileAny] = QuantiseCount(totals_.file_any);
    const bind::Position position = source_.use_keys[static_cast<size_t>(site_.at)].position;
    f[static_cast<size_t>(kFirstPosition) + static_cast<size_t>(position)] = kFlag;
    for (size_t i = 0; i < narrow_.size(); ++i) {
      f[kFirstTotalProjectNarrow + i] = QuantiseCount(usage_.ProjectTotal(narrow_[i]));
      f[kFirstTotalCorpusNarrow + i] = QuantiseCount(usage_.CorpusTotal(narrow_[i]));
    }
    f[kParameterKnown] = parameter_.empty() ? 0 : kFlag;
    return f;
  }

  SiteFeature BaseKind() const {
    const ast::Tree& tree = source_.index.tree;
    switch (tree[site_.base].kind) {
      case ast::Kind::kIdentifier: {
        const std::string_view name = tree.Text(site_.base);
        return name == "self" || name == "cls" ? kBaseSelf : kBaseName;
      }
      case ast::Kind::kAttribute:
        return kBaseAttribute;
      case ast::Kind::kCall:
        return kBaseCall;
      case ast::Kind::kSubscript:
        return kBaseSubscript;
      case ast::Kind::kString:
      case ast::Kind::kConcatenatedString:
        return kBaseLiteral;
      default:
        return kBaseOther;
    }
  }

  void PutFeatures(const KnownName& known, const NamesAround::Facts& facts, const LookedUp& found,
                   std::string_view name, CandidateBytes& f) const {
    PutFile(known, f);
    PutCounts(kProjectBase, found.in_project.base, f);
    PutCounts(kProjectLast, found.in_project.last, f);
    PutCounts(kProjectAny, facts.in_project, f);
    PutCounts(kProjectType, found.in_project.type, f);
    f[kProjectBaseFiles] =
        found.texts_mislead ? 0 : QuantiseCount(usage_.ProjectFiles(base_, facts.in_tables));
    PutDefined(facts.defined, f);
    PutCounts(kCorpusBase, found.in_corpus.base, f);
    PutCounts(kCorpusLast, found.in_corpus.last, f);
    PutCounts(kCorpusAny, facts.in_corpus, f);
    PutCounts(kCorpusType, found.in_corpus.type, f);
    for (size_t i = 0; i < narrow_.size(); ++i) {
      if (!HasRows(narrow_[i])) continue;
      f[kFirstProjectNarrow + i] = QuantiseTotal(usage_.Project(narrow_[i], facts.in_tables));
      f[kFirstCorpusNarrow + i] = QuantiseTotal(usage_.Corpus(narrow_[i], facts.in_tables));
    }
    const auto& parameters = parameters_.names;
    const bool is_parameter =
        std::find(parameters.begin(), parameters.end(), name) != parameters.end();
    f[kParameter] = is_parameter ? kFlag : 0;
    f[kNextParameter] = is_parameter && name == parameters_.next ? kFlag : 0;
    f[kCorpusBaseProjects] =
        found.texts_mislead ? 0 : QuantiseCount(usage_.CorpusProjects(base_, facts.in_tables));
    if (known.member != nullptr) PutMember(*known.member, f);
    TextFeatures::Put(name, found.likeness, f);
    contexts_.Put(facts.hash, facts.parts, f);
  }

  void PutSaid(uint32_t number, const NamesAround::Facts& facts, std::string_view name,
               const NameComparison& unread, CandidateBytes& f) const {
    auto flag = [&](const std::vector<uint32_t>& list) {
      return std::binary_search(list.begin(), list.end(), number) ? kFlag : uint8_t{0};
    };
    f[kIsFunction] = name == function_ ? kFlag : 0;
    f[kOnBaseInStatement] = flag(said_.on_base);
    f[kInGuard] = flag(said_.guard);
    f[kInGuardOnBase] = flag(said_.guard_on_base);
    f[kClassOverlap] = QuantiseShare(Overlap(facts.parts, class_parts_));
    f[kUnreadOverlap] = QuantiseShare(unread.Of(name, facts.parts).best);
  }

  // Tables are too large for caches: what is asked of a name comes from memory while others are
  // looked at.
  static constexpr size_t kAhead = 6;
  void FetchCounts(size_t at) {
    if (at >= names_.list().size()) return;
    const NamesAround::Facts& facts = around_.Of(names_.list()[at].name);
    for (const UsageView::Key* key : {&base_, &last_, &type_key_}) {
      UsageView::Fetch(*key, facts.in_tables);
    }
  }

  static bool HasRows(const UsageView::Key& key) {
    return !key.project.rows.empty() || !key.corpus.rows.empty();
  }
  Counts InProject(const UsageView::Name& name) const {
    return {usage_.Project(base_, name), usage_.Project(last_, name),
            usage_.Project(type_key_, name)};
  }
  Counts InCorpus(const UsageView::Name& name) const {
    return {usage_.Corpus(base_, name), usage_.Corpus(last_, name), usage_.Corpus(type_key_, name)};
  }

  // The sum, and behind it the count of the site's own context.
  void PutCounts(CandidateFeature sum, const UseCounts& counts, CandidateBytes& f) const {
    const uint32_t total = corpus::Total(counts);
    if (total == 0) return;
    const auto slot = static_cast<size_t>(sum);
    f[slot] = QuantiseCount(total);
    f[slot + 1] = QuantiseCount(counts[static_cast<size_t>(site_.context)]);
  }

  static uint8_t QuantiseTotal(const UseCounts& counts) {
    return QuantiseCount(corpus::Total(counts));
  }

  void PutFile(const KnownName& known, CandidateBytes& f) const {
    if (corpus::Total(known.any) > 0) PutUses(known, f);
    f[kDefinedInFile] = QuantiseCount(known.defined);
    f[kFileWords] = QuantiseCount(known.words);
    f[kFileStrings] = QuantiseCount(known.strings);
  }

  // Of a name that the file uses.
  void PutUses(const KnownName& known, CandidateBytes& f) const {
    auto near = [](int64_t distance) {
      return distance < 0 ? uint8_t{0} : QuantiseNearness(distance);
    };
    PutCounts(kFileBase, known.base, f);
    PutCounts(kFileLast, known.last, f);
    PutCounts(kFileAny, known.any, f);
    f[kBeforeBase] = near(known.before_base);
    f[kAfterBase] = near(known.after_base);
    f[kBeforeAny] = near(known.before_any);
    f[kAfterAny] = near(known.after_any);
    f[kFunctionBase] = QuantiseCount(known.function_base);
    f[kFunctionAny] = QuantiseCount(known.function_any);
    f[kClassBase] = QuantiseCount(known.class_base);
    f[kIsPrevious] = known.is_previous ? kFlag : 0;
    f[kFollowsPrevious] = QuantiseCount(known.follows_previous);
    f[kPrecedesNext] = QuantiseCount(known.precedes_next);
    f[kFileAnyIn] = QuantiseCount(known.any_in);
    f[kFileLastIn] = QuantiseCount(known.last_in);
  }

  static void PutDefined(const UseCounts& counts, CandidateBytes& f) {
    auto of = [&](corpus::Definition kind) { return counts[static_cast<size_t>(kind)]; };
    f[kProjectMethods] = QuantiseCount(of(corpus::Definition::kMethod));
    f[kProjectFunctions] =
        QuantiseCount(of(corpus::Definition::kFunction) + of(corpus::Definition::kClass));
    f[kProjectVariables] = QuantiseCount(of(corpus::Definition::kVariable));
  }

  static void PutMember(const types::Member& member, CandidateBytes& f) {
    f[kIsMember] = kFlag;
    switch (member.kind) {
      case types::MemberKind::kFunction:
        f[kMemberFunction] = kFlag;
        break;
      case types::MemberKind::kVariable:
      case types::MemberKind::kProperty:
        f[kMemberVariable] = kFlag;
        break;
      default:
        f[kMemberOther] = kFlag;
    }
    switch (member.origin) {
      case types::MemberOrigin::kClassBody:
        f[kFromClassBody] = kFlag;
        break;
      case types::MemberOrigin::kSelfAssignment:
        f[kFromSelfAssignment] = kFlag;
        break;
      case types::MemberOrigin::kInherited:
        f[kInherited] = kFlag;
        break;
      case types::MemberOrigin::kLibrary:
        f[kFromLibrary] = kFlag;
        break;
    }
  }

  double PriorOf(const KnownName& known, const NamesAround::Facts& facts,
                 const LookedUp& found) const {
    auto share = [](const UseCounts& counts, uint64_t total) {
      const uint32_t count = corpus::Total(counts);
      return count == 0 || total == 0
                 ? 0.0
                 : static_cast<double>(count) / (static_cast<double>(total) + 1.0);
    };
    auto some = [](const UseCounts& counts) { return LogOfCount(corpus::Total(counts)); };
    const Counts &in_project = found.in_project, &in_corpus = found.in_corpus;
    // Many names are not used in the file.
    double file_base = 0, file_last = 0, times = 0, times_on_base = 0, is_used = 0;
    if (corpus::Total(known.any) > 0) {
      file_base = share(known.base, totals_.file_base);
      file_last = share(known.last, totals_.file_last);
      times = some(known.any);
      times_on_base = some(known.base);
      is_used = 1;
    }
    return 2.0 * file_base + 1.0 * share(in_project.base, totals_.project_base) +
           0.7 * share(in_corpus.base, totals_.corpus_base) +
           0.7 * share(in_corpus.type, totals_.corpus_type) +
           0.7 * share(in_project.type, totals_.project_type) + 0.4 * file_last + 0.06 * times +
           0.04 * times_on_base + 0.03 * some(in_project.last) + 0.02 * some(facts.in_project) +
           0.02 * some(facts.defined) + 0.02 * some(in_corpus.last) +
           0.005 * some(facts.in_corpus) +
           0.01 * LogOfCount(uint64_t{known.words} + known.strings) + 0.12 * is_used +
           (known.member != nullptr ? 0.15 : 0.0) + (known.defined > 0 ? 0.25 : 0.0) +
           (std::binary_search(stores_.begin(), stores_.end(), known.name) ? 0.25 : 0.0);
  }

  const AnalysedSource& source_;
  const Site& site_;
  const CutContext& context_;
  const SiteContexts& contexts_;
  NamesAround& around_;
  const UsageView& usage_;
  Type type_;  // of the base
  std::shared_ptr<const types::Module> shadowed_;
  UsageView::Key base_, last_, type_key_;
  std::array<UsageView::Key, corpus::kNumNarrow> narrow_;
  std::string_view parameter_;  // that gets the argument which begins with the site's base
  ParametersAround parameters_;
  SaidBefore said_;
  std::string_view function_;  // the name of the function around the site
  NumberedParts class_parts_;  // of the name of the class around it
  KnownNames names_;
  std::vector<types::Member> members_;
  std::vector<uint32_t> used_on_type_;  // names, ascending
  std::vector<uint32_t> stores_;        // names that the method may be about to give its object
  bool type_is_closed_ = false, type_has_name_ = false, closed_ = false;
  Totals totals_;
};

}  // namespace
}  // namespace attribute

Candidates AttributeCandidates(const CandidateInput& input) {
  return attribute::Collector(input).Collect();
}

}  // namespace fastnode::pack
