// A sample: one mini-batch of graph samples, the contract between data and learning.
//
// A graph sample is the neighbourhood of one site in a program graph, with what is to be predicted
// hidden, and the candidates among which the truth is to be found. A sample is the disjoint union
// of several: node, candidate and site arrays are concatenated and indices are global to the
// sample. The product builds a sample of one graph by the same code (collect/pack/cut.h).
//
// N nodes, E edges, S sites (= graphs), C candidates. Ragged arrays are CSR: `x_begin` has one
// entry more than there are rows. Everything is integral: equal input gives equal bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/ast/tree.h"
#include "analyze/graph/graph.h"

namespace fastnode::pack {

enum class Task : uint8_t {
  kAttribute,            // the name after a dot
  kAttributeBase,        // the variable before a dot
  kArgument,             // which variable is passed as an argument
  kArgumentKind,         // what comes next in a call: nothing, a positional or a keyword argument
  kKeywordName,          // which keyword
  kArgumentPlaceholder,  // whether a plain name is passed, a literal, or something else
  kName,                 // a name that is read, or a word of the language
};
inline constexpr int kNumTasks = 7;
std::string_view Name(Task task);  // what else differs between tasks: tasks/tasks.h

// Node kinds are syntax kinds, and one more for what is hidden.
inline constexpr int kHiddenNodeKind = ast::kNumKinds;
inline constexpr int kNumNodeKinds = ast::kNumKinds + 1;

// Each edge kind in both directions: 2 * kind is forward (as in graph.h), 2 * kind + 1 its twin.
inline constexpr int kNumRelations = 2 * graph::kNumEdgeKinds;

// Hand-made features of candidates and sites, quantised to a byte; the network sees value / 64.
// What each means, a task says: tasks/tasks.h.
inline constexpr int kNumCandidateFeatures = 100;
inline constexpr int kNumSiteFeatures = 62;

struct Sample {
  // Nodes.
  std::vector<uint8_t> node_kinds;       // [N] < kNumNodeKinds
  std::vector<int32_t> node_name_begin;  // [N + 1]
  std::vector<int32_t> node_names;       // rows of the name vocabulary (subtokens), row 0: unknown
  std::vector<int32_t> node_type_begin;  // [N + 1]
  std::vector<int32_t> node_types;       // rows of the type vocabulary, row 0: unknown

  // Edges, sorted by (target, relation, source). A message flows from source to target.
  std::vector<int32_t> edge_sources;    // [E] < N
  std::vector<int32_t> edge_targets;    // [E] < N
  std::vector<uint8_t> edge_relations;  // [E] < kNumRelations

  // Sites.
  std::vector<uint8_t> site_tasks;     // [S] Task
  std::vector<int32_t> site_nodes;     // [S] < N; ascending, each the first node of its graph
  std::vector<uint8_t> site_features;  // [S * kNumSiteFeatures]
  std::vector<int32_t> labels;         // [S] index among the site's candidates; -1: not there

  // Candidates; those of site i are [candidate_begin[i], candidate_begin[i + 1]). May be empty.
  std::vector<int32_t> candidate_begin;       // [S + 1]
  std::vector<uint8_t> candidate_features;    // [C * kNumCandidateFeatures]
  std::vector<int32_t> candidate_name_begin;  // [C + 1]
  std::vector<int32_t> candidate_names;       // rows of the name vocabulary
  std::vector<int32_t> candidate_use_begin;   // [C + 1]
  std::vector<int32_t> candidate_uses;        // nodes of the same graph where the candidate is used

  int32_t num_nodes() const { return static_cast<int32_t>(node_kinds.size()); }
  int32_t num_edges() const { return static_cast<int32_t>(edge_sources.size()); }
  int32_t num_sites() const { return static_cast<int32_t>(site_tasks.size()); }
  int32_t num_candidates() const { return candidate_begin.empty() ? 0 : candidate_begin.back(); }

  bool operator==(const Sample&) const = default;
};

// An empty sample: every `_begin` array holds its first 0.
Sample MakeSample();

// Appends `other`, shifting its indices.
void Append(const Sample& other, Sample& sample);

// The graphs of sites [first, last), shifted back.
Sample Slice(const Sample& sample, int32_t first, int32_t last);

// What breaks the contract above, or "": sizes, ranges, order. Run on everything that was received.
// `name_rows` and `type_rows` are the vocabularies' sizes.
std::string Verify(const Sample& sample, int32_t name_rows, int32_t type_rows);

}  // namespace fastnode::pack
