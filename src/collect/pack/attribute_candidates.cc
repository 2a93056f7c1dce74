// Candidates for the name after a dot, see candidates.h.

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "analyze/bind/path.h"
#include "collect/pack/candidates.h"

namespace fastnode::pack {
namespace {

using bind::AttributeUse;
using corpus::KeySpace;
using corpus::UsageKey;
using corpus::UseCounts;
using types::Type;

// How many rows of a key may become candidates, most frequent first.
constexpr size_t kRowsOfBase = 64, kRowsOfLast = 32, kRowsOfType = 64;
constexpr size_t kMaxMembers = 400;

// What the file's own uses say about one name.
struct FileStatistics {
  UseCounts base{}, last{}, any{};
  int64_t before_base = -1, after_base = -1, before_any = -1, after_any = -1;  // distances in uses
  uint32_t function_base = 0, function_any = 0, class_base = 0;
  uint32_t follows_previous = 0, precedes_next = 0, defined = 0;
  uint32_t words = 0, strings = 0;  // see FileWord
  bool is_previous = false;
  const types::Member* member = nullptr;
};

struct Keys {
  UsageView::Key base, last, type, any, defined;
  UseKeys site;
};

class Collector {
 public:
  Collector(const AnalysedSource& source, const Site& site, const CutContext& context,
            types::TypeEvaluator& counted, types::TypeEvaluator& types)
      : source_(source),
        index_(source.index),
        site_(site),
        context_(context),
        usage_(context.usage),
        types_(types) {
    keys_.site = source.use_keys[static_cast<size_t>(site.at)];
    keys_.base = usage_.Locate(keys_.site.base);
    keys_.last = usage_.Locate(keys_.site.last);
    keys_.any = usage_.Locate(UsageKey(KeySpace::kAny, ""));
    keys_.defined = usage_.Locate(UsageKey(KeySpace::kDefined, ""));
    type_ = types.TypeOf(site.base);
    std::string type_name = counted.Name(counted.TypeOf(site.base));
    if (!type_name.empty()) keys_.type = usage_.Locate(UsageKey(KeySpace::kType, type_name));
  }

  Candidates Collect() {
    CollectFile();
    CollectDefinitions();
    members_ = types_.Members(type_);
    if (members_.size() > kMaxMembers) members_.resize(kMaxMembers);
    for (const types::Member& member : members_) Get(member.name).member = &member;
    CollectTable(&UsageView::MostOfProject, context_.options.max_project_names);
    CollectTable(&UsageView::MostOfCorpus, context_.options.max_corpus_names);
    Surroundings around = FindSurroundings(index_, site_);
    for (std::string_view name : around.statement) Get(name);
    for (std::string_view name : around.targets) Get(name);
    CollectWords();
    Candidates result;
    result.site_features = SiteFeatures();
    result.list.reserve(names_.size());
    for (size_t i = 0; i < names_.size(); ++i) {
      if (!Fits(names_[i], context_.prefix)) continue;
      result.list.push_back(MakeCandidate(names_[i], statistics_[i]));
    }
    std::erase_if(result.list, [](const Candidate& c) { return c.prior <= 0; });
    AddNameFeatures(around, result.list);
    ChooseByPrior(context_.options.max_candidates, result.list);
    return result;
  }

 private:
  FileStatistics& Get(std::string_view name) {
    auto [found, inserted] = places_.emplace(name, names_.size());
    if (inserted) {
      names_.push_back(name);
      statistics_.emplace_back();
    }
    return statistics_[found->second];
  }

  // Key of a use's base, 0 where the base contains what is hidden.
  uint64_t BaseKey(size_t use) const {
    bool touches = site_.Touches(index_.tree, index_.attributes[use].base);
    return touches ? 0 : source_.use_keys[use].base;
  }

