// What may be written in an import statement: modules, and names of a module.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/imports/environment.h"
#include "collect/corpus/usage_table.h"
#include "predict/cursor/answer.h"
#include "predict/imports/import_weights.h"

namespace fastnode::predict {

// The import statement that a cursor stands in, read from its line (and, in brackets, the lines
// before) alone: half of it is not written yet.
struct ImportPlace {
  std::string module;  // "os.path" of `import os.path.jo|` and `from os.path import jo|`; may be ""
                       // or begin with dots
  std::string prefix;  // "jo"
  bool name = false;   // after `from ... import`
  std::vector<std::string> given = {};  // names that the statement imports already
  bool from = false;                    // the module of `from ...`
  bool word = false;                    // `import` may stand there
  bool is_behind = false;               // ... and nothing else
  bool is_beside = false;               // dots count from a folder that is no package
  bool is_replaced = false;  // a name is asked for to be replaced where the module uses it
};
std::optional<ImportPlace> FindImport(std::string_view text, uint64_t offset);

// The names of "a, b as c,", in brackets or not: a and b.
std::vector<std::string> ImportedNames(std::string_view list);

// What a module has imported for its own use is offered once a letter of it is typed, or where
// somebody takes it from there. Best first: by how often the corpus uses a name of the module, or a
// module's name before a dot; what it never saw after that, by name, those with a leading
// underscore last. Of a module's names those that the project imports elsewhere come first, and
// those last that the module has for itself. Probabilities are the shares of these counts among
// what fits the prefix, plus one for each name, shared out by what packages do with it. Modules of
// the project at hand have a share of their own among those that `import` finds.
std::vector<Completion> CompleteImport(const ImportPlace& place,
                                       const types::Environment& environment,
                                       const corpus::UsageTable& corpus, size_t max_completions,
                                       const ImportWeights& weights = {});

}  // namespace fastnode::predict
