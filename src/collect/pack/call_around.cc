#include "collect/pack/call_around.h"

#include <algorithm>

namespace fastnode::pack {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;
using bind::ArgumentPlace;
using corpus::CallKey;
using corpus::KeySpace;

CallAround::CallAround(const AnalysedSource& source, const Site& site, const CutContext& context,
                       types::TypeEvaluator& types)
    : source_(source), site_(site), usage_(context.usage) {
  keys = source.call_keys[static_cast<size_t>(site.at)];
  // A keyword that is hidden is not known.
  bool keyword_visible = site.anchor != site.place->list;
  if (!keyword_visible) keys.slot = keys.position;
  arguments = Locate(KeySpace::kArgument, keys.slot);
  signature = SignatureOf(source.index, site.place->call, types);
  NodeId callee = source.index.tree.Child(site.place->call, Field::kFunction);
  if (callee != kNoNode) callee_ = types.TypeOf(callee);
  if (keyword_visible) {
    parameter = source.index.tree.Text(site.place->keyword);
  } else {
    const auto at = static_cast<size_t>(site.place->position);
    if (at < signature.parameters.size() && !signature.parameters[at].keyword_only) {
      parameter = signature.parameters[at].name;
    }
  }
  ForEachOther([&](const ArgumentPlace& place, const corpus::CallKeys& other) {
    ++num_visible_;
    if (place.kind != bind::ArgumentKind::kStop) return;
    if (keys.path != corpus::kNoCallee && other.path == keys.path) ++calls_of_path_;
    if (keys.last != corpus::kNoCallee && other.last == keys.last) ++calls_of_last_;
  });
}

CallAround::Keys CallAround::Locate(KeySpace space, uint64_t slot) const {
  auto locate = [&](uint64_t callee) {
    return usage_.Locate(callee == corpus::kNoCallee ? 0 : CallKey(space, callee, slot));
  };
  return {locate(keys.path), locate(keys.last), locate(corpus::kAnyCallee)};
}

void CallAround::PutCounts(const Keys& at, const UsageView::Name& name,
                           std::array<uint8_t, kNumCandidateFeatures>& f) const {
  auto project = [&](const UsageView::Key& key) {
    return QuantiseCount(corpus::Total(usage_.Project(key, name)));
  };
  auto corpus = [&](const UsageView::Key& key) {
    return QuantiseCount(corpus::Total(usage_.Corpus(key, name)));
  };
  f[kProjectBase] = project(at.path);
  f[kProjectLast] = project(at.last);
  f[kProjectAny] = project(at.any);
  f[kCorpusBase] = corpus(at.path);
  f[kCorpusLast] = corpus(at.last);
  f[kCorpusAny] = corpus(at.any);
  f[kProjectBaseFiles] = QuantiseCount(usage_.ProjectFiles(at.last, name));
  f[kCorpusBaseProjects] = QuantiseCount(usage_.CorpusProjects(at.last, name));
}

SiteFeature CallAround::CalleeFeature() const {
  const ast::Tree& tree = source_.index.tree;
  NodeId callee = tree.Child(site_.place->call, Field::kFunction);
  if (callee == kNoNode) return kBaseOther;
  if (tree[callee].kind == Kind::kIdentifier) return kBaseName;
  if (tree[callee].kind != Kind::kAttribute) return kBaseCall;
  NodeId base = tree.Child(callee, Field::kObject);
  bool plain = base != kNoNode && tree[base].kind == Kind::kIdentifier;
  bool self = plain && (tree.Text(base) == "self" || tree.Text(base) == "cls");
  return self ? kBaseSelf : kBaseAttribute;
}

std::array<uint8_t, kNumSiteFeatures> CallAround::SiteFeatures() const {
  std::array<uint8_t, kNumSiteFeatures> f{};
  f[CalleeFeature()] = kFlag;
  const auto position = static_cast<size_t>(site_.place->position);
  if (site_.place->after_keyword) f[kContextLoad] = kFlag;
  if (site_.anchor != site_.place->list) f[kContextCall] = kFlag;
  if (signature.known) f[kContextStore] = kFlag;
  if (signature.takes_more) f[kContextDelete] = kFlag;
  using TypeKind = types::Type::Kind;
  if (callee_.kind != TypeKind::kUnknown) f[kTypeKnown] = kFlag;
  if (callee_.kind == TypeKind::kClass) f[kTypeClass] = kFlag;
  if (callee_.kind == TypeKind::kFunction) {
    f[callee_.local != kNoNode ? kTypeLocalInstance : kTypeLibraryInstance] = kFlag;
  }
  const UsageView::Key key = usage_.Locate(
      keys.last == corpus::kNoCallee ? 0
                                     : CallKey(KeySpace::kArgumentKind, keys.last, keys.position));
  f[kTotalFileBase] = QuantiseCount(calls_of_path_);
  f[kTotalFileLast] = QuantiseCount(calls_of_last_);
  f[kTotalProjectBase] = QuantiseCount(usage_.ProjectTotal(key));
  f[kTotalCorpusBase] = QuantiseCount(usage_.CorpusTotal(key));
  f[kTotalCorpusType] = QuantiseCount(static_cast<uint64_t>(Needed()));
  f[kTotalMembers] = QuantiseCount(position);
  f[kTotalFunctionBase] = QuantiseCount(static_cast<uint64_t>(PositionalLeft()));
  f[kTotalFileAny] = QuantiseCount(num_visible_);
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

std::string_view CallAround::NameAt(const ArgumentPlace& place) const {
  const ast::Tree& tree = source_.index.tree;
  if (site_.task == Task::kKeywordName) {
    return place.keyword == kNoNode ? "" : tree.Text(place.keyword);
  }
  return bind::IsPlainName(tree, place) ? tree.Text(place.value) : "";
}

std::string_view CallAround::Previous() const {
  if (site_.place->position == 0) return "";
  return NameAt(source_.places[static_cast<size_t>(site_.at) - 1]);
}

}  // namespace fastnode::pack
