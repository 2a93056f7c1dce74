// Nothing here depends on what is hidden: places of the site's own call count up to the site, and
// calls inside what is hidden do not count at all. A keyword tells of the parameter only while it
// is visible.
#include "collect/pack/tasks/call_around.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "analyze/ast/name_byte.h"

namespace fastnode::pack {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;
using bind::ArgumentPlace;
using corpus::CallKey;
using corpus::KeySpace;

namespace {

// How many values a literal asks for: %s, %(name)d, {}, {0!r}; twice said is a sign of itself. An
// f-string asks for none: it has them.
int NumFormats(std::string_view literal) {
  const size_t quote = std::min(literal.find_first_of("'\""), literal.size());
  if (literal.substr(0, quote).find_first_of("fF") != std::string_view::npos) return 0;
  int percent = 0, braces = 0;
  for (size_t i = quote; i + 1 < literal.size(); ++i) {
    const char next = literal[i + 1];
    if ((literal[i] == '%' || literal[i] == '{') && next == literal[i]) {
      ++i;
    } else if (literal[i] == '%') {
      percent += std::isalpha(static_cast<unsigned char>(next)) != 0 ||
                 std::string_view("(.-+0123456789#").find(next) != std::string_view::npos;
    } else if (literal[i] == '{') {
      // A name, a number or nothing, and how it is printed.
      size_t end = i + 1;
      while (end < literal.size() && (ast::IsNameByte(literal[end]) || literal[end] == '.')) ++end;
      braces += end < literal.size() && (literal[end] == '}' || literal[end] == '!' ||
                                         literal[end] == ':' || literal[end] == '[');
    }
  }
  return std::max(percent, braces);
}

// How far the arguments before a place are like those of another call.
enum class Likeness : uint8_t { kNone, kKinds, kNames };

Likeness LikenessOf(const ast::Tree& tree, const ArgumentPlace& own, const ArgumentPlace& other) {
  if (own.kind != other.kind) return Likeness::kNone;
  if (own.kind == bind::ArgumentKind::kSplat || own.value == kNoNode) return Likeness::kNames;
  const bool has_keyword = own.keyword != kNoNode;
  if (has_keyword && tree.Text(own.keyword) != tree.Text(other.keyword)) return Likeness::kNone;
  const bool is_name = bind::IsPlainName(tree, own);
  if (is_name != bind::IsPlainName(tree, other)) return Likeness::kKinds;
  return !is_name || tree.Text(own.value) == tree.Text(other.value) ? Likeness::kNames
                                                                    : Likeness::kKinds;
}

}  // namespace

CallAround::CallAround(const CandidateInput& input)
    : source_(input.source), site_(input.site), names_(input.names), usage_(input.names.usage()) {
  const ArgumentPlace& place = *site_.place;
  keys = source_.call_keys[static_cast<size_t>(site_.at)];
  keyword_stands_ = site_.anchor != place.list;
  if (!keyword_stands_) keys.slot = keys.position;
  signature = SignatureOf(source_.index, place.call, input.types);
  if (site_.asked_of != kNoNode) callee_ = input.types.TypeOf(site_.asked_of);
  FindParameter();
  FindVisible();
  arguments = Locate(KeySpace::kArgument, keys.slot);
  ForEachOther([&](const ArgumentPlace& other, const corpus::CallKeys& other_keys) {
    ++num_visible_;
    if (other.kind != bind::ArgumentKind::kStop) return;
    if (IsOfPath(other_keys)) ++calls_of_path_;
    if (IsOfLast(other_keys)) ++calls_of_last_;
  });
}

void CallAround::FindParameter() {
  const ArgumentPlace& place = *site_.place;
  if (keyword_stands_) {
    parameter = source_.index.tree.Text(place.keyword);
    return;
  }
  const auto at = static_cast<size_t>(place.position);
  if (at < signature.parameters.size() && !signature.parameters[at].keyword_only) {
    parameter = signature.parameters[at].name;
  }
}

void CallAround::FindVisible() {
  const bind::FileIndex& index = source_.index;
  const bind::ScopeId function =
      bind::Enclosing(index, index.scope_of[site_.anchor], bind::ScopeKind::kFunction);
  const NumberedParts parts = NumberParts(parameter);
  for (bind::VariableId id : bind::VisibleVariables(index, site_.anchor)) {
    const bind::Variable& variable = index.variables[id];
    const Reading reading = ReadingOf(index, variable, site_);
    visible.Get(variable.name) = reading;
    if (variable.scope != function) continue;
    num_unread_ += reading.unread;
    if (reading.unread) {
      nearest_unread_ = nearest_unread_ < 0 ? reading.age : std::min(nearest_unread_, reading.age);
    }
    num_never_read_ += reading.unread && reading.never_read;
    if (parameter.empty()) continue;
    parameter_likeness_ = std::max(parameter_likeness_, Overlap(parts, NumberParts(variable.name)));
  }
}

CallAround::Keys CallAround::Locate(KeySpace space, uint64_t slot) const {
  auto locate = [&](uint64_t callee) {
    return usage_.Locate(callee == corpus::kNoCallee ? 0 : CallKey(space, callee, slot));
  };
  Keys all{locate(keys.path), locate(keys.last), locate(corpus::kAnyCallee), {}};
  if (!parameter.empty() && !keyword_stands_) {
    all.parameter =
        usage_.Locate(CallKey(space, corpus::kAnyCallee, corpus::SlotOfKeyword(parameter)));
  }
  return all;
}

void CallAround::PutCounts(const Keys& at, uint32_t number, CandidateBytes& f) const {
  const UsageView::Name name = names_.Of(number).in_tables;
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
  f[kInProjectParameter] = project(at.parameter);
  f[kInCorpusParameter] = corpus(at.parameter);
}

ByName<CallAround::InOthers> CallAround::FindInOthers(NameAt text_at) const {
  const ast::Tree& tree = source_.index.tree;
  const auto at = static_cast<size_t>(site_.at);
  const auto position = static_cast<size_t>(site_.place->position);
  ByName<InOthers> found;
  std::string_view before, after;
  Likeness likeness = Likeness::kNone;
  for (size_t i = 0; i < source_.places.size(); ++i) {
    const ArgumentPlace& place = source_.places[i];
    if (!IsOfLast(source_.call_keys[i]) || place.call == site_.place->call ||
        site_.Hides(place.list)) {
      continue;
    }
    const auto here = static_cast<size_t>(place.position);
    if (here == 0) likeness = Likeness::kNames;
    if (here < position) {
      likeness = std::min(likeness, LikenessOf(tree, source_.places[at - position + here], place));
      continue;
    }
    if (here > position) continue;
    const bool same_slot = !keyword_stands_ || source_.call_keys[i].slot == keys.slot;
    const std::string_view text = same_slot ? text_at(tree, place) : "";
    if (text.empty()) continue;
    InOthers& others = found.Get(text);
    others.same_kinds += likeness >= Likeness::kKinds;
    others.same_names += likeness == Likeness::kNames;
    if (place.call < site_.place->call) {
      before = text;
    } else if (after.empty()) {
      after = text;
    }
  }
  if (!before.empty()) found.Get(before).before = true;
  if (!after.empty()) found.Get(after).after = true;
  return found;
}

void CallAround::PutInOthers(const InOthers* others, CandidateBytes& f) {
  if (others == nullptr) return;
  f[kAfterSameKinds] = QuantiseCount(others->same_kinds);
  f[kAfterSameNames] = QuantiseCount(others->same_names);
  f[kInCallBefore] = others->before ? kFlag : 0;
  f[kInCallAfter] = others->after ? kFlag : 0;
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
  PutVisible(f);
  return f;
}

void CallAround::PutVisible(SiteBytes& f) const {
  const std::vector<bool> filled = Filled();
  uint64_t num_visible = 0;
  for (size_t i = 0; i < filled.size(); ++i) {
    num_visible += !filled[i] && visible.Find(signature.parameters[i].name) != nullptr;
  }
  f[kParametersVisible] = QuantiseCount(num_visible);
  f[kUnreadVariables] = QuantiseCount(num_unread_);
  f[kNeverReadVariables] = QuantiseCount(num_never_read_);
  if (nearest_unread_ >= 0) f[kNearestUnread] = QuantiseNearness(nearest_unread_ / 4);
  PutFormats(f);
  if (parameter.empty()) return;
  f[kParameterKnown] = kFlag;
  const int at = signature.Find(parameter);
  if (at >= 0 && signature.parameters[static_cast<size_t>(at)].has_default) {
    f[kParameterHasDefault] = kFlag;
  }
  if (visible.Find(parameter) != nullptr) f[kParameterVisible] = kFlag;
  f[kParameterLike] = QuantiseShare(parameter_likeness_);
}

int CallAround::PositionalLeft() const {
  int left = 0;
  for (size_t i = static_cast<size_t>(site_.place->position); i < signature.parameters.size();
       ++i) {
    left += !signature.parameters[i].keyword_only;
  }
  return left;
}

void CallAround::PutFormats(SiteBytes& f) const {
  const auto position = static_cast<size_t>(site_.place->position);
  const auto first = static_cast<size_t>(site_.at) - position;
  int left = 0;
  bool is_known = false;
  for (size_t i = first; i < first + position; ++i) {
    const ArgumentPlace& place = source_.places[i];
    if (is_known) {
      --left;
    } else if (place.value != kNoNode && place.keyword == kNoNode &&
               source_.index.tree[place.value].kind == Kind::kString) {
      is_known = true;
      left = NumFormats(source_.index.tree.Text(place.value));
    }
  }
  if (!is_known) return;
  f[kFormatsKnown] = kFlag;
  f[kFormatsLeft] = QuantiseCount(static_cast<uint64_t>(std::max(left, 0)));
}

std::vector<bool> CallAround::Filled() const {
  const ast::Tree& tree = source_.index.tree;
  std::vector<bool> filled(signature.parameters.size());
  ForEachOther([&](const ArgumentPlace& place, const corpus::CallKeys&) {
    if (place.call != site_.place->call) return;
    int at = place.keyword == kNoNode ? place.position : signature.Find(tree.Text(place.keyword));
    if (at >= 0 && static_cast<size_t>(at) < filled.size()) filled[static_cast<size_t>(at)] = true;
  });
  return filled;
}

int CallAround::LastFilled() const {
  if (site_.place->position == 0) return -1;
  const ArgumentPlace& last = source_.places[static_cast<size_t>(site_.at) - 1];
  if (last.keyword == kNoNode) return last.position;
  const int at = signature.Find(source_.index.tree.Text(last.keyword));
  return at < 0 ? kNotOfSignature : at;
}

int CallAround::Needed() const {
  const std::vector<bool> filled = Filled();
  int needed = 0;
  for (size_t i = 0; i < filled.size(); ++i) {
    needed += !filled[i] && !signature.parameters[i].has_default;
  }
  return needed;
}

}  // namespace fastnode::pack
