// JSON-RPC 2.0 as the language server protocol uses it: the messages a server sends, and what
// stands at a path of names in the messages it gets. Nothing here fails on a message of an
// unexpected form: what is not there, or of another type, is absent.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>

#include "serve/positions.h"
#include "support/json.h"

namespace fastnode::serve {

// Error codes of JSON-RPC and of the protocol.
inline constexpr int kParseError = -32700, kInvalidRequest = -32600, kMethodNotFound = -32601,
                     kInvalidParams = -32602, kNotInitialized = -32002, kCancelled = -32800,
                     kFailed = -32803;

Json Success(const Json& id, Json result);
Json Failure(const Json& id, int code, const std::string& reason);
Json Notification(const std::string& method, Json params);

using JsonPath = std::initializer_list<const char*>;

const Json* FindAt(const Json& json, JsonPath path);  // null: absent
std::string TextAt(const Json& json, JsonPath path);  // "": absent
bool IsTrueAt(const Json& json, JsonPath path);
std::optional<Position> PositionAt(const Json& json, JsonPath path);

}  // namespace fastnode::serve
