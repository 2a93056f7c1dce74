// The words of the language, and the names that every module has.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analyze/bind/reads.h"
#include "collect/pack/cut.h"

namespace fastnode::pack {

std::span<const std::string_view> Words();  // ascending, soft ones among them
// Whether it can be nothing but a word of the language.
bool IsWord(std::string_view text);
// `match` and `case`, of which texts are full where they are words: a name only where it is bound.
bool IsStatementWord(std::string_view text);
// Names of the module `builtins`, ascending (library reference, "Built-in Functions" and "Built-in
// Exceptions").
std::span<const std::string_view> Builtins();
// `__name__`, `__file__` and the like, which nothing in the text binds.
bool IsOfEveryModule(std::string_view name);

// The words that the grammar allows where `read` stands: `else` only after what can have one,
// `break` only in a loop, `await` only in an async function, and so on. What stands before it in
// the text is looked at, never the word itself.
std::vector<std::string_view> WordsAt(const AnalysedSource& source, ast::NodeId read,
                                      bind::Position position);

}  // namespace fastnode::pack
