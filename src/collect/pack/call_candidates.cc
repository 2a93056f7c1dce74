// Candidates of the tasks argument kind, keyword name and argument placeholder, see candidates.h.
#include <algorithm>
#include <unordered_map>

#include "collect/pack/call_around.h"
#include "collect/pack/candidates.h"

namespace fastnode::pack {
namespace {

using ast::kNoNode;
using bind::ArgumentPlace;
using corpus::KeySpace;
using corpus::UsageTable;

constexpr size_t kRowsOfCallee = 48;

struct Statistics {
  uint32_t path = 0, last = 0, any = 0;  // uses in visible calls of the file
  uint32_t follows = 0;                  // after what stands before the site
  bool in_call = false, previous = false;
};

class Collector {
 public:
  Collector(const AnalysedSource& source, const Site& site, const CutContext& context,
            types::TypeEvaluator& types)
      : index_(source.index),
        site_(site),
        context_(context),
        usage_(context.usage),
        call_(source, site, context, types),
        keys_(call_.Locate(SpaceOf(site.task), SlotOf(site.task))) {}

  Candidates Collect() {
    if (site_.task == Task::kArgumentKind) {
      Get(bind::kStopText);
      Get(bind::kPositionalText);
      Get(bind::kKeywordText);
    } else if (site_.task == Task::kArgumentPlaceholder) {
      Get(bind::kNameText);
      Get(bind::kPlaceholderText);
    }
    CollectFile();
    if (site_.task == Task::kKeywordName) CollectKeywords();
    Candidates result;
    result.site_features = call_.SiteFeatures();
    result.parameter = call_.parameter;
    for (size_t i = 0; i < names_.size(); ++i) {
      if (!IsPossible(names_[i], statistics_[i])) continue;
      result.list.push_back(MakeCandidate(names_[i], statistics_[i]));
    }
    AddNameFeatures(FindSurroundings(index_, site_), result.list);
    ChooseByPrior(context_.options.max_candidates, result.list);
    return result;
  }

 private:
  static KeySpace SpaceOf(Task task) {
    if (task == Task::kKeywordName) return KeySpace::kKeyword;
    return task == Task::kArgumentKind ? KeySpace::kArgumentKind : KeySpace::kArgumentForm;
  }
  uint64_t SlotOf(Task task) const {
    if (task == Task::kKeywordName) return 0;
    return task == Task::kArgumentKind ? call_.keys.position : call_.keys.slot;
  }

  Statistics& Get(std::string_view name) {
    auto [found, inserted] = places_.emplace(name, names_.size());
    if (inserted) {
      names_.push_back(name);
      statistics_.emplace_back();
    }
    return statistics_[found->second];
  }

  // The candidate that a place stands for, "" if none.
  std::string_view TextAt(const ArgumentPlace& place) const {
    const ast::Tree& tree = index_.tree;
    if (place.kind == bind::ArgumentKind::kSplat) return "";
    switch (site_.task) {
      case Task::kKeywordName:
        return place.keyword == kNoNode ? "" : tree.Text(place.keyword);
      case Task::kArgumentKind:
        return bind::KindText(place.kind);
      default:
        return place.argument == kNoNode ? "" : bind::FormText(tree, place);
    }
  }

  void CollectFile() {
    bool keyword = site_.task == Task::kKeywordName, kind = site_.task == Task::kArgumentKind;
    call_.ForEachOther([&](const ArgumentPlace& place, const corpus::CallKeys& keys) {
      std::string_view text = TextAt(place);
      if (text.empty()) return;
      bool last = call_.keys.last != corpus::kNoCallee && keys.last == call_.keys.last;
      bool own = place.call == site_.place->call;
      // Keywords that only others take are no candidates.
      if (keyword && !last && !own) return;
      Statistics& s = Get(text);
      if (own) {
        s.in_call = true;
        s.previous = place.position + 1 == site_.place->position;
      }
      bool same_slot =
          keyword || (kind ? keys.position == call_.keys.position : keys.slot == call_.keys.slot);
      if (!same_slot) return;
      ++s.any;
      if (last) ++s.last;
      if (call_.keys.path != corpus::kNoCallee && keys.path == call_.keys.path) ++s.path;
    });
    std::string_view previous = keyword ? call_.Previous() : "";
    if (previous.empty()) return;
    call_.ForEachPair([&](std::string_view first, std::string_view second) {
      auto known = places_.find(second);
      if (first == previous && known != places_.end()) ++statistics_[known->second].follows;
    });
  }

