// What a graph data server answers, one function an endpoint (docs/http_api.md). Thread-safe.
#pragma once

#include "collect/corpus/statistics.h"
#include "collect/server/dataset.h"
#include "collect/server/metrics.h"
#include "collect/server/sessions.h"
#include "collect/server/symbol_endpoints.h"
#include "support/http_server.h"

namespace fastnode::server {

class Endpoints {
 public:
  // All must outlive it.
  Endpoints(Dataset* dataset, Sessions* sessions, Metrics* metrics);

  // Adds every route to `server`.
  void AddTo(HttpServer& server);

 private:
  HttpResponse Health() const;
  HttpResponse StatusForPeople() const;
  HttpResponse DatasetInfo() const;
  HttpResponse PrintMetrics() const;
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
  Metrics* const metrics_;
  const SymbolEndpoints symbols_;
  const corpus::Statistics statistics_;
};

}  // namespace fastnode::server
