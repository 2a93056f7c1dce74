// The door of qualify: a protocol, a release and a corpus in; a table, validation.json and what
// stands beside it, examples and a verdict out.
#pragma once

#include <cstdint>
#include <string>

#include "qualify/ask/models.h"
#include "qualify/ask/protocol.h"
#include "support/result.h"

namespace fastnode::qualify {

struct ValidateOptions {
  std::string store;    // the corpus
  ModelFolders models;  // the release's manifest.json, if there, is named in the verdict
  // What the release was made from: must belong to this corpus and to each other ("": not checked).
  std::string metainfo, usage, library;
  // validation.json; beside it ...-timing.json, ...-sites.jsonl and the page .html.
  std::string out;
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
// none where there is nothing to measure. Options that name examples are of protocols that have
// them.
Result<Outcome> Validate(const Protocol& protocol, const ValidateOptions& options);

}  // namespace fastnode::qualify
