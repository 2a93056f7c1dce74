#include "qualify/ask/calls.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "analyze/bind/arguments.h"
#include "analyze/bind/path.h"
#include "analyze/types/types.h"
#include "collect/pack/signature.h"
#include "predict/site.h"

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
  site.offset = tree[list].begin + 1;
  site.removed = tree[list].end - 1 - site.offset;
  site.expected = ArgumentsText(tree, list);
  site.base = bind::CalleeOf(tree, call).path;
  NodeId function = tree.Child(call, ast::Field::kFunction);
  if (function != kNoNode) site.symbol = types.Name(types.TypeOf(function));
  if (site.symbol.empty() || site.symbol == "local") site.symbol = site.base;
  int32_t arguments = 0;
  for (NodeId c = tree.FirstChild(list); c != kNoNode; c = tree.NextSibling(c)) ++arguments;
  site.slice = std::min(arguments, 4);
  return site;
}

// Each text once, best first.
class List {
 public:
  void Add(const std::string& text) {
    if (seen_.insert(text).second)
      ranking_.push_back({text, -static_cast<double>(ranking_.size())});
  }
  Ranking Finish() {
    for (const char* shape : {"...)", ")", "..., ...)", "..., ..., ...)"}) Add(shape);
    return std::move(ranking_);
  }

 private:
  std::set<std::string> seen_;
  Ranking ranking_;
};

struct OtherCall {
  std::string arguments;
  bool same_path;
  int64_t distance;  // in nodes; negative: before the cursor
};

// Calls of the same name in the file, in text order.
std::vector<OtherCall> OtherCalls(const predict::FoundSite& site) {
  const ast::Tree& tree = site.source->index.tree;
  const bind::ArgumentPlace& asked = site.source->places[static_cast<size_t>(site.at)];
  const corpus::CallKeys& keys = site.source->call_keys[static_cast<size_t>(site.at)];
  std::vector<OtherCall> others;
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

Ranking Recency(std::vector<OtherCall> others) {
  // Nearest before first, then those after.
  std::stable_sort(others.begin(), others.end(), [](const OtherCall& a, const OtherCall& b) {
    if ((a.distance < 0) != (b.distance < 0)) return a.distance < 0;
    return std::abs(a.distance) < std::abs(b.distance);
  });
  List list;
  for (const OtherCall& other : others) list.Add(other.arguments);
  return list.Finish();
}

Ranking Counts(const std::vector<OtherCall>& others) {
  std::map<std::string, int> counts;
  for (const OtherCall& other : others) counts[other.arguments] += other.same_path ? 4 : 1;
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [text, count] : counts) order.emplace_back(-count, text);
  std::sort(order.begin(), order.end());
  List list;
  for (const auto& [count, text] : order) list.Add(text);
  return list.Finish();
}

Ranking BySignature(const predict::FoundSite& site, const types::Environment& environment) {
  const bind::FileIndex& index = site.source->index;
  types::TypeEvaluator types(index, environment);
  const bind::ArgumentPlace& asked = site.source->places[static_cast<size_t>(site.at)];
  pack::Signature signature = pack::SignatureOf(index, asked.call, types);
  List list;
  if (signature.known) {
    std::string names, places;
    for (const pack::Parameter& parameter : signature.parameters) {
      if (parameter.has_default || parameter.keyword_only) continue;
      names += (names.empty() ? "" : ", ") + std::string(parameter.name);
      places += (places.empty() ? "" : ", ") + std::string(predict::kSomething);
    }
    list.Add(names + ")");
    list.Add(places + ")");
  }
  return list.Finish();
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

std::vector<std::string> CallMethodNames() {
  return {"model", "popular", "signature", "recency", "counts"};
}

std::vector<MethodAnswer> AskCallBaselines(const Question& question,
                                           const types::Library& library) {
  Result<predict::FoundSite> site = predict::FindSite(question.text, question.offset);
  std::string error = site.ok() ? "" : site.error().message;
  bool is_call = site.ok() && site->at >= 0 && site->task == pack::Task::kArgument;
  if (site.ok() && !is_call) error = "took the cursor for another place";
  if (!is_call) return std::vector<MethodAnswer>(CallMethodNames().size() - 1, {{}, error});
  const std::vector<OtherCall> others = OtherCalls(*site);
  return {{List().Finish(), ""},
          {BySignature(*site, question.environment == nullptr ? types::Environment(library)
                                                              : *question.environment),
           ""},
          {Recency(others), ""},
          {Counts(others), ""}};
}

Answers AskForCall(const predict::Completer& completer, const Question& question) {
  using Clock = std::chrono::steady_clock;
  Answers answers;
  MethodAnswer& model = answers.methods.emplace_back();
  const Clock::time_point start = Clock::now();
  predict::Request request{question.text, question.offset, question.usage.project,
                           question.usage.project_minus};
  request.environment = question.environment;
  Result<std::vector<predict::CallCompletion>> calls = completer.CompleteCall(request);
  answers.model_micros =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
  if (!calls.ok()) {
    model.error = calls.error().message;
  } else {
    for (const auto& call : *calls) model.ranking.push_back({call.text, call.probability});
  }
  for (MethodAnswer& baseline : AskCallBaselines(question, completer.library())) {
    answers.methods.push_back(std::move(baseline));
  }
  return answers;
}

}  // namespace fastnode::qualify
