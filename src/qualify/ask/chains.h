// Expressions after a dot to their end: which of them are asked about, the model's answers, and the
// simple methods that it must beat.
#pragma once

#include <string>
#include <vector>

#include "qualify/ask/protocol.h"
#include "qualify/ask/sites.h"

namespace fastnode::qualify {

// Names after dots that are read or called, and all that follows them; none with splats or
// subscripts. What is expected: the expression as predict::CallCompletion writes it.
const SiteKind& ChainSites();

// The names and calls that an attribute use goes on with, and where they end. The text is empty if
// it is none of those that are asked about.
struct Chain {
  std::string text;        // "name", "name(a, ...).other"
  ast::NodeId end{0};      // the whole expression
  int32_t num_names = 0;   // in it
  bool is_called = false;  // its last name is
};
Chain ChainOf(const ast::Tree& tree, const bind::AttributeUse& use);

Result<Ranking> AskForChain(const Question& question, const predict::Completer& completer, Shared&);

// The baselines:
//   recency  what the same base goes on with in the file, nearest before the cursor first, then
//            after it; then what others go on with
//   counts   the same by how often, those of the same base counted four times
std::vector<std::string> ChainBaselines();
Result<std::vector<Ranking>> RankChainBaselines(const Question& question, const types::Library&,
                                                const Shared&);

}  // namespace fastnode::qualify
