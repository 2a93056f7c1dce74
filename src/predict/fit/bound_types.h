// What a variable may be: by all that binds it.
#pragma once

#include <vector>

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"

namespace fastnode::predict {

// The types of all bindings; one that is unknown if there is none.
inline std::vector<types::Type> BoundTypes(const bind::FileIndex& index, bind::VariableId variable,
                                           types::TypeEvaluator& types) {
  std::vector<types::Type> bound;
  for (const bind::Reference& reference : index.variables[variable].references) {
    if (bind::IsBinding(reference.kind)) bound.push_back(types.TypeOf(reference.node));
  }
  if (bound.empty()) bound.emplace_back();
  return bound;
}

}  // namespace fastnode::predict
