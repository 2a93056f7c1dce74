// Any bytes: a sound graph, and no more edges than a graph of that size may have.
#include "analyse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fastnode;
  auto tree = fuzz::ParseInput(data, size);
  if (!tree.ok()) return 0;
  bind::FileIndex index = bind::Bind(*std::move(tree));
  graph::ProgramGraph graph = graph::BuildGraph(index);
  fuzz::MustBeSound(graph::Verify(index, graph));
  // Two kinds of data flow with at most 64 predecessors each; the others give fewer.
  if (graph.edges.size() > index.tree.nodes.size() * 160) fuzz::MustBeSound("too many edges");
  graph::Print(index, graph);
  return 0;
}
