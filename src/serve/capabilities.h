// What client and server tell each other in 'initialize': what one can show, what the other can do.
#pragma once

#include "serve/positions.h"
#include "support/json.h"

namespace fastnode::serve {

// What the client can show, and how it counts characters.
struct Client {
  // UTF-8 if it offers that, else the first that it offers: what comes later it may not count in.
  Encoding encoding = Encoding::kUtf16;
  bool snippets = false, markdown = false, progress = false, inlines = false;
  bool label_details = false;          // shows them; else a name's module has to be its detail
  bool configuration = false;          // can be asked for its settings
  bool configuration_changes = false;  // can be told to say when they have changed
};

Client ReadClient(const Json& params);  // of 'initialize'

Json InitializeResult(const Client& client);

}  // namespace fastnode::serve
