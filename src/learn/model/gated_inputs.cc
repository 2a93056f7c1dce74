// Our samples read as the old network's inputs. It knew three edge types, a context without the
// site, and a fresh usage of each candidate variable at the site; each is made here from what a
// sample has. docs/model.md says which reading stands for what.
#include "learn/model/gated_inputs.h"

#include <utility>

namespace fastnode::learn {
namespace {

using pack::Sample;

constexpr size_t kContextTokens = 10;
constexpr int64_t kNoEdgeType = -1;
constexpr int64_t kDataFlow = 2;

// The edge types that the old system had. Both directions share weights.
int64_t EdgeType(uint8_t relation) {
  switch (static_cast<graph::EdgeKind>(relation / 2)) {
    case graph::EdgeKind::kSyntaxChild:
      return 0;
    case graph::EdgeKind::kNextToken:
      return 1;
    case graph::EdgeKind::kLastRead:
    case graph::EdgeKind::kLastWrite:
      return kDataFlow;
    default:
      return kNoEdgeType;
  }
}

bool IsForward(uint8_t relation) { return relation % 2 == 0; }

class Reader {
 public:
  Reader(const Sample& sample, const ModelConfig& config) : sample_(sample), config_(config) {
    site_of_.assign(static_cast<size_t>(sample.num_nodes()), -1);
    for (int32_t s = 0; s < sample.num_sites(); ++s) site_of_[Node(s)] = s;
    neighbours_.resize(site_of_.size());
    has_child_.resize(site_of_.size());
  }

  GatedInputs Read() {
    const int64_t nodes = sample_.num_nodes();
    for (int64_t node = 0; node < nodes; ++node) AddNode(node);
    ReadEdges();
    inputs_.num_rows = nodes + sample_.num_sites();
    for (int32_t s = 0; s < sample_.num_sites(); ++s) AddMarkers(s, nodes + s);
    for (int32_t s = 0; s < sample_.num_sites(); ++s) {
      IsNameTask(sample_.site_tasks[s]) ? AddNameSite(s) : AddProductionSite(s);
    }
    return std::move(inputs_);
  }

 private:
  size_t Node(int32_t site) const { return static_cast<size_t>(sample_.site_nodes[site]); }
  int64_t NameMarker(int32_t site) const {
    return config_.name_rows + pack::kNumNodeKinds + sample_.site_tasks[site];
  }
  int64_t TypeMarker(int32_t site) const { return config_.type_rows + sample_.site_tasks[site]; }

  static void AddRows(const std::vector<int32_t>& begin, const std::vector<int32_t>& items,
                      size_t from, int64_t row, int64_t otherwise, Segments& to) {
    for (int32_t i = begin[from]; i < begin[from + 1]; ++i) {
      to.Add(row, items[static_cast<size_t>(i)]);
    }
    if (begin[from] == begin[from + 1]) to.Add(row, otherwise);
  }

  // A node without a name is known by its kind.
  void AddNode(int64_t node) {
    const auto n = static_cast<size_t>(node);
    AddRows(sample_.node_type_begin, sample_.node_types, n, node, 0, inputs_.types);
    AddRows(sample_.node_name_begin, sample_.node_names, n, node,
            config_.name_rows + sample_.node_kinds[n], inputs_.names);
  }

  void AddMarkers(int32_t site, int64_t row) {
    inputs_.types.Add(row, TypeMarker(site));
    inputs_.names.Add(row, NameMarker(site));
  }

  // Sites are not part of the context: one hop from it reaches them.
  void ReadEdges() {
    for (int32_t e = 0; e < sample_.num_edges(); ++e) {
      const auto at = static_cast<size_t>(e);
      const auto source = static_cast<size_t>(sample_.edge_sources[at]);
      const auto target = static_cast<size_t>(sample_.edge_targets[at]);
      const uint8_t relation = sample_.edge_relations[at];
      neighbours_[target].push_back(static_cast<int32_t>(source));
      if (relation / 2 == static_cast<int>(graph::EdgeKind::kSyntaxChild) && IsForward(relation)) {
        has_child_[source] = true;
      }
      const int64_t type = EdgeType(relation);
      if (type == kNoEdgeType || site_of_[source] >= 0) continue;
      if (site_of_[target] < 0) {
        inputs_.context.Add(static_cast<int64_t>(source), static_cast<int64_t>(target), type);
      } else if (IsForward(relation)) {
        inputs_.expansion.Add(static_cast<int64_t>(source), sample_.num_nodes() + site_of_[target],
                              type);
      }
    }
  }

