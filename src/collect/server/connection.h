// Requests to one graph data server, which may be away for a while: what a client does about each
// answer, and about none (docs/http_api.md, Clients).
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "support/http_client.h"
#include "support/patience.h"
#include "support/result.h"

namespace fastnode::server {

struct ServerAddress {
  std::string url = "http://localhost:3039";
  std::string token;          // empty: none
  double wait_seconds = 300;  // for a server that has answered and is away; 0: not at all
};

// One thread at a time, except for Interrupt.
class Connection {
 public:
  // Meets the server. One that does not answer is not waited for yet, but one that says "later" is.
  // `dataset_id`: what it must serve; empty: whatever it serves now, and nothing else later.
  // `stop`, set from outside, ends the waiting; it may be null. Errors name the URL and SERVER: not
  // a URL; out of reach; token refused; not a graph data server; another dataset, with both ids.
  static Result<std::unique_ptr<Connection>> Open(const ServerAddress& address,
                                                  const std::string& dataset_id,
                                                  const std::atomic<bool>* stop = nullptr);

  // The server's answer, 200 or a refusal (4xx). While there is no answer, or one that means
  // "later" (429, 5xx), asks again for at most `wait_seconds` and says so on stderr. Errors as
  // above.
  Result<HttpReply> Get(const std::string& path);
  Result<HttpReply> Post(const std::string& path, std::string_view body,
                         const std::string& accept = "application/json", int timeout_s = 60);
  // The same, but once, as a courtesy, and for at most two seconds. Does nothing if the server is
  // away.
  void Tell(const std::string& path, std::string_view body);

  // Called from another thread: ends the waiting for a server that is away, for good.
  void Interrupt() { interrupted_ = true; }

  Error Refused(const HttpReply& reply) const;   // the answer as an error
  Error NoServer(const std::string& odd) const;  // what answers is not a graph data server

 private:
  Connection(const ServerAddress& address, std::string dataset_id, const std::atomic<bool>* stop);
  Result<HttpReply> Ask(const std::function<Result<HttpReply>()>& once);
  Status Judge(const HttpReply& reply);
  bool Stopped() const;
  bool Abandoned() const;

  const double wait_seconds_;
  const bool has_token_;
  const std::atomic<bool>* const stop_;
  std::atomic<bool> interrupted_ = false;
  std::string dataset_id_;
  bool met_ = false, away_ = false;
  std::chrono::steady_clock::time_point asked_;
  HttpClient client_;
};

}  // namespace fastnode::server
