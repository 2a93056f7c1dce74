// Completions over HTTP, for notebooks and tools (docs/editors.md).
//
//   POST /complete   a request of `fastnode complete` without its id; its reply
//   GET /health      {"ready": true, "build", "models"}
//   GET /metrics     counts and times in Prometheus' text format
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "predict/project_memory.h"
#include "serve/backend.h"
#include "support/http_server.h"
#include "support/result.h"

namespace fastnode::serve {

struct HttpApiOptions {
  std::string host = "127.0.0.1";
  int port = 3040;                    // 0: any free one
  std::string token;                  // needed unless the host is loopback
  std::vector<std::string> packages;  // folders from which names can be imported in any project
  bool auto_import = true;            // offer names that are not in scope
};

// Thread-safe. Serves from Start until it is destroyed.
class HttpApi {
 public:
  // `backend` must outlive it.
  HttpApi(const Backend& backend, Json models, HttpApiOptions options);
  ~HttpApi();

  Result<int> Start();   // the port
  HttpServer& server();  // for tests

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace fastnode::serve
