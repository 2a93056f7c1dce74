// last_read and last_write: docs/decisions/0002-data-flow.md.
//
// One variable after the other, over the part of the tree in which it occurs. A piece of code is
// summed up as a Flow and pieces are joined by the rules of their statement, as in the equations
// for structured programs of the elimination methods of data-flow analysis; so there is no
// iteration, and loops in loops cost no more than what is in them.
#include "analyze/graph/families.h"
#include "analyze/graph/flow_walk.h"

namespace fastnode::graph {

void AddDataFlowEdges(const bind::FileIndex& index, std::vector<Edge>& edges) {
  FlowWalker walker(index, edges);
  for (bind::VariableId variable : index.variables.ids()) walker.Walk(variable);
}

void AddDataFlowEdges(const bind::FileIndex& index, const std::vector<bind::VariableId>& variables,
                      std::vector<Edge>& edges) {
  if (variables.empty()) return;
  FlowWalker walker(index, edges);
  for (bind::VariableId variable : variables) walker.Walk(variable);
}

}  // namespace fastnode::graph
