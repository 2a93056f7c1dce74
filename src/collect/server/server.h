// The graph data server: one dataset over HTTP (docs/http_api.md).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/http_server.h"
#include "support/result.h"

namespace fastnode::server {

struct ServeOptions {
  std::string store;    // folder of a corpus store
  std::string library;  // file of the library the store was made with
  std::string host = "127.0.0.1";
  int port = 3039;         // 0: any free one
  std::string token_file;  // needed if other machines can reach the address
  int num_threads = 2;     // threads that draw
  std::string cuts;        // folder of remembered cuts (docs/formats/cuts.md); empty: none
};

class GraphDataServer {
 public:
  // Opens the dataset, listens and serves. Errors: those of Dataset::Open and HttpServer::Start, a
  // token file that cannot be read.
  static Result<std::unique_ptr<GraphDataServer>> Start(const ServeOptions& options);
  ~GraphDataServer();  // refuses new requests, waits for those under way

  std::vector<std::pair<std::string, std::string>> routes() const;  // (method, path)
  int port() const;
  std::string url() const;

 private:
  struct Parts;
  explicit GraphDataServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Serves until SIGINT or SIGTERM; prints one line to stdout when ready.
Status Serve(const ServeOptions& options);

}  // namespace fastnode::server