  void AddNameSite(int32_t site) {
    const auto index = static_cast<int64_t>(inputs_.name_sites.size());
    inputs_.name_sites.push_back(site);
    AddRows(sample_.node_name_begin, sample_.node_names, Node(site), index, NameMarker(site),
            inputs_.query_names);
    if (config_.argument_types) {
      AddRows(sample_.node_type_begin, sample_.node_types, Node(site), index, TypeMarker(site),
              inputs_.query_types);
    } else {
      inputs_.query_types.Add(index, 0);
    }
    for (int32_t c = sample_.candidate_begin[site]; c < sample_.candidate_begin[site + 1]; ++c) {
      AddUsage(c, index);
    }
  }

  // Adds a variable as if it stood at the site: its own name and types, and what flows into it.
  void AddUsage(int32_t candidate, int64_t site) {
    const auto c = static_cast<size_t>(candidate);
    const int64_t row = inputs_.num_rows++;
    inputs_.usage_rows.push_back(row);
    inputs_.usage_sites.push_back(site);
    inputs_.usage_places.push_back(candidate);
    AddRows(sample_.candidate_name_begin, sample_.candidate_names, c, row, 0, inputs_.names);
    bool typed = false;
    for (int32_t u = sample_.candidate_use_begin[c]; u < sample_.candidate_use_begin[c + 1]; ++u) {
      const int32_t use = sample_.candidate_uses[static_cast<size_t>(u)];
      if (site_of_[static_cast<size_t>(use)] >= 0) continue;
      inputs_.expansion.Add(use, row, kDataFlow);
      const auto n = static_cast<size_t>(use);
      for (int32_t t = sample_.node_type_begin[n]; t < sample_.node_type_begin[n + 1]; ++t) {
        inputs_.types.Add(row, sample_.node_types[static_cast<size_t>(t)]);
        typed = true;
      }
    }
    if (!typed) inputs_.types.Add(row, 0);
  }

  void AddProductionSite(int32_t site) {
    const auto index = static_cast<int64_t>(inputs_.production_sites.size());
    inputs_.production_sites.push_back(site);
    FindContext(site, index);
    for (int32_t c = sample_.candidate_begin[site]; c < sample_.candidate_begin[site + 1]; ++c) {
      const auto row = static_cast<int64_t>(inputs_.production_owners.size());
      AddRows(sample_.candidate_name_begin, sample_.candidate_names, static_cast<size_t>(c), row, 0,
              inputs_.productions);
      inputs_.production_owners.push_back(index);
      inputs_.production_places.push_back(c);
    }
  }

  // Searches breadth first from the site: all variables of its graph, and the closest tokens.
  void FindContext(int32_t site, int64_t index) {
    std::vector<int32_t> reached{sample_.site_nodes[site]};
    std::vector<bool>& seen = seen_;
    seen.resize(site_of_.size());
    seen[Node(site)] = true;
    size_t tokens = 0;
    bool scope = false;
    for (size_t i = 0; i < reached.size(); ++i) {
      const auto node = static_cast<size_t>(reached[i]);
      const bool own = site_of_[node] >= 0;
      if (!own && sample_.node_kinds[node] == static_cast<uint8_t>(ast::Kind::kIdentifier)) {
        inputs_.scopes.Add(index, reached[i]);
        scope = true;
      }
      if (!own && !has_child_[node] && tokens < kContextTokens) {
        inputs_.tokens.Add(index, reached[i]);
        ++tokens;
      }
      for (int32_t next : neighbours_[node]) {
        if (seen[static_cast<size_t>(next)]) continue;
        seen[static_cast<size_t>(next)] = true;
        reached.push_back(next);
      }
    }
    for (int32_t node : reached) seen[static_cast<size_t>(node)] = false;
    // A site that is alone in its graph is its own context.
    if (!scope) inputs_.scopes.Add(index, sample_.num_nodes() + site);
    if (tokens == 0) inputs_.tokens.Add(index, sample_.num_nodes() + site);
  }

  const Sample& sample_;
  const ModelConfig& config_;
  GatedInputs inputs_;
  std::vector<int32_t> site_of_;  // the site at each node, or -1
  std::vector<std::vector<int32_t>> neighbours_;
  std::vector<bool> has_child_, seen_;
};

}  // namespace

GatedInputs ReadGatedInputs(const Sample& sample, const ModelConfig& config) {
  return Reader(sample, config).Read();
}

}  // namespace fastnode::learn
