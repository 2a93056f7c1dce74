// An expression is asked for from a dot to its end. ChainOf climbs from the name as long as what
// stands there goes on with the expression: calls, and other names after dots. Where it goes on in
// another way there is no site (chains_test.cc).
#include "qualify/ask/chains.h"

#include <utility>

#include "analyze/bind/path.h"
#include "analyze/types/types.h"
#include "predict/cursor/site.h"
#include "predict/fallback.h"
#include "qualify/ask/calls.h"
#include "qualify/ask/condition.h"
#include "qualify/ask/elsewhere.h"

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
  SetBlank(index.tree, {{index.tree[use.name].begin, index.tree[chain.end].end}, chain.end}, site);
  site.expected = chain.text;
  site.base = bind::PathText(index.tree, use.base, use.name);
  site.symbol = predict::SymbolOfBase(types.Name(types.TypeOf(use.base)), site.base);
  site.slice = chain.num_names > 1 ? 2 : chain.is_called ? 1 : 0;
  site.context = use.context;
  return site;
}

std::vector<Elsewhere> OtherChains(const predict::FoundSite& site) {
  const bind::FileIndex& index = site.source->index;
  const bind::AttributeUse& asked = index.attributes[static_cast<size_t>(site.at)];
  const std::string base = bind::PathText(index.tree, asked.base, asked.name);
  std::vector<Elsewhere> others;
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

// What goes on from the same base first.
Ranking Nearest(const std::vector<Elsewhere>& others) {
  std::vector<Elsewhere> same_base, other_bases;
  for (const Elsewhere& other : others) (other.same ? same_base : other_bases).push_back(other);
  OrderedList list;
  AppendByRecency(std::move(same_base), list);
  AppendByRecency(std::move(other_bases), list);
  return list.Take();
}

Ranking MostFrequent(const std::vector<Elsewhere>& others) {
  OrderedList list;
  AppendByCounts(others, list);
  return list.Take();
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

std::vector<std::string> ChainBaselines() { return {"recency", "counts"}; }

Result<std::vector<Ranking>> RankChainBaselines(const Question& question, const types::Library&,
                                                const Shared& shared) {
  Result<predict::FoundSite> site = FindAsked(question, pack::Task::kAttribute, shared.memory);
  if (!site.ok()) return site.error();
  const std::vector<Elsewhere> others = OtherChains(*site);
  return std::vector<Ranking>{Nearest(others), MostFrequent(others)};
}

Result<Ranking> AskForChain(const Question& question, const predict::Completer& completer,
                            Shared& shared) {
  const predict::Request request = RequestOf(question, shared.memory);
  Result<std::vector<predict::CallCompletion>> chains = completer.CompleteChain(
      request.question, completer.Know(request.question, request.given), request.budget);
  if (!chains.ok()) return chains.error();
  Ranking ranking;
  for (const auto& chain : *chains) ranking.push_back({chain.text, chain.probability});
  return ranking;
}

}  // namespace fastnode::qualify
