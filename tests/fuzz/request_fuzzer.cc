// Any request to a graph data server, straight to its dispatcher: an answer in time, never a 500.
// The first line is METHOD PATH?NAME=VALUE, the second the Accept header, the rest the body.
// $SESSION in it stands for a session that is alive.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "collect/server/dataset.h"
#include "collect/server/endpoints.h"
#include "collect/server/sessions.h"
#include "support/http_server.h"
#include "support/workers.h"

namespace fastnode {
namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  CHECK(value != nullptr);
  return value;
}

struct Server {
  std::unique_ptr<server::Dataset> dataset;
  Workers workers{2};
  server::Sessions sessions{&workers};
  server::Endpoints endpoints;
  HttpServer http{{}};
  std::string session;

  Server()
      : dataset(
            *server::Dataset::Open(Environment("FASTNODE_STORE"), Environment("FASTNODE_LIBRARY"))),
        endpoints(dataset.get(), &sessions, &workers) {
    endpoints.AddTo(http);
  }

  // Kept alive, or made again if a request ended it.
  const std::string& Session() {
    if (sessions.Find(session) == nullptr) {
      draw::SessionConfig config;
      config.sites_per_sample = 8;
      session = *sessions.Create(*draw::Drawer::Create((*dataset->Make({}))->data, config));
    }
    return session;
  }
};

std::string TakeLine(std::string& text) {
  const size_t end = std::min(text.find('\n'), text.size());
  std::string line = text.substr(0, end);
  text.erase(0, std::min(end + 1, text.size()));
  return line;
}

HttpRequest Parse(std::string text, const std::string& session) {
  constexpr std::string_view kSession = "$SESSION";
  if (size_t at = text.find(kSession); at != std::string::npos) {
    text.replace(at, kSession.size(), session);
  }
  HttpRequest request;
  std::string target = TakeLine(text);
  const size_t space = std::min(target.find(' '), target.size());
  request.method = target.substr(0, space);
  target.erase(0, std::min(space + 1, target.size()));
  const size_t query = std::min(target.find('?'), target.size());
  request.path = target.substr(0, query);
  if (query < target.size()) {
    const size_t equals = std::min(target.find('=', query), target.size());
    request.query[target.substr(query + 1, equals - query - 1)] =
        target.substr(std::min(equals + 1, target.size()));
  }
  request.accept = TakeLine(text);
  request.body = std::move(text);
  return request;
}

}  // namespace
}  // namespace fastnode

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fastnode;
  static auto* server = new Server;
  const HttpRequest request =
      Parse(std::string(reinterpret_cast<const char*>(data), size), server->Session());
  const HttpResponse response = server->http.Dispatch(request);
  if (response.status == 500 || response.status < 200) {
    std::fprintf(stderr, "%d: %s\n", response.status, response.body.c_str());
    std::abort();
  }
  return 0;
}
