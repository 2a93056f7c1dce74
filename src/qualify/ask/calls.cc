// A call is asked for as a whole, from its opening bracket on. What is right is written by
// ArgumentsText in the very form in which the beam search writes its answers, so that equal texts
// are equal calls. Splats have no such form: calls with them are no sites (calls_test.cc).
#include "qualify/ask/calls.h"

#include <algorithm>
#include <utility>

#include "analyze/bind/arguments.h"
#include "analyze/bind/path.h"
#include "analyze/types/types.h"
#include "collect/pack/signature.h"
#include "qualify/ask/condition.h"
#include "qualify/ask/elsewhere.h"

namespace fastnode::qualify {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

// Arguments of a call without splats; none for anything else.
std::vector<int32_t> WholeCalls(const bind::FileIndex& index, SiteList& list) {
  std::vector<int32_t> calls;
  const ast::Tree& tree = index.tree;
  for (NodeId node : tree.ids()) {
    bool is_list = tree[node].kind == Kind::kArgumentList && tree[node].parent != kNoNode &&
                   tree[tree[node].parent].kind == Kind::kCall;
    if (!is_list) continue;
    bool splat = false;
    for (NodeId c = tree.FirstChild(node); c != kNoNode; c = tree.NextSibling(c)) {
      splat |= tree[c].kind == Kind::kListSplat || tree[c].kind == Kind::kDictionarySplat;
    }
    std::string_view text = tree.Text(node);
    bool closed = text.size() >= 2 && text.front() == '(' && text.back() == ')';
    if (splat) {
      ++list.skipped["call with a splat"];
    } else if (!closed) {
      ++list.skipped["call without its brackets"];
    } else {
      calls.push_back(node);
    }
  }
  return calls;
}

Site MakeCallSite(const bind::FileIndex& index, const types::Library& library, int32_t candidate) {
  const ast::Tree& tree = index.tree;
  const NodeId list(candidate), call = tree[list].parent;
  types::TypeEvaluator types(index, library);
  Site site;
  SetBlank(tree, {{tree[list].begin + size_t{1}, tree[list].end - size_t{1}}, call}, site);
  site.expected = ArgumentsText(tree, list);
  site.base = bind::CalleeOf(tree, call).path;
  NodeId function = tree.Child(call, ast::Field::kFunction);
  if (function != kNoNode) site.symbol = types.Name(types.TypeOf(function));
  if (site.symbol.empty() || site.symbol == "local") site.symbol = site.base;
  size_t arguments = 0;
  for (NodeId c = tree.FirstChild(list); c != kNoNode; c = tree.NextSibling(c)) ++arguments;
  site.slice = std::min<size_t>(arguments, 4);
  return site;
}

// Arguments of calls of the same name in the file, in text order.
std::vector<Elsewhere> OtherCalls(const predict::FoundSite& site) {
  const ast::Tree& tree = site.source->index.tree;
  const bind::ArgumentPlace& asked = site.source->places[static_cast<size_t>(site.at)];
  const corpus::CallKeys& keys = site.source->call_keys[static_cast<size_t>(site.at)];
  std::vector<Elsewhere> others;
  for (size_t i = 0; i < site.source->places.size(); ++i) {
    const bind::ArgumentPlace& place = site.source->places[i];
    const corpus::CallKeys& other = site.source->call_keys[i];
    bool ours = place.call == asked.call || place.position != 0;
    if (ours || keys.last == corpus::kNoCallee || other.last != keys.last) continue;
    others.push_back({ArgumentsText(tree, place.list), other.path == keys.path,
                      int64_t{place.call} - asked.call});
  }
  return others;
}

Ranking WithPopularShapes(OrderedList list) {
  for (const char* shape : {"...)", ")", "..., ...)", "..., ..., ...)"}) list.Append(shape);
  return list.Take();
}

Ranking BySignature(const predict::FoundSite& site, const types::Environment& environment) {
  const bind::FileIndex& index = site.source->index;
  types::TypeEvaluator types(index, environment);
  const bind::ArgumentPlace& asked = site.source->places[static_cast<size_t>(site.at)];
  pack::Signature signature = pack::SignatureOf(index, asked.call, types);
  OrderedList list;
  if (signature.known) {
    std::string names, places;
    for (const pack::Parameter& parameter : signature.parameters) {
      if (parameter.has_default || parameter.keyword_only) continue;
      names += (names.empty() ? "" : ", ") + std::string(parameter.name);
      places += (places.empty() ? "" : ", ") + std::string(predict::kSomething);
    }
    list.Append(names + ")");
    list.Append(places + ")");
  }
  return WithPopularShapes(std::move(list));
}

}  // namespace

std::string ArgumentsText(const ast::Tree& tree, NodeId argument_list) {
  std::string text;
  for (NodeId c = tree.FirstChild(argument_list); c != kNoNode; c = tree.NextSibling(c)) {
    if (!text.empty()) text += ", ";
    NodeId value = c;
    if (tree[c].kind == Kind::kKeywordArgument) {
      NodeId name = tree.Child(c, ast::Field::kName);
      if (name != kNoNode) text += std::string(tree.Text(name)) + "=";
      value = tree.Child(c, ast::Field::kValue);
    }
    bool plain = value != kNoNode && tree[value].kind == Kind::kIdentifier;
    text += plain ? tree.Text(value) : predict::kSomething;
  }
  return text + ")";
}

const SiteKind& CallSites() {
  static const SiteKind kind = {
      "call",
      {"no argument", "1 argument", "2 arguments", "3 arguments", "4 and more"},
      WholeCalls,
      MakeCallSite};
  return kind;
}

std::vector<std::string> CallBaselines() { return {"popular", "signature", "recency", "counts"}; }

Result<std::vector<Ranking>> RankCallBaselines(const Question& question,
                                               const types::Library& library,
                                               const Shared& shared) {
  Result<predict::FoundSite> site = FindAsked(question, pack::Task::kArgument, shared.memory);
  if (!site.ok()) return site.error();
  const types::Environment library_alone(library);
  const std::vector<Elsewhere> others = OtherCalls(*site);
  OrderedList nearest, most_frequent;
  AppendByRecency(others, nearest);
  AppendByCounts(others, most_frequent);
  return std::vector<Ranking>{
      WithPopularShapes({}),
      BySignature(*site, question.environment == nullptr ? library_alone : *question.environment),
      WithPopularShapes(std::move(nearest)), WithPopularShapes(std::move(most_frequent))};
}

Result<Ranking> AskForCall(const Question& question, const predict::Completer& completer,
                           Shared& shared) {
  const predict::Request request = RequestOf(question, shared.memory);
  Result<std::vector<predict::CallCompletion>> calls = completer.CompleteCall(
      request.question, completer.Know(request.question, request.given), request.budget);
  if (!calls.ok()) return calls.error();
  Ranking ranking;
  for (const auto& call : *calls) ranking.push_back({call.text, call.probability});
  return ranking;
}

}  // namespace fastnode::qualify
