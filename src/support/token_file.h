// A secret in a file: on a command line every user of the machine could read it.
#pragma once

#include <string>

#include "support/result.h"

namespace fastnode {

// The file's one line without its end; "" if `path` is empty. Errors: unreadable, empty, more than
// one line, a character that a header cannot bear.
Result<std::string> ReadTokenFile(const std::string& path);

}  // namespace fastnode