  void CollectFile() {
    const auto& uses = index_.attributes;
    const auto site = static_cast<size_t>(site_.at);
    std::vector<size_t> same_base;  // places of uses on the site's base, the site's own included
    for (size_t i = 0; i < uses.size(); ++i) {
      if (i == site) {
        same_base.push_back(i);
        continue;
      }
      std::string_view name = index_.tree.Text(uses[i].name);
      if (name.empty()) continue;
      FileStatistics& s = Get(name);
      const UseKeys& keys = source_.use_keys[i];
      bool touches = site_.Touches(index_.tree, uses[i].base);
      bool on_base = keys_.site.base != 0 && !touches && keys.base == keys_.site.base;
      const auto slot = static_cast<size_t>(uses[i].context);
      ++s.any[slot];
      if (on_base) ++s.base[slot];
      if (keys_.site.last != 0 && !touches && keys.last == keys_.site.last) ++s.last[slot];
      bool same_function = keys.function == keys_.site.function;
      if (same_function) ++s.function_any;
      if (same_function && on_base) ++s.function_base;
      if (on_base && keys.cls == keys_.site.cls && keys.cls != bind::kNone) ++s.class_base;
      int64_t distance = static_cast<int64_t>(i) - static_cast<int64_t>(site);
      if (distance < 0)
        s.before_any = -distance - 1;
      else if (s.after_any < 0)
        s.after_any = distance - 1;
      if (on_base) same_base.push_back(i);
    }
    total_file_any_ = uses.size() - 1;
    CollectSequences(same_base, site);
  }

  // What stands before and after on the same base, and how often names follow each other there.
  void CollectSequences(const std::vector<size_t>& same_base, size_t site) {
    size_t at = static_cast<size_t>(std::lower_bound(same_base.begin(), same_base.end(), site) -
                                    same_base.begin());
    auto name_at = [&](size_t place) {
      return index_.tree.Text(index_.attributes[same_base[place]].name);
    };
    std::string_view previous = at > 0 ? name_at(at - 1) : "";
    std::string_view next = at + 1 < same_base.size() ? name_at(at + 1) : "";
    for (size_t i = 0; i < same_base.size(); ++i) {
      if (i == at) continue;
      std::string_view name = name_at(i);
      if (name.empty()) continue;
      FileStatistics& s = Get(name);
      if (i < at)
        s.before_base = static_cast<int64_t>(at - i) - 1;
      else if (s.after_base < 0)
        s.after_base = static_cast<int64_t>(i - at) - 1;
      if (i + 1 == at) s.is_previous = true;
      if (!previous.empty() && i > 0 && i - 1 != at && name_at(i - 1) == previous)
        ++s.follows_previous;
      if (!next.empty() && i + 1 < same_base.size() && i + 1 != at && name_at(i + 1) == next)
        ++s.precedes_next;
    }
    total_same_base_ = same_base.size() - 1;
  }

  void CollectDefinitions() {
    for (const bind::Variable& variable : index_.variables) {
      bind::ScopeKind scope = index_.scopes[variable.scope].kind;
      if (scope != bind::ScopeKind::kClass) continue;
      bool bound = std::any_of(variable.references.begin(), variable.references.end(),
                               [](const bind::Reference& r) { return bind::IsBinding(r.kind); });
      if (bound) ++Get(variable.name).defined;
    }
  }

  void CollectWords() {
    int32_t num_more = 0;
    for (const FileWord& word : source_.words) {
      const bool known = places_.contains(word.text);
      if (!known &&
          (num_more == context_.options.max_file_words || !Fits(word.text, context_.prefix))) {
        continue;
      }
      num_more += known ? 0 : 1;
      FileStatistics& s = Get(word.text);
      s.words = word.names;
      s.strings = word.strings;
    }
  }

  using Most = std::vector<std::string_view> (UsageView::*)(const UsageView::Key&, size_t) const;
  void CollectTable(Most most, int32_t max_names) {
    auto take = [&](const UsageView::Key& key, size_t limit) {
      for (std::string_view name : (usage_.*most)(key, limit)) {
        if (Fits(name, context_.prefix)) Get(name);
      }
    };
    take(keys_.base, kRowsOfBase);
    take(keys_.type, kRowsOfType);
    take(keys_.last, kRowsOfLast);
    take(keys_.any, static_cast<size_t>(max_names));
    take(keys_.defined, static_cast<size_t>(max_names));
  }

