#include "analyze/graph/reader.h"

#include <utility>

namespace fastnode::graph {

EditReader::EditReader(const bind::FileIndex& index, const Edit& edit)
    : index_(index), edit_(edit) {
  for (const Edge& edge : edit.made) {
    for (NodeId node : {edge.from, edge.to}) has_made_[WordOf(node)] |= uint64_t{1} << node % 64;
  }
}

const EditReader::Flow* EditReader::FlowAt(NodeId node) {
  const bind::VariableId variable = index_.variable_of[node];
  if (variable == bind::kNone || !edit_.flowing[variable]) return nullptr;
  for (const Flow& flow : flows_) {
    if (flow.variable == variable) return &flow;
  }
  if (!walker_) walker_.emplace(index_, made_);
  walker_->Walk(variable);
  Flow& flow = flows_.emplace_back(Flow{variable, std::exchange(made_, {}), {}});
  flow.by_to = flow.by_from;
  std::sort(flow.by_from.begin(), flow.by_from.end(),
            [](const Edge& a, const Edge& b) { return a.from < b.from; });
  std::sort(flow.by_to.begin(), flow.by_to.end(),
            [](const Edge& a, const Edge& b) { return a.to < b.to; });
  return &flow;
}

}  // namespace fastnode::graph
