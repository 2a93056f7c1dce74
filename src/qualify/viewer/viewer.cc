#include "qualify/viewer/viewer.h"

#include <charconv>
#include <cstdio>
#include <optional>
#include <utility>

#include "qualify/viewer/assets.h"
#include "qualify/viewer/runs.h"
#include "qualify/viewer/site.h"
#include "support/json_fields.h"
#include "support/stop_signal.h"

namespace fastnode::qualify {
namespace {

constexpr uint64_t kMaxBodyBytes = 5u << 20;
constexpr int32_t kCompletionsShown = 20;

// Pages whose content comes from the program alone: no script but its own, no other host.
constexpr char kContentPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self' data:; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; "
    "frame-ancestors 'none'";

HttpResponse Answer(const Json& json) { return {200, "application/json", PrintJson(json), {}}; }

std::optional<size_t> Number(const std::string& text) {
  size_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Place {
  std::string text;
  uint64_t cursor = 0;
};

Result<Place> PlaceOf(const std::string& body) {
  Result<Json> json = ParseJson(body);
  if (!json.ok()) return json.error();
  if (!json->is_object()) return Error{"the body is not an object"};
  Place place;
  JsonFields fields(*json, "body");
  fields.ReadText("text", place.text);
  fields.ReadUnsigned("cursor", place.cursor);
  Status read = fields.Finish();
  if (!read.ok()) return read.error();
  return place;
}

HttpResponse Complete(const predict::Completer* completer, const HttpRequest& request) {
  if (completer == nullptr) {
    return HttpError(404, "no release is loaded; start the viewer with --release out/serve");
  }
  Result<Place> place = PlaceOf(request.body);
  if (!place.ok()) return HttpError(400, place.error().message);
  const predict::Question asked{std::move(place->text), place->cursor};
  const predict::Known known = completer->Know(asked);
  Result<predict::Answer> answer =
      completer->Complete(asked, known, {.max_completions = kCompletionsShown});
  if (!answer.ok()) return HttpError(400, answer.error().message);
  Json completions = Json::array();
  for (const predict::Completion& one : answer->completions) {
    completions.push_back({{"text", one.text}, {"score", one.probability}, {"kind", one.kind}});
  }
  Result<std::string> seen = completer->Explain(asked, known);
  return Answer({{"task", std::string(pack::Name(answer->task))},
                 {"prefix", answer->prefix},
                 {"completions", std::move(completions)},
                 {"seen", seen.ok() ? WithoutPlaceholder(*seen) : ""}});
}

}  // namespace

Result<std::unique_ptr<Viewer>> Viewer::Start(const ViewerOptions& options) {
  std::unique_ptr<Viewer> viewer(new Viewer());
  viewer->options_ = options;
  if (options.paths.empty() && options.runs.empty() && options.validations.empty()) {
    return Error{"nothing to show: name a file or folder of examples, or --runs, or --validations"};
  }
  if (!options.paths.empty()) {
    Result<Collection> collection = ReadCollection(options.paths);
    if (!collection.ok()) return collection.error();
    viewer->collection_ = *std::move(collection);
  }
  if (!options.release.empty()) {
    Result<predict::Completer> completer = predict::Completer::Load(options.release);
    if (!completer.ok()) return completer.error();
    viewer->completer_ = std::make_unique<predict::Completer>(*std::move(completer));
  }
  if (!IsLoopback(options.host)) {
    return Error{
        "the viewer shows source code to anybody who asks: --host must be a loopback address"};
  }
  HttpServerOptions http;
  http.host = options.host;
  http.port = options.port;
  http.max_body_bytes = kMaxBodyBytes;
  http.num_threads = 32;  // some may be slow clients
  http.headers = {{"Content-Security-Policy", kContentPolicy},
                  {"X-Content-Type-Options", "nosniff"},
                  {"Referrer-Policy", "no-referrer"},
                  {"Cache-Control", "no-store"}};
  viewer->server_ = std::make_unique<HttpServer>(std::move(http));
  viewer->AddRoutes();
  Result<int> port = viewer->server_->Start();
  if (!port.ok()) return port.error();
  viewer->port_ = *port;
  return viewer;
}

void Viewer::AddRoutes() {
  auto get = [&](const std::string& path, HttpServer::Handler handler) {
    server_->Handle("GET", path, std::move(handler));
  };
  for (const Asset& asset : ViewerAssets()) {
    KeptAnswer answer(asset);
    get(std::string(asset.path), answer);
    if (asset.path != "/index.html") continue;
    // The page itself tells its addresses apart.
    for (const char* path :
         {"/", "/examples", "/example", "/playground", "/runs", "/validations"}) {
      get(path, answer);
    }
  }
  Json index = IndexToJson(collection_);
  index["release"] = completer_ != nullptr;
  index["runs"] = !options_.runs.empty();
  index["validations"] = !options_.validations.empty();
  get("/api/index", KeptAnswer("application/json", PrintJson(index)));
  get("/api/example", [this](const HttpRequest& request) {
    auto idx = request.query.find("idx");
    const std::optional<size_t> number =
        idx == request.query.end() ? std::nullopt : Number(idx->second);
    if (!number) return HttpError(400, "idx must be the number of an example, counted from 0");
    if (*number >= collection_.examples.size()) return HttpError(404, "no such example");
    return Answer(ExampleToJson(collection_.examples[*number]));
  });
  get("/api/runs", [this](const HttpRequest&) { return RunsAnswer(options_.runs); });
  get("/api/curve",
      [this](const HttpRequest& request) { return CurveAnswer(options_.runs, request); });
  get("/api/validations",
      [this](const HttpRequest&) { return ValidationsAnswer(options_.validations); });
  get("/api/validation", [this](const HttpRequest& request) {
    return ValidationAnswer(options_.validations, request);
  });
  server_->Handle("POST", "/api/site", [](const HttpRequest& request) {
    Result<Place> place = PlaceOf(request.body);
    if (!place.ok()) return HttpError(400, place.error().message);
    Result<Json> site = SiteToJson(place->text, place->cursor);
    return site.ok() ? Answer(*site) : HttpError(400, site.error().message);
  });
  server_->Handle("POST", "/api/complete", [this](const HttpRequest& request) {
    return Complete(completer_.get(), request);
  });
}

Status RunViewer(const ViewerOptions& options) {
  StopWait stop;
  Result<std::unique_ptr<Viewer>> viewer = Viewer::Start(options);
  if (!viewer.ok()) return viewer.error();
  std::printf("example-viewer: %zu examples at http://%s:%d (Ctrl-C ends it)\n",
              (*viewer)->num_examples(), options.host.c_str(), (*viewer)->port());
  std::fflush(stdout);
  stop.Wait();
  return {};
}

}  // namespace fastnode::qualify
