// Two kinds of threads: many that each serve one connection and mostly wait, and a few that draw,
// for all sessions together. The number of drawing threads, not of clients, decides the load and
// the memory.
#include "collect/server/server.h"

#include <cstdio>
#include <utility>

#include "collect/corpus/store.h"
#include "collect/server/dataset.h"
#include "collect/server/endpoints.h"
#include "collect/server/sessions.h"
#include "support/stop_signal.h"
#include "support/token_file.h"
#include "support/workers.h"

namespace fastnode::server {
namespace {

// These threads mostly wait. Each serves one connection; drawing is done by `num_threads` others.
constexpr int kMaxConnections = 256;

}  // namespace

// In order of construction: each part uses those before it.
struct GraphDataServer::Parts {
  std::unique_ptr<Dataset> dataset;
  Workers workers;
  Sessions sessions;
  Endpoints endpoints;
  HttpServer http;
  std::string host;
  int port = 0;

  Parts(std::unique_ptr<Dataset> opened, int num_threads, HttpServerOptions options)
      : dataset(std::move(opened)),
        workers(num_threads),
        sessions(&workers),
        endpoints(dataset.get(), &sessions, &workers),
        http(options),
        host(options.host) {
    endpoints.AddTo(http);
  }
};

GraphDataServer::GraphDataServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
GraphDataServer::~GraphDataServer() = default;

Result<std::unique_ptr<GraphDataServer>> GraphDataServer::Start(const ServeOptions& options) {
  Result<std::string> token = ReadTokenFile(options.token_file);
  if (!token.ok()) return token.error();
  std::unique_ptr<record::CutStore> cuts;
  // Where no store is, no folder of cuts is made: opening the store says what is wrong.
  if (!options.cuts.empty() && corpus::HasStore(options.store)) {
    auto opened = record::CutStore::Open(options.cuts);
    if (opened.ok()) {
      cuts = *std::move(opened);
    } else {  // this only costs time
      std::fprintf(stderr, "graph-data-server: without remembered cuts: %s\n",
                   opened.error().message.c_str());
    }
  }
  auto dataset = Dataset::Open(options.store, options.library, std::move(cuts));
  if (!dataset.ok()) return dataset.error();
  HttpServerOptions http;
  http.host = options.host;
  http.port = options.port;
  http.num_threads = kMaxConnections;
  http.token = std::move(*token);
  http.headers[kDatasetHeader] = (*dataset)->store().dataset_id();
  auto parts = std::make_unique<Parts>(std::move(*dataset), options.num_threads, std::move(http));
  Result<int> port = parts->http.Start();
  if (!port.ok()) return port.error();
  parts->port = *port;
  return std::unique_ptr<GraphDataServer>(new GraphDataServer(std::move(parts)));
}

int GraphDataServer::port() const { return parts_->port; }

std::vector<std::pair<std::string, std::string>> GraphDataServer::routes() const {
  return parts_->http.routes();
}

std::string GraphDataServer::url() const {
  const bool ipv6 = parts_->host.find(':') != std::string::npos;
  return "http://" + (ipv6 ? "[" + parts_->host + "]" : parts_->host) + ":" +
         std::to_string(parts_->port);
}

Status Serve(const ServeOptions& options) {
  StopWait stop;
  auto server = GraphDataServer::Start(options);
  if (!server.ok()) return server.error();
  std::printf("graph data server ready on %s\n", (*server)->url().c_str());
  std::fflush(stdout);
  stop.Wait();
  return {};
}

}  // namespace fastnode::server
