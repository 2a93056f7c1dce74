// What the corpus says about library symbols: /symbol/* and /hash/source (docs/http_api.md).
// Thread-safe.
#pragma once

#include <mutex>
#include <optional>

#include "collect/corpus/store.h"
#include "support/http_server.h"
#include "support/json.h"

namespace fastnode::server {

class SymbolEndpoints {
 public:
  explicit SymbolEndpoints(const corpus::Store* store) : store_(*store) {}

  // Adds every route to `server`.
  void AddTo(HttpServer& server) const;

 private:
  HttpResponse MetaInfo(const HttpRequest& request) const;
  HttpResponse Members(const HttpRequest& request) const;
  HttpResponse Sources(const HttpRequest& request) const;
  HttpResponse Imports(const HttpRequest& request) const;
  HttpResponse Scores(const HttpRequest& request) const;
  HttpResponse Packages(const HttpRequest& request) const;
  HttpResponse SourceOfHash(const HttpRequest& request) const;

  const corpus::Store& store_;
  mutable std::mutex counting_;
  mutable std::optional<Json> packages_;  // the answer, once it has been asked for
};

}  // namespace fastnode::server
