// How much each node of a graph says to the site, as if all messages were alike: one unit goes from
// the site against the edges, in each round shared among the kinds of edge and then among the
// senders of each. It shows what could reach the model, not what it made of it.
#include "qualify/viewer/site.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "collect/pack/neighbourhood.h"
#include "collect/pack/site.h"
#include "predict/cursor/site.h"

namespace fastnode::qualify {
namespace {

using ast::NodeId;
using pack::Neighbourhood;

constexpr int kRounds = 3;
constexpr size_t kMostTextOfANode = 60;
constexpr size_t kMostTreeBytes = 1u << 20;

// Of each node how far it is from the first, along edges of either direction.
std::vector<int> Hops(const Neighbourhood& around) {
  std::vector<std::vector<int32_t>> neighbours(around.nodes.size());
  for (const Neighbourhood::Edge& edge : around.edges) {
    neighbours[static_cast<size_t>(edge.target)].push_back(edge.source);
  }
  std::vector<int> hops(around.nodes.size(), -1);
  std::vector<int32_t> reached{0};
  hops[0] = 0;
  for (size_t i = 0; i < reached.size(); ++i) {
    for (int32_t next : neighbours[static_cast<size_t>(reached[i])]) {
      if (hops[static_cast<size_t>(next)] >= 0) continue;
      hops[static_cast<size_t>(next)] = hops[static_cast<size_t>(reached[i])] + 1;
      reached.push_back(next);
    }
  }
  return hops;
}

std::vector<double> Weights(const Neighbourhood& around) {
  // By target and relation the sources.
  std::vector<std::map<uint8_t, std::vector<int32_t>>> senders(around.nodes.size());
  for (const Neighbourhood::Edge& edge : around.edges) {
    senders[static_cast<size_t>(edge.target)][edge.relation].push_back(edge.source);
  }
  std::vector<double> weights(around.nodes.size(), 0), wave(around.nodes.size(), 0);
  wave[0] = 1;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> next(around.nodes.size(), 0);
    for (size_t target = 0; target < wave.size(); ++target) {
      if (wave[target] == 0) continue;
      for (const auto& [relation, sources] : senders[target]) {
        const double share = wave[target] / static_cast<double>(senders[target].size()) /
                             static_cast<double>(sources.size());
        for (int32_t source : sources) next[static_cast<size_t>(source)] += share;
      }
    }
    for (size_t i = 0; i < next.size(); ++i) weights[i] += next[i] / kRounds;
    wave = std::move(next);
  }
  return weights;
}

std::string TextOf(const ast::Tree& tree, NodeId node) {
  std::string text = WithoutPlaceholder(std::string(tree.Text(node)));
  if (text.size() <= kMostTextOfANode) return text;
  size_t end = kMostTextOfANode;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

}  // namespace

std::string WithoutPlaceholder(std::string text) {
  for (size_t at = text.find(predict::kPlaceholder); at != std::string::npos;
       at = text.find(predict::kPlaceholder, at)) {
    text.replace(at, predict::kPlaceholder.size(), "?");
  }
  return text;
}

Result<Json> SiteToJson(std::string_view text, uint64_t cursor) {
  Result<predict::FoundSite> found = predict::FindSite(text, cursor);
  if (!found.ok()) return found.error();
  if (found->at < 0) return Error{"nothing can be completed there"};
  const pack::AnalysedSource& source = *found->source;
  const ast::Tree& tree = source.index.tree;
  Result<pack::Site> site = pack::MakeSite(source, found->at, found->task);
  if (!site.ok()) return site.error();
  const Neighbourhood around = pack::FindNeighbourhood(source, *site, {});
  const std::vector<int> hops = Hops(around);
  const std::vector<double> weights = Weights(around);

  Json nodes = Json::array(), edges = Json::array(), kinds = Json::array();
  for (size_t i = 0; i < around.nodes.size(); ++i) {
    const NodeId node = around.nodes[i];
    const bool in_tree = node < tree.size();
    // A site that hides a place where nothing stands has no node of the tree.
    nodes.push_back({{"id", i},
                     {"kind", in_tree ? std::string(ast::Name(tree[node].kind)) : "site"},
                     {"text", i == 0    ? "?"
                              : in_tree ? TextOf(tree, node)
                                        : ""},
                     {"begin", in_tree ? tree[node].begin : 0},
                     {"end", in_tree ? tree[node].end : 0},
                     {"hops", hops[i]},
                     {"weight", weights[i]}});
  }
  for (const Neighbourhood::Edge& edge : around.edges) {
    // Each edge stands in both directions; shown once.
    if (edge.relation % 2 != 0) continue;
    edges.push_back({{"from", edge.source}, {"to", edge.target}, {"kind", edge.relation / 2}});
  }
  for (int kind = 0; kind < graph::kNumEdgeKinds; ++kind) {
    kinds.push_back(std::string(graph::Name(static_cast<graph::EdgeKind>(kind))));
  }
  std::string printed = WithoutPlaceholder(ast::Print(tree));
  if (printed.size() > kMostTreeBytes) printed.resize(kMostTreeBytes);
  return Json{{"tree", std::move(printed)},
              {"nodes", std::move(nodes)},
              {"edges", std::move(edges)},
              {"kinds", std::move(kinds)}};
}

}  // namespace fastnode::qualify
