// The protocol of `fastnode complete` over HTTP: a request's body is one of its lines, so both give
// the same answers (predict/json_lines.h). What a project uses and what can be imported is read in
// the background.
#include "serve/http_api.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <mutex>
#include <utility>

#include "support/build_id.h"
#include "version_generated.h"

namespace fastnode::serve {
namespace {

// Upper bounds of the times in the histogram, in seconds.
constexpr std::array<double, 9> kBounds = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.5};

class Metrics {
 public:
  void Add(const std::string& route, int status, double seconds) {
    std::lock_guard lock(mutex_);
    ++requests_[{route, status}];
    if (route != "/complete" || status != 200) return;
    for (size_t i = 0; i < kBounds.size(); ++i) buckets_[i] += seconds <= kBounds[i];
    ++count_;
    sum_ += seconds;
  }

  std::string Print() {
    std::lock_guard lock(mutex_);
    std::string text = "# TYPE fastnode_requests_total counter\n";
    for (const auto& [key, count] : requests_) {
      text += fmt::format("fastnode_requests_total{{path=\"{}\",status=\"{}\"}} {}\n", key.first,
                          key.second, count);
    }
    text += "# TYPE fastnode_complete_seconds histogram\n";
    for (size_t i = 0; i < kBounds.size(); ++i) {
      text += fmt::format("fastnode_complete_seconds_bucket{{le=\"{}\"}} {}\n", kBounds[i],
                          buckets_[i]);
    }
    text += fmt::format("fastnode_complete_seconds_bucket{{le=\"+Inf\"}} {}\n", count_);
    text += fmt::format("fastnode_complete_seconds_sum {}\n", sum_);
    text += fmt::format("fastnode_complete_seconds_count {}\n", count_);
    return text;
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, int>, int64_t> requests_;
  std::array<int64_t, kBounds.size()> buckets_{};
  int64_t count_ = 0;
  double sum_ = 0;
};

}  // namespace

struct HttpApi::Parts {
  const Backend& backend;
  Json models;
  Metrics metrics;
  predict::ProjectMemory projects;
  predict::ImportableMemory importables;
  const bool auto_import;
  HttpServer server;

  Parts(const Backend& a_backend, Json a_models, const HttpApiOptions& api,
        HttpServerOptions options)
      : backend(a_backend),
        models(std::move(a_models)),
        projects(a_backend.read_project),
        importables(a_backend.read_importable, api.packages),
        auto_import(api.auto_import),
        server(std::move(options)) {
    server.Handle("POST", "/complete",
                  [this](const HttpRequest& request) { return Complete(request); });
    server.Handle("GET", "/health", [this](const HttpRequest&) {
      HttpResponse response;
      response.body =
          PrintJson(
              {{"ready", true}, {"version", kVersion}, {"build", BuildId()}, {"models", models}}) +
          "\n";
      return response;
    });
    server.Handle("GET", "/metrics", [this](const HttpRequest&) {
      return HttpResponse{200, "text/plain; version=0.0.4", metrics.Print()};
    });
    server.Observe([this](std::string_view route, int status, double seconds) {
      metrics.Add(route.empty() ? "other" : std::string(route), status, seconds);
    });
  }

  HttpResponse Complete(const HttpRequest& request) {
    Result<Json> json = ParseJson(request.body);
    if (!json.ok()) return HttpError(400, "not JSON: " + json.error().message);
    // Both are read meanwhile, so the first answers do without them.
    predict::Answerer answerer{backend.complete,
                               [this](const predict::Question& question, const predict::Budget&) {
                                 return Result(projects.Get(question.root, question.path));
                               }};
    if (auto_import) {
      answerer.find_importables = [this](const std::vector<std::string>& folders,
                                         const predict::Budget&) {
        return importables.Get(folders, predict::TimePoint::min());
      };
    }
    const Json reply = predict::AnswerJson(*json, answerer);
    if (reply.contains("error")) return HttpError(400, reply["error"].get<std::string>());
    HttpResponse response;
    response.body = PrintJson(reply) + "\n";
    return response;
  }
};

HttpApi::HttpApi(const Backend& backend, Json models, HttpApiOptions options) {
  HttpServerOptions server;
  server.host = options.host;
  server.port = options.port;
  server.token = options.token;
  server.max_body_bytes = 16u << 20;
  server.num_threads = 32;  // some may be slow clients
  parts_ = std::make_unique<Parts>(backend, std::move(models), options, std::move(server));
}
HttpApi::~HttpApi() = default;

Result<int> HttpApi::Start() { return parts_->server.Start(); }
HttpServer& HttpApi::server() { return parts_->server; }

}  // namespace fastnode::serve
