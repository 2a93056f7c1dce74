// Records of runs as tables for a terminal, and notes about them.
#pragma once

#include <string>

#include "support/result.h"
#include "support/run_record.h"

namespace fastnode::qualify {

// One line: name, model, status, seconds, release, and the headline, or the error.
std::string RunLine(const RunSummary& run);

// One line per run, and its note if it has one; newest first.
Result<std::string> PrintRunList(const std::string& root);

// `name`: a run's, or a part of it; of several the newest. Errors: there is none.
Result<std::string> PrintRun(const std::string& root, const std::string& name);

// Writes what somebody has to say about a run beside its record, in the place of what stood there;
// "": takes it away. Returns a line that says whose note it is.
Result<std::string> NoteRun(const std::string& root, const std::string& name,
                            const std::string& text);

}  // namespace fastnode::qualify
