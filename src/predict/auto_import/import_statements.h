// The import statements of a file, read from its lines: the text may be half typed. Only what
// stands above the statement with the cursor is read, and statements within others
// (`if TYPE_CHECKING:`, `try:`) are left out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fastnode::auto_import {

struct ImportedName {
  std::string name, alias;    // "": none
  size_t begin = 0, end = 0;  // `name as alias`
};

struct ImportStatement {
  size_t begin = 0, end = 0;  // whole lines
  bool is_from = false;
  std::string module;               // as it is written; of `import a, b` the first
  std::vector<ImportedName> names;  // of a `from`: what it imports, else modules
  bool may_grow = false;            // a `from` without star, with nothing else on its line
  bool has_brackets = false;
  size_t run = 0;  // in one run nothing but blank lines and comments stands between statements
  bool after_blank = false;  // a blank line stands before it
};

struct ImportStatements {
  std::vector<ImportStatement> list;  // in their order
  // Where a first import may stand: behind a docstring, or the comments at the top.
  size_t top = 0;
  bool after_text = false;  // `top` wants a blank line before the import
};

// `text` has line feeds (and carriage returns before them) as line ends.
ImportStatements ReadImportStatements(std::string_view text, size_t cursor);

}  // namespace fastnode::auto_import
