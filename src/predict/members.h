// What types alone say may follow a dot: no model, no counts. The measure of analyze against other
// tools (bench/types).
#pragma once

#include <string>
#include <vector>

#include "analyze/types/imports/workspace.h"
#include "predict/completer.h"
#include "support/result.h"

namespace fastnode::predict {

// All members of the type of the base at the cursor, by name, none with a probability (0); empty if
// the type is unknown or the cursor stands at no attribute. Errors: those of FindSite.
Result<Answer> MembersAt(types::Workspace& workspace, const Request& request);

// The protocol of `fastnode complete` (json_lines.h) with MembersAt, stdin to stdout.
Status ServeMembersOnStdin(const std::string& library_path,
                           const std::vector<std::string>& packages = {});

}  // namespace fastnode::predict
