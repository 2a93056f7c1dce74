// Candidates for a plain name, before a dot or as an argument, see candidates.h.

#include <algorithm>
#include <unordered_map>

#include "collect/pack/call_around.h"
#include "collect/pack/candidates.h"

namespace fastnode::pack {
namespace {

using bind::ReferenceKind;
using corpus::KeySpace;
using corpus::UsageKey;
using corpus::UseCounts;

constexpr size_t kRowsOfCorpus = 8;

struct NameStatistics {
  uint32_t references = 0, writes = 0, as_base = 0, function_any = 0, function_base = 0;
  int64_t before = -1, after = -1;                        // syntax nodes to the nearest reference
  int64_t before_base = -1, after_base = -1;              // and to the nearest use before a dot
  uint32_t passed = 0, passed_last = 0, passed_path = 0;  // as an argument; in this slot, to ...
  uint32_t follows = 0;                                   // after what stands before it here
  bool in_call = false;                                   // passed to this call already
  bool visible = false, outer = false;
  const bind::Variable* variable = nullptr;
};

class Collector {
 public:
  Collector(const AnalysedSource& source, const Site& site, const CutContext& context,
            const CallAround* call)
      : index_(source.index),
        site_(site),
        context_(context),
        usage_(context.usage),
        key_(usage_.Locate(UsageKey(KeySpace::kBaseName, ""))),
        call_(call),
        function_(FunctionOf(site.anchor)) {}

  Candidates Collect() {
    CollectVariables();
    CollectUses();
    Candidates result;
    Surroundings around = FindSurroundings(index_, site_);
    if (call_ == nullptr) {
      CollectCorpus();
      result.site_features[static_cast<size_t>(site_.context)] = kFlag;
      result.site_features[kTotalFileAny] = QuantiseCount(index_.attributes.size() - 1);
      result.site_features[kTotalMembers] = QuantiseCount(names_.size());
    } else {
      CollectArguments();
      result.site_features = call_->SiteFeatures();
      result.parameter = call_->parameter;
      if (!call_->parameter.empty()) around.targets.push_back(call_->parameter);
    }
    for (size_t i = 0; i < names_.size(); ++i)
      result.list.push_back(MakeCandidate(names_[i], statistics_[i]));
    AddNameFeatures(around, result.list);
    ChooseByPrior(context_.options.max_candidates, result.list);
    return result;
  }

 private:
  NameStatistics& Get(std::string_view name) {
    auto [found, inserted] = places_.emplace(name, names_.size());
    if (inserted) {
      names_.push_back(name);
      statistics_.emplace_back();
    }
    return statistics_[found->second];
  }

  void Near(ast::NodeId node, int64_t& before, int64_t& after) const {
    // In nodes, not bytes: what stands at the site has one node whatever its length.
    int64_t distance = site_.Distance(node);
    if (distance < 0)
      before = before < 0 ? -distance : std::min(before, -distance);
    else
      after = after < 0 ? distance : std::min(after, distance);
  }

  bind::ScopeId FunctionOf(ast::NodeId node) const {
    bind::ScopeId scope = index_.scope_of[node];
    while (scope != bind::kNone && index_.scopes[scope].kind != bind::ScopeKind::kFunction) {
      scope = index_.scopes[scope].parent;
    }
    return scope;
  }

  void CollectVariables() {
    for (bind::VariableId id :
         bind::VisibleVariables(index_, call_ == nullptr ? site_.base : site_.anchor)) {
      const bind::Variable& variable = index_.variables[id];
      NameStatistics& s = Get(variable.name);
      s.visible = true;
      s.variable = &variable;
      bind::ScopeKind kind = index_.scopes[variable.scope].kind;
      s.outer = kind == bind::ScopeKind::kFunction && variable.scope != function_;
      for (const bind::Reference& reference : variable.references) {
        if (site_.Hides(reference.node)) continue;
        ++s.references;
        if (bind::IsBinding(reference.kind)) ++s.writes;
        if (FunctionOf(reference.node) == function_) ++s.function_any;
        Near(reference.node, s.before, s.after);
      }
    }
  }

  // Names before dots; those that the file does not bind (builtins, star imports) become candidates
  // here.
  void CollectUses() {
    for (const bind::AttributeUse& use : index_.attributes) {
      if (index_.tree[use.base].kind != ast::Kind::kIdentifier || site_.Hides(use.base)) continue;
      bind::VariableId id = index_.variable_of[use.base];
      std::string_view name = index_.tree.Text(use.base);
      auto known = places_.find(name);
      bool bound = id != bind::kNone;
      if (bound && (known == places_.end() ||
                    statistics_[known->second].variable != &index_.variables[id])) {
        continue;  // Another scope's variable of that name.
      }
      NameStatistics& s = Get(name);
      ++s.as_base;
      if (!bound) ++s.references;
      if (FunctionOf(use.base) == function_) ++s.function_base;
      Near(use.base, s.before_base, s.after_base);
      if (!bound) Near(use.base, s.before, s.after);
    }
  }

