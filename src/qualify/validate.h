// The door of qualify: a release and a corpus in; a table, validation.json and what stands beside
// it, examples and a verdict out.
#pragma once

#include <cstdint>
#include <string>

#include "support/result.h"

namespace fastnode::qualify {

struct ValidateOptions {
  std::string store;    // the corpus
  std::string release;  // release folder; its manifest.json, if there, is named in the verdict
  // What the release was made from: must belong to this corpus and to each other ("": not checked).
  std::string metainfo, usage, library;
  std::string
      out;  // validation.json; beside it ...-timing.json, ...-sites.jsonl and the page .html
  // Other models that are asked, too ("": none): the folder of the release's own model before it
  // was compressed, and an earlier release.
  std::string uncompressed, previous;
  std::string examples;     // folder for un-curated examples ("": none)
  std::string curated;      // curated examples in ("": none) ...
  std::string curated_out;  // ... and out
  std::string runs;         // folder in which a record of the run is kept ("": none)
  std::string split = "test";
  int32_t sites = 1000;
  uint64_t seed = 1;
  int32_t max_examples = 200;
  int32_t threads = 2;
};

// kPassed: every gate was passed. kNothing: the split has no such site.
enum class Outcome { kPassed, kFailed, kNothing };

// Prints the table on stdout. Every output is written whatever the verdict, validation.json last;
// none where there is nothing to measure.
Result<Outcome> ValidateAttribute(const ValidateOptions& options);

// The same for whole calls: the arguments of held-out calls are removed and asked for, and an
// answer is right if it is the same list of names, keywords and places of something else. No
// examples.
Result<Outcome> ValidateCalls(const ValidateOptions& options);

// The same for whole expressions after a dot: names, calls, and what follows them.
Result<Outcome> ValidateChains(const ValidateOptions& options);

// Single decisions of the other tasks: the name before a dot, the variable passed, what kind of
// argument comes next, which keyword, a plain name or something else. No examples.
Result<Outcome> ValidateDecisions(const ValidateOptions& options);

}  // namespace fastnode::qualify
