// What a graph data server answers, one function per endpoint (docs/http_api.md). Thread-safe.
#pragma once

#include <chrono>

#include "collect/server/dataset.h"
#include "collect/server/metrics.h"
#include "collect/server/sessions.h"
#include "collect/server/symbol_endpoints.h"
#include "support/http_server.h"
#include "support/workers.h"

namespace fastnode::server {

class Endpoints {
 public:
  // All must outlive it.
  Endpoints(Dataset* dataset, Sessions* sessions, const Workers* workers);

  // Adds every route to `server`, which must not outlive this.
  void AddTo(HttpServer& server);

 private:
  HttpResponse Health() const;
  HttpResponse StatusForPeople() const;
  HttpResponse DatasetInfo() const;
  HttpResponse MetricsForMonitors() const;
  Metrics::Gauges ReadGauges() const;
  HttpResponse TrainData(const HttpRequest& request) const;
  HttpResponse Usage(const HttpRequest& request) const;
  HttpResponse Session(const HttpRequest& request) const;
  HttpResponse CreateSession(const Json& body) const;
  HttpResponse Draw(const Json& body, const std::string& accept) const;
  HttpResponse Ping(const HttpRequest& request) const;
  HttpResponse Kill(const HttpRequest& request) const;
  HttpResponse SessionsInfo() const;

  Dataset* const dataset_;
  Sessions* const sessions_;
  const Workers* const workers_;
  const SymbolEndpoints symbols_;
  mutable Metrics metrics_;
  const HttpServer* server_ = nullptr;  // that the routes were added to
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace fastnode::server
