// Text -> AnalysedSource, the only way in which training, validation and the product analyse.
#pragma once

#include <string>

#include "analyze/ast/parse.h"
#include "collect/pack/cut.h"

namespace fastnode::pack {

// Errors: those of ast::Parse ("too large", "too much work", "binary").
Result<AnalysedSource> Analyse(std::string source, const ast::ParseLimits& limits = {});

// Of a tree that was parsed before.
AnalysedSource AnalyseTree(ast::Tree tree);

// The same, quicker where `before` is of a text much like it: what an edit of a few statements
// leaves as it was is moved along.
Result<AnalysedSource> AnalyseAgain(const AnalysedSource& before, std::string source,
                                    const ast::ParseLimits& limits = {});

}  // namespace fastnode::pack
