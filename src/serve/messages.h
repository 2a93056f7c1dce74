// Messages of the language server protocol: a header "Content-Length: N", an empty line, N bytes of
// JSON.
#pragma once

#include <istream>
#include <optional>
#include <ostream>
#include <string>

#include "support/json.h"
#include "support/result.h"

namespace fastnode::serve {

inline constexpr size_t kMaxMessageBytes = 64u << 20;

// The next message's bytes; none at the end of the input. Errors: a header that cannot be read, or
// a message that is too large, after which nothing that follows can be understood.
Result<std::optional<std::string>> ReadMessage(std::istream& in);

// Writes one message and flushes it.
Status WriteMessage(const Json& message, std::ostream& out);

}  // namespace fastnode::serve