  void CollectKeywords() {
    for (const Parameter& parameter : call_.signature.parameters) Get(parameter.name);
    auto take = [&](const UsageView::Key& key) {
      for (std::string_view name : usage_.MostOfProject(key, kRowsOfCallee)) Get(name);
      for (std::string_view name : usage_.MostOfCorpus(key, kRowsOfCallee)) Get(name);
    };
    take(keys_.path);
    take(keys_.last);
    if (names_.empty()) take(keys_.any);  // Better a keyword that other calls take than none.
  }

  // A keyword may be passed once; nothing positional follows a keyword.
  bool IsPossible(std::string_view name, const Statistics& s) const {
    if (site_.task == Task::kKeywordName) return !s.in_call;
    return name != bind::kPositionalText || !site_.place->after_keyword;
  }

  Candidate MakeCandidate(std::string_view name, const Statistics& s) const {
    Candidate candidate{name, 0, {}};
    auto& f = candidate.features;
    f[kFileBase] = QuantiseCount(s.path);
    f[kFileLast] = QuantiseCount(s.last);
    f[kFileAny] = QuantiseCount(s.any);
    f[kFollowsPrevious] = QuantiseCount(s.follows);
    f[kIsPrevious] = s.previous ? kFlag : 0;
    call_.PutCounts(keys_, usage_.Resolve(name), f);
    if (site_.task == Task::kKeywordName) PutParameter(name, f);
    if (site_.task == Task::kArgumentKind && call_.signature.known) PutFit(name, f);
    if (name == bind::kStopText) f[kMemberOther] = kFlag;
    if (name == bind::kPositionalText || name == bind::kNameText) f[kMemberVariable] = kFlag;
    if (name == bind::kKeywordText || name == bind::kPlaceholderText) f[kMemberFunction] = kFlag;
    candidate.prior = 0.02 * f[kFileBase] + 0.01 * f[kFileLast] + 0.01 * f[kProjectBase] +
                      0.01 * f[kProjectLast] + 0.005 * f[kCorpusLast] + f[kIsMember] / 128.0;
    return candidate;
  }

  // Whether the signature lets the call end here, or go on.
  void PutFit(std::string_view name, std::array<uint8_t, kNumCandidateFeatures>& f) const {
    bool fits = true;
    if (name == bind::kStopText) fits = call_.Needed() == 0;
    if (name == bind::kPositionalText) {
      fits = call_.PositionalLeft() > 0 || call_.signature.takes_more;
    }
    f[fits ? kIsMember : kFromClassBody] = kFlag;
  }

  void PutParameter(std::string_view name, std::array<uint8_t, kNumCandidateFeatures>& f) const {
    int at = call_.signature.Find(name);
    if (at < 0) return;
    const Parameter& parameter = call_.signature.parameters[static_cast<size_t>(at)];
    f[kIsMember] = kFlag;
    if (parameter.has_default) f[kFromClassBody] = kFlag;
    if (parameter.keyword_only) f[kInherited] = kFlag;
    if (at < site_.place->position && !site_.place->after_keyword) f[kFromLibrary] = kFlag;
    f[kBeforeBase] = QuantiseNearness(std::abs(at - site_.place->position));
  }

  const bind::FileIndex& index_;
  const Site& site_;
  const CutContext& context_;
  UsageView usage_;
  CallAround call_;
  CallAround::Keys keys_;
  std::vector<std::string_view> names_;
  std::vector<Statistics> statistics_;
  std::unordered_map<std::string_view, size_t> places_;
};

}  // namespace

Candidates CallCandidates(const AnalysedSource& source, const Site& site, const CutContext& context,
                          types::TypeEvaluator& types) {
  return Collector(source, site, context, types).Collect();
}

}  // namespace fastnode::pack
