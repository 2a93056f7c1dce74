// The graph after an edit of some statements: edges that it cannot change are moved along.
#pragma once

#include "analyze/bind/rebind.h"
#include "analyze/graph/graph.h"

namespace fastnode::graph {

// As BuildGraph(after). `moved`: how `before`, whose graph is given, became `after`. Thread-safe.
ProgramGraph RebuildGraph(const bind::FileIndex& before, const ProgramGraph& graph,
                          const bind::FileIndex& after, const bind::Moved& moved);

}  // namespace fastnode::graph
