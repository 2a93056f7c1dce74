#include "predict/fit/weigh_by_type.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>

#include "analyze/bind/reads.h"
#include "collect/pack/candidates.h"
#include "predict/fit/bound_types.h"

namespace fastnode::predict {

void WeighByType(const FoundSite& site, types::TypeEvaluator& types, size_t most, float unseen,
                 const std::function<float(const types::Type&)>& weight_of,
                 std::vector<Completion>& list) {
  const bind::FileIndex& index = site.source->index;
  const bool is_attribute = site.task == pack::Task::kAttribute;
  types::Type base;
  std::map<std::string_view, bind::VariableId> visible;
  if (is_attribute) {
    base = types.TypeOf(index.attributes[static_cast<size_t>(site.at)].base);
    if (base.id == types::kUnknownType) return;
  } else {
    for (const bind::VariableId id : bind::VisibleVariables(index, NodeOf(site))) {
      visible.try_emplace(index.variables[id].name, id);
    }
  }
  KeepBest(INT32_MAX, list);
  size_t asked = 0;
  for (Completion& one : list) {
    if (!pack::Fits(one.text, site.prefix)) continue;
    if (++asked > most) {
      one.probability *= unseen;
      continue;
    }
    if (is_attribute) {
      one.probability *= weight_of(types.TypeOfMember(base, one.text));
      continue;
    }
    const auto found = visible.find(one.text);
    float best = 0;
    if (found == visible.end()) {
      best = weight_of(types.TypeOfBuiltin(one.text));
    } else {
      for (const types::Type& type : BoundTypes(index, found->second, types)) {
        best = std::max(best, weight_of(type));
      }
    }
    one.probability *= best;
  }
}

}  // namespace fastnode::predict
