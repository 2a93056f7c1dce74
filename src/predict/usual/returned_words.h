// What a function gives back where it gives back truths, or what it has searched for: after `return
// True` in a loop, `return False` at the end.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Words and how often they stand at a place; none where nothing is known of it. `read`: a name.
std::vector<std::pair<std::string_view, float>> ReturnedWords(const ast::Tree& tree,
                                                              ast::NodeId read);

// The variable of a loop is hardly given back behind it. `site`: of a name.
void DoubtLoopVariable(const FoundSite& site, std::vector<Completion>& list);

}  // namespace fastnode::predict
