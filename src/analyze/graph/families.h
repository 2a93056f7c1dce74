// The families of edges, one source each. Each appends its edges in any order; BuildGraph sorts.
#pragma once

#include <vector>

#include "analyze/graph/graph.h"

namespace fastnode::graph {

// Each is called by BuildGraph.
void AddSyntaxEdges(const bind::FileIndex& index, std::vector<Edge>& edges);
void AddLexicalUseEdges(const bind::FileIndex& index, std::vector<Edge>& edges);
void AddDataFlowEdges(const bind::FileIndex& index, std::vector<Edge>& edges);
void AddComputedFromEdges(const bind::FileIndex& index, std::vector<Edge>& edges);

}  // namespace fastnode::graph
