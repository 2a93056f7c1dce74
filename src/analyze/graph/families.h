// The families of edges, one source each. Each appends its edges in any order; BuildGraph sorts.
#pragma once

#include <functional>
#include <vector>

#include "analyze/graph/graph.h"

namespace fastnode::graph {

// What BuildGraph does with all of them: sorted by (from, kind, to), without duplicates.
ProgramGraph GraphOf(std::vector<Edge> edges, size_t num_nodes);

// Of some nodes, [first, end). Next-token edges begin with the one
// from the token before the first, and end with the one to the token behind the last.
void AddSyntaxEdges(const bind::FileIndex& index, NodeId first, NodeId end,
                    std::vector<Edge>& edges);
void AddComputedFromEdges(const bind::FileIndex& index, NodeId first, NodeId end,
                          std::vector<Edge>& edges);
// Of some variables; and of the attribute uses for which `is_asked` holds: that of a name's all
// uses or of none.
void AddVariableUses(const bind::Variable& variable, std::vector<Edge>& edges);
void AddPathUses(const bind::FileIndex& index,
                 const std::function<bool(const bind::AttributeUse&)>& is_asked,
                 std::vector<Edge>& edges);
void AddDataFlowEdges(const bind::FileIndex& index, const std::vector<bind::VariableId>& variables,
                      std::vector<Edge>& edges);

// Each is called by BuildGraph.
void AddSyntaxEdges(const bind::FileIndex& index, std::vector<Edge>& edges);
void AddLexicalUseEdges(const bind::FileIndex& index, std::vector<Edge>& edges);
void AddDataFlowEdges(const bind::FileIndex& index, std::vector<Edge>& edges);
void AddComputedFromEdges(const bind::FileIndex& index, std::vector<Edge>& edges);

}  // namespace fastnode::graph
