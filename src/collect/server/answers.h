// What all endpoints share: reading a body, writing an answer.
#pragma once

#include "support/http_server.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::server {

inline HttpResponse JsonAnswer(const Json& json) {
  return {200, "application/json", PrintJson(json) + "\n"};
}

inline Result<Json> ParseBody(const HttpRequest& request) {
  Result<Json> json = ParseJson(request.body);
  if (!json.ok()) return json.error().Context("body");
  if (!json->is_object()) return Error{"body: not a JSON object"};
  return json;
}

}  // namespace fastnode::server