  std::array<uint8_t, kNumSiteFeatures> SiteFeatures() {
    std::array<uint8_t, kNumSiteFeatures> f{};
    f[static_cast<size_t>(kContextLoad) + static_cast<size_t>(site_.context)] = kFlag;
    f[BaseKind()] = kFlag;
    if (type_.kind != Type::Kind::kUnknown) f[kTypeKnown] = kFlag;
    bool local = type_.local != ast::kNoNode;
    if (type_.kind == Type::Kind::kModule) f[kTypeModule] = kFlag;
    if (type_.kind == Type::Kind::kClass) f[kTypeClass] = kFlag;
    if (type_.kind == Type::Kind::kInstance)
      f[local ? kTypeLocalInstance : kTypeLibraryInstance] = kFlag;
    uint64_t file_base = 0, file_last = 0, function_base = 0;
    for (const FileStatistics& s : statistics_) {
      file_base += corpus::Total(s.base);
      file_last += corpus::Total(s.last);
      function_base += s.function_base;
    }
    total_project_base_ = usage_.ProjectTotal(keys_.base);
    total_corpus_base_ = usage_.CorpusTotal(keys_.base);
    total_corpus_type_ = usage_.CorpusTotal(keys_.type);
    total_project_type_ = usage_.ProjectTotal(keys_.type);
    total_file_base_ = file_base;
    total_file_last_ = file_last;
    f[kTotalFileBase] = QuantiseCount(file_base);
    f[kTotalFileLast] = QuantiseCount(file_last);
    f[kTotalProjectBase] = QuantiseCount(total_project_base_);
    f[kTotalCorpusBase] = QuantiseCount(total_corpus_base_);
    f[kTotalCorpusType] = QuantiseCount(total_corpus_type_);
    f[kTotalMembers] = QuantiseCount(members_.size());
    f[kTotalFunctionBase] = QuantiseCount(function_base);
    f[kTotalFileAny] = QuantiseCount(total_file_any_);
    return f;
  }

