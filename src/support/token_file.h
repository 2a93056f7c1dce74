// A secret in a file: on a command line every user of the machine could read it.
#pragma once

#include <string>

#include "support/result.h"

namespace fastnode {

// The file's one line without its end; "" if `path` is empty. Errors: unreadable, empty, no one
// line.
Result<std::string> ReadTokenFile(const std::string& path);

}  // namespace fastnode
