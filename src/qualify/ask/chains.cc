#include "qualify/ask/chains.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "analyze/bind/path.h"
#include "analyze/types/types.h"
#include "predict/fallback.h"
#include "predict/site.h"
#include "qualify/ask/calls.h"

namespace fastnode::qualify {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

bool IsRead(const bind::AttributeUse& use) {
  return use.context == bind::UseContext::kLoad || use.context == bind::UseContext::kCall;
}

// Names and arguments alone; ") as x" or a generator is none.
bool IsPlainList(const ast::Tree& tree, NodeId list) {
  if (list == kNoNode || tree[list].kind != Kind::kArgumentList) return false;
  const std::string_view text = tree.Text(list);
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return false;
  for (NodeId c = tree.FirstChild(list); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind == Kind::kListSplat || tree[c].kind == Kind::kDictionarySplat) return false;
  }
  return true;
}

std::vector<int32_t> WholeChains(const bind::FileIndex& index, SiteList& list) {
  std::vector<int32_t> chains;
  for (size_t i = 0; i < index.attributes.size(); ++i) {
    const bind::AttributeUse& use = index.attributes[i];
    if (!IsRead(use)) {
      ++list.skipped["attribute that is written to"];
    } else if (ChainOf(index.tree, use).text.empty()) {
      ++list.skipped["chain with a splat or a subscript"];
    } else {
      chains.push_back(static_cast<int32_t>(i));
    }
  }
  return chains;
}

Site MakeChainSite(const bind::FileIndex& index, const types::Library& library, int32_t candidate) {
  const bind::AttributeUse& use = index.attributes[static_cast<size_t>(candidate)];
  types::TypeEvaluator types(index, library, {use.name});
  const Chain chain = ChainOf(index.tree, use);
  Site site;
  site.offset = index.tree[use.name].begin;
  site.removed = index.tree[chain.end].end - site.offset;
  site.expected = chain.text;
  site.base = bind::PathText(index.tree, use.base, use.name);
  site.symbol = predict::SymbolOfBase(types.Name(types.TypeOf(use.base)), site.base);
  site.slice = chain.num_names > 1 ? 2 : chain.is_called ? 1 : 0;
  site.context = use.context;
  return site;
}

struct OtherChain {
  std::string text;
  bool same_base;
  int64_t distance;  // in nodes; negative: before the cursor
};

std::vector<OtherChain> OtherChains(const predict::FoundSite& site) {
  const bind::FileIndex& index = site.source->index;
  const bind::AttributeUse& asked = index.attributes[static_cast<size_t>(site.at)];
  const std::string base = bind::PathText(index.tree, asked.base, asked.name);
  std::vector<OtherChain> others;
  for (size_t i = 0; i < index.attributes.size(); ++i) {
    const bind::AttributeUse& use = index.attributes[i];
    if (i == static_cast<size_t>(site.at) || !IsRead(use)) continue;
    const Chain chain = ChainOf(index.tree, use);
    // What goes on from the site itself holds no answer, only its placeholder.
    if (chain.text.empty() || chain.text.find(predict::kPlaceholder) != std::string::npos) continue;
    others.push_back({chain.text, bind::PathText(index.tree, use.base, use.name) == base,
                      int64_t{use.node} - asked.node});
  }
  return others;
}

Ranking Distinct(const std::vector<std::string>& texts) {
  std::set<std::string> seen;
  Ranking ranking;
  for (const std::string& text : texts) {
    if (seen.insert(text).second) ranking.push_back({text, -static_cast<double>(ranking.size())});
  }
  return ranking;
}

Ranking Recency(std::vector<OtherChain> others) {
  std::stable_sort(others.begin(), others.end(), [](const OtherChain& a, const OtherChain& b) {
    auto order = [](const OtherChain& o) {
      return std::tuple(!o.same_base, o.distance > 0, std::abs(o.distance));
    };
    return order(a) < order(b);
  });
  std::vector<std::string> texts;
  for (const OtherChain& other : others) texts.push_back(other.text);
  return Distinct(texts);
}

Ranking Counts(const std::vector<OtherChain>& others) {
  std::map<std::string, int> counts;
  for (const OtherChain& other : others) counts[other.text] += other.same_base ? 4 : 1;
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [text, count] : counts) order.emplace_back(-count, text);
  std::sort(order.begin(), order.end());
  std::vector<std::string> texts;
  for (const auto& [count, text] : order) texts.push_back(text);
  return Distinct(texts);
}

}  // namespace

Chain ChainOf(const ast::Tree& tree, const bind::AttributeUse& use) {
  Chain chain;
  chain.text = tree.Text(use.name);
  chain.end = use.node;
  chain.num_names = 1;
  if (chain.text.empty()) return {};
  while (true) {
    const NodeId parent = tree[chain.end].parent;
    if (parent == kNoNode) return chain;
    if (tree[parent].kind == Kind::kCall && tree[chain.end].field == Field::kFunction) {
      const NodeId list = tree.Child(parent, Field::kArguments);
      if (!IsPlainList(tree, list)) return {};
      chain.text += "(" + ArgumentsText(tree, list);
      chain.is_called = true;
    } else if (tree[parent].kind == Kind::kAttribute && tree[chain.end].field == Field::kObject) {
      const std::string_view name = tree.Text(tree.Child(parent, Field::kAttribute));
      if (name.empty()) return {};
      chain.text += "." + std::string(name);
      ++chain.num_names;
      chain.is_called = false;
    } else if (tree[parent].kind == Kind::kSubscript && tree[chain.end].field == Field::kValue) {
      return {};
    } else {
      return chain;
    }
    chain.end = parent;
  }
}

const SiteKind& ChainSites() {
  static const SiteKind kind = {
      "chain", {"a name", "a call", "several names"}, WholeChains, MakeChainSite};
  return kind;
}

std::vector<std::string> ChainMethodNames() { return {"model", "recency", "counts"}; }

std::vector<MethodAnswer> AskChainBaselines(const Question& question) {
  Result<predict::FoundSite> site = predict::FindSite(question.text, question.offset);
  std::string error = site.ok() ? "" : site.error().message;
  const bool is_attribute = site.ok() && site->at >= 0 && site->task == pack::Task::kAttribute;
  if (site.ok() && !is_attribute) error = "took the cursor for another place";
  if (!is_attribute) return std::vector<MethodAnswer>(ChainMethodNames().size() - 1, {{}, error});
  const std::vector<OtherChain> others = OtherChains(*site);
  return {{Recency(others), ""}, {Counts(others), ""}};
}

Answers AskForChain(const predict::Completer& completer, const Question& question) {
  using Clock = std::chrono::steady_clock;
  Answers answers;
  MethodAnswer& model = answers.methods.emplace_back();
  const Clock::time_point start = Clock::now();
  predict::Request request{question.text, question.offset, question.usage.project,
                           question.usage.project_minus};
  request.environment = question.environment;
  Result<std::vector<predict::CallCompletion>> chains = completer.CompleteChain(request);
  answers.model_micros =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
  if (!chains.ok()) {
    model.error = chains.error().message;
  } else {
    for (const auto& chain : *chains) model.ranking.push_back({chain.text, chain.probability});
  }
  for (MethodAnswer& baseline : AskChainBaselines(question)) {
    answers.methods.push_back(std::move(baseline));
  }
  return answers;
}

}  // namespace fastnode::qualify
