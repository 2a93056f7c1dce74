// Whole calls: which of them are asked about, the model's answers, and the simple methods that it
// must beat.
#pragma once

#include <string>
#include <vector>

#include "qualify/ask/protocol.h"
#include "qualify/ask/sites.h"

namespace fastnode::qualify {

// Calls without splats, by their number of arguments. What is expected: the arguments as
// predict::CallCompletion writes them.
const SiteKind& CallSites();

// The arguments of a call that is there: "a, ..., key=b)".
std::string ArgumentsText(const ast::Tree& tree, ast::NodeId argument_list);

Result<Ranking> AskForCall(const Question& question, const predict::Completer& completer, Shared&);

// The baselines:
//   popular    the shapes that most calls have, whatever is called
//   signature  the parameters' own names, where this file defines what is called; then popular
//   recency    what calls of the same name in the file get, nearest before the cursor first, then
//              those after it; then popular
//   counts     the same by how often, calls of the same path counted four times
std::vector<std::string> CallBaselines();
Result<std::vector<Ranking>> RankCallBaselines(const Question& question,
                                               const types::Library& library, const Shared&);

}  // namespace fastnode::qualify
