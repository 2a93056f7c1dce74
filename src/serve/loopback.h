// One connection over loopback instead of stdin and stdout, for editors that want a port.
#pragma once

#include <functional>
#include <istream>
#include <ostream>

#include "support/result.h"

namespace fastnode::serve {

// Listens on 127.0.0.1:`port` (0: any free one), tells `ready` the port, waits at most
// `wait_seconds` for the first client, and serves it. Errors: the port is taken; nobody came; those
// of `serve`.
Result<bool> ServeFirstClient(
    int port, int wait_seconds, const std::function<void(int)>& ready,
    const std::function<Result<bool>(std::istream&, std::ostream&)>& serve);

}  // namespace fastnode::serve
