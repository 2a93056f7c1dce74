#include "serve/json_rpc.h"

#include <utility>

namespace fastnode::serve {

Json Success(const Json& id, Json result) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

Json Failure(const Json& id, int code, const std::string& reason) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", reason}}}};
}

Json Notification(const std::string& method, Json params) {
  return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

const Json* FindAt(const Json& json, JsonPath path) {
  const Json* at = &json;
  for (const char* name : path) {
    if (!at->is_object() || !at->contains(name)) return nullptr;
    at = &(*at)[name];
  }
  return at;
}

std::string TextAt(const Json& json, JsonPath path) {
  const Json* found = FindAt(json, path);
  return found != nullptr && found->is_string() ? found->get<std::string>() : "";
}

bool IsTrueAt(const Json& json, JsonPath path) {
  const Json* found = FindAt(json, path);
  return found != nullptr && *found == true;
}

std::optional<Position> PositionAt(const Json& json, JsonPath path) {
  const Json* found = FindAt(json, path);
  if (found == nullptr) return std::nullopt;
  const Json *line = FindAt(*found, {"line"}), *character = FindAt(*found, {"character"});
  const bool placed = line != nullptr && character != nullptr && line->is_number_unsigned() &&
                      character->is_number_unsigned();
  if (!placed) return std::nullopt;
  return Position{line->get<uint64_t>(), character->get<uint64_t>()};
}

}  // namespace fastnode::serve
