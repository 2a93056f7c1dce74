// One connection over loopback in the place of stdin and stdout, for editors that want a port.
#pragma once

#include <functional>
#include <istream>
#include <ostream>

#include "support/result.h"

namespace fastnode::serve {

// Listens on 127.0.0.1:`port` (0: any free one), says the port to `ready`, waits for the first
// client at most `wait_seconds`, and serves it. Errors: the port is taken; nobody came; those of
// `serve`.
Result<bool> ServeFirstClient(
    int port, int wait_seconds, const std::function<void(int)>& ready,
    const std::function<Result<bool>(std::istream&, std::ostream&)>& serve);

}  // namespace fastnode::serve
