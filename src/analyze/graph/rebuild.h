// The graph after an edit of some statements: edges that it cannot change stay as they are.
#pragma once

#include "analyze/bind/rebind.h"
#include "analyze/graph/source_graph.h"

namespace fastnode::graph {

// The graph of BuildGraph(after). `moved`: how `before`, whose graph is given, became `after`.
// Thread-safe.
SourceGraph RebuildGraph(const bind::FileIndex& before, const SourceGraph& graph,
                         const bind::FileIndex& after, const bind::Moved& moved);

}  // namespace fastnode::graph
