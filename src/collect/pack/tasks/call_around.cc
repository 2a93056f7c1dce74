// Nothing here depends on what is hidden: places of the site's own call count up to the site, and
// calls inside what is hidden do not count at all. A keyword tells of the parameter only while it
// is visible.
#include "collect/pack/tasks/call_around.h"

namespace fastnode::pack {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;
using bind::ArgumentPlace;
using corpus::CallKey;
using corpus::KeySpace;

CallAround::CallAround(const CandidateInput& input)
    : source_(input.source), site_(input.site), usage_(input.names.usage()) {
  const ArgumentPlace& place = *site_.place;
  keys = source_.call_keys[static_cast<size_t>(site_.at)];
  const bool keyword_visible = site_.anchor != place.list;
  if (!keyword_visible) keys.slot = keys.position;
  arguments = Locate(KeySpace::kArgument, keys.slot);
  signature = SignatureOf(source_.index, place.call, input.types);
  if (site_.asked_of != kNoNode) callee_ = input.types.TypeOf(site_.asked_of);
  if (keyword_visible) {
    parameter = source_.index.tree.Text(place.keyword);
  } else {
    const auto at = static_cast<size_t>(place.position);
    if (at < signature.parameters.size() && !signature.parameters[at].keyword_only) {
      parameter = signature.parameters[at].name;
    }
  }
  ForEachOther([&](const ArgumentPlace& other, const corpus::CallKeys& other_keys) {
    ++num_visible_;
    if (other.kind != bind::ArgumentKind::kStop) return;
    if (IsOfPath(other_keys)) ++calls_of_path_;
    if (IsOfLast(other_keys)) ++calls_of_last_;
  });
}

CallAround::Keys CallAround::Locate(KeySpace space, uint64_t slot) const {
  auto locate = [&](uint64_t callee) {
    return usage_.Locate(callee == corpus::kNoCallee ? 0 : CallKey(space, callee, slot));
  };
  return {locate(keys.path), locate(keys.last), locate(corpus::kAnyCallee)};
}

void CallAround::PutCounts(const Keys& at, std::string_view text, CandidateBytes& f) const {
  const UsageView::Name name = usage_.Resolve(text);
  auto project = [&](const UsageView::Key& key) {
    return QuantiseCount(corpus::Total(usage_.Project(key, name)));
  };
  auto corpus = [&](const UsageView::Key& key) {
    return QuantiseCount(corpus::Total(usage_.Corpus(key, name)));
  };
  f[kInProjectPath] = project(at.path);
  f[kInProjectLast] = project(at.last);
  f[kInProjectAny] = project(at.any);
  f[kInProjectFiles] = QuantiseCount(usage_.ProjectFiles(at.last, name));
  f[kInCorpusPath] = corpus(at.path);
  f[kInCorpusLast] = corpus(at.last);
  f[kInCorpusAny] = corpus(at.any);
  f[kInCorpusProjects] = QuantiseCount(usage_.CorpusProjects(at.last, name));
}

CallSiteFeature CallAround::CalleeFeature() const {
  const ast::Tree& tree = source_.index.tree;
  const NodeId callee = site_.asked_of;
  if (callee == kNoNode) return kCalleeNone;
  if (tree[callee].kind == Kind::kIdentifier) return kCalleeName;
  if (tree[callee].kind != Kind::kAttribute) return kCalleeCall;
  const NodeId base = tree.Child(callee, Field::kObject);
  const bool plain = base != kNoNode && tree[base].kind == Kind::kIdentifier;
  const bool self = plain && (tree.Text(base) == "self" || tree.Text(base) == "cls");
  return self ? kCalleeSelf : kCalleeAttribute;
}

SiteBytes CallAround::FeaturesOfSite() const {
  using TypeKind = types::Type::Kind;
  SiteBytes f{};
  f[CalleeFeature()] = kFlag;
  if (site_.place->after_keyword) f[kAfterKeyword] = kFlag;
  if (site_.anchor != site_.place->list) f[kKeywordStands] = kFlag;
  if (signature.known) f[kSignatureKnown] = kFlag;
  if (signature.takes_more) f[kTakesMore] = kFlag;
  if (callee_.kind != TypeKind::kUnknown) f[kCalleeKnown] = kFlag;
  if (callee_.kind == TypeKind::kClass) f[kCalleeClass] = kFlag;
  if (callee_.kind == TypeKind::kFunction) {
    f[callee_.local != kNoNode ? kCalleeLocalFunction : kCalleeLibraryFunction] = kFlag;
  }
  const UsageView::Key reached = usage_.Locate(
      keys.last == corpus::kNoCallee ? 0
                                     : CallKey(KeySpace::kArgumentKind, keys.last, keys.position));
  f[kCallsOfPath] = QuantiseCount(calls_of_path_);
  f[kCallsOfLast] = QuantiseCount(calls_of_last_);
  f[kCallsInProject] = QuantiseCount(usage_.ProjectTotal(reached));
  f[kCallsInCorpus] = QuantiseCount(usage_.CorpusTotal(reached));
  f[kNeeded] = QuantiseCount(static_cast<uint64_t>(Needed()));
  f[kPosition] = QuantiseCount(static_cast<uint64_t>(site_.place->position));
  f[kPositionalLeft] = QuantiseCount(static_cast<uint64_t>(PositionalLeft()));
  f[kVisiblePlaces] = QuantiseCount(num_visible_);
  return f;
}

int CallAround::PositionalLeft() const {
  int left = 0;
  for (size_t i = static_cast<size_t>(site_.place->position); i < signature.parameters.size();
       ++i) {
    left += !signature.parameters[i].keyword_only;
  }
  return left;
}

int CallAround::Needed() const {
  const ast::Tree& tree = source_.index.tree;
  std::vector<bool> filled(signature.parameters.size());
  ForEachOther([&](const ArgumentPlace& place, const corpus::CallKeys&) {
    if (place.call != site_.place->call) return;
    int at = place.keyword == kNoNode ? place.position : signature.Find(tree.Text(place.keyword));
    if (at >= 0 && static_cast<size_t>(at) < filled.size()) filled[static_cast<size_t>(at)] = true;
  });
  int needed = 0;
  for (size_t i = 0; i < filled.size(); ++i) {
    needed += !filled[i] && !signature.parameters[i].has_default;
  }
  return needed;
}

}  // namespace fastnode::pack
