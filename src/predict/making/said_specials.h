// Special methods that their parameters, their body or their pair say: `def __|(self, key)` above
// `return self.d[key]`, `def __|` in a class that has `__enter__` alone.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/ast/tree.h"

namespace fastnode::predict {

// Those after the first, as written, without what they are by default and declared to be.
std::vector<std::string_view> ParametersAfterSelf(const ast::Tree& tree, ast::NodeId function);

// Best first, without those that the class has. `function`: what is being defined; its parameters
// count if they are written (`has_parameters`).
std::vector<std::string_view> SaidSpecials(const ast::Tree& tree, ast::NodeId function,
                                           bool has_parameters,
                                           const std::set<std::string>& of_class);

}  // namespace fastnode::predict
