// All validations of a release in a few lines, and whether it passed every gate of each.
#pragma once

#include <string>

#include "support/result.h"

namespace fastnode::qualify {

struct Verdicts {
  bool passed = false;  // every gate of every kind of site; a kind that was not measured did not
  // One line per kind of site: the model and the best baseline. Then the verdict, or which gates
  // failed and by how much.
  std::string text;
};

// `folder`: that of the pipeline's products: validation.json, validation-calls.json...; what is
// about another release than the one in FOLDER/serve counts as not measured. Errors: a file that is
// no validation; there is none at all.
Result<Verdicts> ReadVerdicts(const std::string& folder);

}  // namespace fastnode::qualify
