// Answers a collection of examples anew: `Provided` of each is filled by the model and every
// baseline.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "collect/corpus/usage_table.h"
#include "qualify/ask/attributes.h"
#include "qualify/measure/example.h"
#include "support/result.h"

namespace fastnode::qualify {

struct RebuildOutcome {
  std::vector<Example> examples;
  std::vector<std::vector<int32_t>> ranks;  // [method][example]
  // Methods that gave nothing: "example 3 (os.path): model: took the cursor for a name's".
  std::vector<std::string> failures;
};

// Errors: an example's cursor is outside its text.
Result<RebuildOutcome> AnswerExamples(std::vector<Example> examples, const Model& model,
                                      const corpus::UsageTable& corpus,
                                      const types::Library& library);

// One line per method: examples found, recall@1, 3 and 5.
std::string PrintRebuild(const RebuildOutcome& outcome);

struct RebuildOptions {
  std::string release;
  std::string in, out;
  bool write = false;  // else only the summary is printed
};

// The door of rebuild-curated-examples: prints the summary. Errors also where an example could not
// be analysed; `out` is written all the same.
Status RebuildCuratedExamples(const RebuildOptions& options);

}  // namespace fastnode::qualify
