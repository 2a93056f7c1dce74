#include "analyze/graph/reader.h"

#include <utility>

namespace fastnode::graph {

EditReader::EditReader(const bind::FileIndex& index, const Edit& edit)
    : index_(index), edit_(edit) {}

std::span<const Edge> EditReader::FlowAt(NodeId node) {
  const bind::VariableId variable = index_.variable_of[node];
  if (variable == bind::kNone || !edit_.flowing[variable]) return {};
  for (const auto& [of, edges] : flows_) {
    if (of == variable) return edges;
  }
  if (!walker_) walker_.emplace(index_, made_);
  walker_->Walk(variable);
  return flows_.emplace_back(variable, std::exchange(made_, {})).second;
}

}  // namespace fastnode::graph
