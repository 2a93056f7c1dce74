// An HTTP/1.1 server over a table of routes; the one place that includes cpp-httplib.
//
// Unknown paths are answered 404, known paths with another method 405, bodies over the limit 413,
// what a handler throws 500, what comes from another site's page in a browser 403; all errors with
// a JSON body {"error": reason}. Handlers run on the server's threads, several at a time.
//
// Bodies are sent as the handler gives them: nothing is compressed here. The library's own way is
// Brotli at its highest quality for every answer, a second and a half for a megabyte; whoever has
// something worth compressing does it once and says so in `headers` (Content-Encoding).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/result.h"

namespace fastnode {

struct HttpRequest {
  std::string method;
  std::string path;                          // without query
  std::map<std::string, std::string> query;  // decoded; of repeated names the first
  std::string body;
  std::string accept;  // header fields, empty if absent
  std::string authorization;
  std::string accept_encoding;
  std::string if_none_match;
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::map<std::string, std::string> headers = {};  // before those of every answer
};

// {"error": reason} with a status.
HttpResponse HttpError(int status, std::string_view reason);

struct HttpServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any free one
  uint64_t max_body_bytes = 64u << 20;
  int read_timeout_s = 30;
  int write_timeout_s = 60;
  int num_threads = 16;                        // connections served at a time
  int max_waiting = 1024;                      // accepted ones beyond; more wait in the system
  std::map<std::string, std::string> headers;  // of every answer
  std::string token;  // if set: requests must bear it ("Authorization: Bearer ..."), else 401
};

// Connections being served, and accepted ones that wait for a thread.
struct HttpConnections {
  int served = 0, waiting = 0;
};

// True for names and addresses that only this machine can reach.
bool IsLoopback(const std::string& host);

class HttpServer {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&)>;
  // Called after each answer: path of the route ("" if none), status, seconds in the handler.
  using Observer = std::function<void(std::string_view route, int status, double seconds)>;

  explicit HttpServer(HttpServerOptions options);
  ~HttpServer();  // stops

  // Before Start. One handler for each (method, path); methods are GET and POST.
  void Handle(const std::string& method, const std::string& path, Handler handler);
  void Observe(Observer observer);
  std::vector<std::pair<std::string, std::string>> routes()
      const;  // (method, path), sorted by path

  // Binds and serves on threads of its own; returns the port. Errors: the address cannot be bound;
  // a host other machines can reach, without a token.
  Result<int> Start();
  HttpConnections connections() const;

  // What a request would be answered, without the network between: for tests and fuzzers. After the
  // last Handle; needs no Start.
  HttpResponse Dispatch(const HttpRequest& request) const;

  // Refuses new requests, waits for those under way.
  void Stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace fastnode