  // What other calls get, by slot and callee; only of names that are candidates already.
  void CollectArguments() {
    call_->ForEachOther([&](const bind::ArgumentPlace& place, const corpus::CallKeys& keys) {
      if (!bind::IsPlainName(index_.tree, place)) return;
      auto known = places_.find(index_.tree.Text(place.value));
      if (known == places_.end()) return;
      NameStatistics& s = statistics_[known->second];
      ++s.passed;
      if (place.call == site_.place->call) s.in_call = true;
      if (keys.slot != call_->keys.slot) return;
      if (call_->keys.last != corpus::kNoCallee && keys.last == call_->keys.last) ++s.passed_last;
      if (call_->keys.path != corpus::kNoCallee && keys.path == call_->keys.path) ++s.passed_path;
    });
    std::string_view previous = call_->Previous();
    if (previous.empty()) return;
    call_->ForEachPair([&](std::string_view first, std::string_view second) {
      auto known = places_.find(second);
      if (first == previous && known != places_.end()) ++statistics_[known->second].follows;
    });
  }

  // Names that are common everywhere, in case the file has none.
  void CollectCorpus() {
    for (std::string_view name : usage_.MostOfCorpus(key_, kRowsOfCorpus)) Get(name);
  }

  Candidate MakeCandidate(std::string_view name, const NameStatistics& s) {
    Candidate candidate{name, 0, {}};
    auto& f = candidate.features;
    auto near = [](int64_t nodes) { return nodes < 0 ? uint8_t{0} : QuantiseNearness(nodes / 4); };
    f[kFileBase] = QuantiseCount(s.as_base);
    f[kFileLast] = QuantiseCount(s.writes);
    f[kFileAny] = QuantiseCount(s.references);
    f[kBeforeBase] = near(s.before_base);
    f[kAfterBase] = near(s.after_base);
    f[kBeforeAny] = near(s.before);
    f[kAfterAny] = near(s.after);
    f[kFunctionBase] = QuantiseCount(s.function_base);
    f[kFunctionAny] = QuantiseCount(s.function_any);
    const UsageView::Name resolved = usage_.Resolve(name);
    if (call_ == nullptr) {
      UseCounts project = usage_.Project(key_, resolved), corpus = usage_.Corpus(key_, resolved);
      const auto slot = static_cast<size_t>(site_.context);
      f[kProjectAny] = QuantiseCount(corpus::Total(project));
      f[kProjectAnyContext] = QuantiseCount(project[slot]);
      f[kCorpusAny] = QuantiseCount(corpus::Total(corpus));
      f[kCorpusAnyContext] = QuantiseCount(corpus[slot]);
    } else {
      f[kFileAnyContext] = QuantiseCount(s.passed);
      f[kFileLastContext] = QuantiseCount(s.passed_last);
      f[kFileBaseContext] = QuantiseCount(s.passed_path);
      f[kFollowsPrevious] = QuantiseCount(s.follows);
      f[kIsPrevious] = s.in_call ? kFlag : 0;
      call_->PutCounts(call_->arguments, resolved, f);
      candidate.prior = 0.3 * s.passed_path + 0.2 * s.passed_last + 0.05 * f[kProjectLast] / 16.0;
    }
    if (s.visible) f[kIsMember] = kFlag;
    PutBinding(s, f);
    candidate.prior += 0.3 * f[kBeforeBase] / 200.0 + 0.3 * f[kBeforeAny] / 200.0 +
                       0.2 * f[kFunctionAny] / 64.0 + 0.2 * f[kFileBase] / 64.0 +
                       0.1 * f[kFileAny] / 64.0 + (s.visible ? 0.2 : 0.0) +
                       0.05 * f[kCorpusAny] / 128.0;
    return candidate;
  }

  void PutBinding(const NameStatistics& s, std::array<uint8_t, kNumCandidateFeatures>& f) {
    if (s.variable == nullptr) {
      f[kFromLibrary] = kFlag;
      return;
    }
    if (s.outer) f[kInherited] = kFlag;
    for (const bind::Reference& reference : s.variable->references) {
      switch (reference.kind) {
        case ReferenceKind::kFunction:
          f[kMemberFunction] = kFlag;
          break;
        case ReferenceKind::kClass:
          f[kMemberOther] = kFlag;
          break;
        case ReferenceKind::kWrite:
          f[kMemberVariable] = kFlag;
          break;
        case ReferenceKind::kParameter:
          f[kFromClassBody] = kFlag;
          break;
        case ReferenceKind::kImport:
          f[kFromSelfAssignment] = kFlag;
          break;
        default:
          break;
      }
    }
  }

  const bind::FileIndex& index_;
  const Site& site_;
  const CutContext& context_;
  UsageView usage_;
  const UsageView::Key key_;
  const CallAround* call_;
  const bind::ScopeId function_;
  std::vector<std::string_view> names_;
  std::vector<NameStatistics> statistics_;
  std::unordered_map<std::string_view, size_t> places_;
};

}  // namespace

Candidates BaseCandidates(const AnalysedSource& source, const Site& site,
                          const CutContext& context) {
  return Collector(source, site, context, nullptr).Collect();
}

Candidates ArgumentCandidates(const AnalysedSource& source, const Site& site,
                              const CutContext& context, types::TypeEvaluator& types) {
  CallAround call(source, site, context, types);
  return Collector(source, site, context, &call).Collect();
}

}  // namespace fastnode::pack
