// What is known about names and calls, in the protocol's form.
#pragma once

#include <string>
#include <string_view>

#include "predict/describe/describe.h"
#include "serve/positions.h"
#include "support/json.h"

namespace fastnode::serve {

Json ToJson(const Position& position);

// Result of textDocument/hover, in Markdown or plain text.
Json Hover(const predict::Description& description, std::string_view text, Encoding encoding,
           bool markdown);

// Result of textDocument/definition; null if no file has it. `uri`: of the text at hand.
Json Definition(const predict::Description& description, const std::string& uri,
                std::string_view text, Encoding encoding);

// Result of textDocument/signatureHelp.
Json SignatureHelp(const predict::CallDescription& call);

}  // namespace fastnode::serve
