// Half-typed code: a grammar takes `x.`, `x =`, `f(a,` or `import` at the end of a line to go on in
// the next one, and what follows is lost. Here such places are made harmless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fastnode::ast {

enum class Damage : uint8_t {
  kCertain,  // what no Python is: dangling ends of lines, statements within brackets
  kLikely,   // and lines within brackets that begin no further right than the statement does:
             // to be looked for in texts with syntax errors only
};

struct Repaired {
  // The same text but for single bytes of punctuation, and operators and keywords at the end of a
  // statement: as long, and with every name where it was.
  std::string text;
  int num_repairs = 0;
};

// Linear.
Repaired Repair(std::string_view source, Damage damage);

}  // namespace fastnode::ast
