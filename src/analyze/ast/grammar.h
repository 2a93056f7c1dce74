// Which grammar ast::Parse goes by: what was parsed with another one is not believed.
#pragma once

#include <cstdint>

namespace fastnode::ast {

// A hash of the grammar's symbols, fields, states and version.
uint64_t GrammarHash();

}  // namespace fastnode::ast
