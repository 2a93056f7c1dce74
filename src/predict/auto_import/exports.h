// What other files may import from one file, and what it imports itself: read once from its tree,
// and kept as bytes beside what it uses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/file/module.h"
#include "predict/auto_import/documented.h"
#include "support/result.h"

namespace fastnode::auto_import {

enum class Kind : uint8_t { kVariable, kFunction, kClass, kModule };
inline constexpr int kNumKinds = 4;
std::string_view Name(Kind kind);  // "name", "function", "class", "module"

struct Exports {
  struct Defined {
    std::string name;
    Kind kind = Kind::kVariable;
  };
  // `from module import name [as bound]`, `import module [as bound]` (its name is "").
  struct Imported {
    std::string module, name;  // as written: ".sub"
    std::string bound;         // the name that it has in the file; "*": all of the module's
    bool is_exported = false;  // others may import it from this file; of a package without
                               // `__all__` only if it takes it from what lies in it
  };
  // Public names of the file's own scope. Of variables only those that look like constants or
  // types, that `__all__` lists, or that a stub declares: others are seldom meant by other files.
  std::vector<Defined> defined;
  std::vector<Imported> imported;  // wherever it stands in the file
  bool has_all = false;            // what `__all__` lists not is left out of both, but for imports
                                   // that are not exported
  Documented documented = {};      // of its whole text; of a stub nothing
};

// But for what is documented: the module may be an outline.
Exports ExportsOf(const types::Module& module);
// Of a source at this path, which says whether it is a package's.
Exports ExportsOf(const std::string& path, const bind::FileIndex& index);
// What exports depend on beside the text, as the path says.
enum Form : uint64_t { kIsPackage = 1, kIsStub = 2 };
uint64_t FormOf(std::string_view path);

std::string EncodeExports(const Exports& exports);
Result<Exports> DecodeExports(std::string_view bytes);

}  // namespace fastnode::auto_import