  SiteFeature BaseKind() const {
    const ast::Tree& tree = index_.tree;
    switch (tree[site_.base].kind) {
      case ast::Kind::kIdentifier: {
        std::string_view name = tree.Text(site_.base);
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

  Candidate MakeCandidate(std::string_view text, const FileStatistics& s) {
    Candidate candidate{text, 0, {}};
    const UsageView::Name name = usage_.Resolve(text);
    auto& f = candidate.features;
    const auto slot = static_cast<size_t>(site_.context);
    auto put = [&](int total, const UseCounts& counts) {
      f[static_cast<size_t>(total)] = QuantiseCount(corpus::Total(counts));
      f[static_cast<size_t>(total) + 1] = QuantiseCount(counts[slot]);
    };
    put(kFileBase, s.base);
    put(kFileLast, s.last);
    put(kFileAny, s.any);
    auto near = [](int64_t distance) {
      return distance < 0 ? uint8_t{0} : QuantiseNearness(distance);
    };
    f[kBeforeBase] = near(s.before_base);
    f[kAfterBase] = near(s.after_base);
    f[kBeforeAny] = near(s.before_any);
    f[kAfterAny] = near(s.after_any);
    f[kFunctionBase] = QuantiseCount(s.function_base);
    f[kFunctionAny] = QuantiseCount(s.function_any);
    f[kClassBase] = QuantiseCount(s.class_base);
    f[kIsPrevious] = s.is_previous ? kFlag : 0;
    f[kFollowsPrevious] = QuantiseCount(s.follows_previous);
    f[kPrecedesNext] = QuantiseCount(s.precedes_next);
    f[kDefinedInFile] = QuantiseCount(s.defined);
    f[kFileWords] = QuantiseCount(s.words);
    f[kFileStrings] = QuantiseCount(s.strings);

    UseCounts project_base = usage_.Project(keys_.base, name),
              project_last = usage_.Project(keys_.last, name);
    UseCounts project_any = usage_.Project(keys_.any, name),
              project_type = usage_.Project(keys_.type, name);
    put(kProjectBase, project_base);
    put(kProjectLast, project_last);
    put(kProjectAny, project_any);
    put(kProjectType, project_type);
    f[kProjectBaseFiles] = QuantiseCount(usage_.ProjectFiles(keys_.base, name));
    UseCounts defined = usage_.Project(keys_.defined, name);
    f[kProjectMethods] = QuantiseCount(defined[static_cast<size_t>(corpus::Definition::kMethod)]);
    f[kProjectFunctions] =
        QuantiseCount(defined[static_cast<size_t>(corpus::Definition::kFunction)] +
                      defined[static_cast<size_t>(corpus::Definition::kClass)]);
    f[kProjectVariables] =
        QuantiseCount(defined[static_cast<size_t>(corpus::Definition::kVariable)]);

    UseCounts corpus_base = usage_.Corpus(keys_.base, name),
              corpus_last = usage_.Corpus(keys_.last, name);
    UseCounts corpus_any = usage_.Corpus(keys_.any, name),
              corpus_type = usage_.Corpus(keys_.type, name);
    put(kCorpusBase, corpus_base);
    put(kCorpusLast, corpus_last);
    put(kCorpusAny, corpus_any);
    put(kCorpusType, corpus_type);
    f[kCorpusBaseProjects] = QuantiseCount(usage_.CorpusProjects(keys_.base, name));

    PutMember(s.member, f);

    auto share = [](const UseCounts& counts, uint64_t total) {
      return total == 0
                 ? 0.0
                 : static_cast<double>(corpus::Total(counts)) / (static_cast<double>(total) + 1.0);
    };
    auto some = [](const UseCounts& counts) { return std::log2(1.0 + corpus::Total(counts)); };
    candidate.prior =
        2.0 * share(s.base, total_file_base_) + 1.0 * share(project_base, total_project_base_) +
        0.7 * share(corpus_base, total_corpus_base_) +
        0.7 * share(corpus_type, total_corpus_type_) +
        0.7 * share(project_type, total_project_type_) + 0.4 * share(s.last, total_file_last_) +
        0.06 * some(s.any) + 0.04 * some(s.base) + 0.03 * some(project_last) +
        0.02 * some(project_any) + 0.02 * some(defined) + 0.02 * some(corpus_last) +
        0.005 * some(corpus_any) + 0.01 * std::log2(1.0 + s.words + s.strings) +
        (corpus::Total(s.any) > 0 ? 0.12 : 0.0) + (s.member != nullptr ? 0.15 : 0.0) +
        (s.defined > 0 ? 0.25 : 0.0);
    return candidate;
  }

  static void PutMember(const types::Member* member,
                        std::array<uint8_t, kNumCandidateFeatures>& f) {
    if (member == nullptr) return;
    f[kIsMember] = kFlag;
    switch (member->kind) {
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
    switch (member->origin) {
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

  const AnalysedSource& source_;
  const bind::FileIndex& index_;
  const Site& site_;
  const CutContext& context_;
  UsageView usage_;
  types::TypeEvaluator& types_;
  Keys keys_;
  Type type_;
  std::vector<types::Member> members_;
  std::vector<std::string_view> names_;
  std::vector<FileStatistics> statistics_;
  std::unordered_map<std::string_view, size_t> places_;
  uint64_t total_file_any_ = 0, total_same_base_ = 0, total_file_base_ = 0, total_file_last_ = 0;
  uint64_t total_project_base_ = 0, total_project_type_ = 0, total_corpus_base_ = 0,
           total_corpus_type_ = 0;
};

}  // namespace

Candidates AttributeCandidates(const AnalysedSource& source, const Site& site,
                               const CutContext& context, types::TypeEvaluator& counted,
                               types::TypeEvaluator& types) {
  return Collector(source, site, context, counted, types).Collect();
}

}  // namespace fastnode::pack
