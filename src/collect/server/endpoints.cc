#include "collect/server/endpoints.h"

#include <utility>

#include "collect/record/encode.h"
#include "collect/server/answers.h"
#include "collect/server/status_page.h"
#include "support/compress.h"
#include "support/json_fields.h"
#include "support/tfrecord.h"

namespace fastnode::server {
namespace {

constexpr int64_t kMaxBatches = 64;              // samples per answer
constexpr int kZstdLevel = 1;                    // fast: a network slower than this is rare
constexpr int64_t kMaxIndex = int64_t{1} << 53;  // what every JSON reader holds exactly

HttpResponse UnknownSession(const std::string& id) {
  return HttpError(404, "no session '" + id + "'; it has ended or was idle too long");
}

// The id in a body {"session": id}.
Result<std::string> ReadSession(const HttpRequest& request) {
  Result<Json> json = ParseBody(request);
  if (!json.ok()) return json.error();
  std::string id;
  JsonFields fields(*json, "body");
  fields.ReadText("session", id);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (id.empty()) return Error{"body: session is missing"};
  return id;
}

// With their frames.
size_t BytesOf(const LookAhead::Samples& samples) {
  size_t bytes = 0;
  for (const auto& sample : samples) bytes += sample->bytes().size() + kRecordFrameBytes;
  return bytes;
}

HttpResponse SamplesAsJson(const LookAhead::Samples& samples) {
  Json list = Json::array();
  for (const auto& sample : samples) list.push_back(record::ToJson(sample->Unpack()));
  return JsonAnswer({{"samples", std::move(list)}});
}

// In the form asked for: JSON for people, else framed records (docs/formats/sample.md).
HttpResponse Answer(const LookAhead::Samples& samples, const std::string& accept) {
  pack::PhaseScope phase(pack::Phase::kEncoding);
  auto asked = [&](std::string_view type) { return accept.find(type) != std::string::npos; };
  if (asked("application/json")) return SamplesAsJson(samples);
  const std::string_view type = asked(record::kPackedSamples) ? record::kPackedSamples
                                : asked(record::kZstdSamples) ? record::kZstdSamples
                                                              : record::kPlainSamples;
  std::string records;
  if (type == record::kPackedSamples) records.reserve(BytesOf(samples));
  for (const auto& sample : samples) {
    if (type == record::kPackedSamples) {
      AppendRecord(sample->bytes(), records);
    } else if (type == record::kZstdSamples) {
      const std::string table = record::Encode(*sample);
      pack::PhaseScope compressing(pack::Phase::kCompressing);
      AppendRecord(Compress(table, kZstdLevel), records);
    } else {
      AppendRecord(record::Encode(*sample), records);
    }
  }
  return {200, std::string(type), std::move(records)};
}

}  // namespace

Endpoints::Endpoints(Dataset* dataset, Sessions* sessions, const Workers* workers)
    : dataset_(dataset), sessions_(sessions), workers_(workers), symbols_(&dataset->store()) {}

void Endpoints::AddTo(HttpServer& server) {
  using Request = const HttpRequest&;
  server.Handle("GET", "/", [this](Request) { return StatusForPeople(); });
  server.Handle("GET", "/healthz", [this](Request) { return Health(); });
  server.Handle("GET", "/readyz", [this](Request) { return Health(); });
  server.Handle("GET", "/dataset", [this](Request) { return DatasetInfo(); });
  server.Handle("GET", "/metrics", [this](Request) { return MetricsForMonitors(); });
  server.Handle("POST", "/traindata", [this](Request request) { return TrainData(request); });
  server.Handle("GET", "/usage", [this](Request request) { return Usage(request); });
  server.Handle("POST", "/session", [this](Request request) { return Session(request); });
  server.Handle("POST", "/session/ping", [this](Request request) { return Ping(request); });
  server.Handle("POST", "/session/kill", [this](Request request) { return Kill(request); });
  server.Handle("GET", "/sessions/info", [this](Request) { return SessionsInfo(); });
  symbols_.AddTo(server);
  server.Observe([this](std::string_view route, int status, double seconds) {
    metrics_.Count(route, status, seconds);
  });
  server_ = &server;
}

HttpResponse Endpoints::Health() const { return JsonAnswer({{"status", "ok"}}); }

Metrics::Gauges Endpoints::ReadGauges() const {
  Metrics::Gauges gauges{sessions_->TotalCounts(), sessions_->List().size(), workers_->waiting(),
                         server_->connections()};
  gauges.draws.times.Add(metrics_.answers());
  return gauges;
}

HttpResponse Endpoints::StatusForPeople() const {
  std::chrono::duration<double> uptime = std::chrono::steady_clock::now() - start_;
  return {200, "text/html; charset=utf-8",
          StatusPage({dataset_->statistics(), sessions_->List(), metrics_.routes(), ReadGauges(),
                      uptime.count()})};
}

HttpResponse Endpoints::DatasetInfo() const {
  return JsonAnswer(corpus::ToJson(dataset_->statistics()));
}

HttpResponse Endpoints::MetricsForMonitors() const {
  return {200, "text/plain; version=0.0.4", PrintMetrics(metrics_.routes(), ReadGauges())};
}

HttpResponse Endpoints::TrainData(const HttpRequest& request) const {
  Result<Json> body = ParseBody(request);
  if (!body.ok()) return HttpError(400, body.error().message);
  Result<draw::TrainDataConfig> config = draw::TrainDataConfigFromJson(*body);
  if (!config.ok()) return HttpError(400, config.error().message);
  auto made = dataset_->Make(*config);
  if (!made.ok()) return HttpError(422, made.error().message);
  const draw::Metainfo& metainfo = (*made)->data->metainfo;
  Result<Json> json = ParseJson((*made)->metainfo);
  if (!json.ok()) return HttpError(500, json.error().message);
  return JsonAnswer(
      {{"usage_url", "/usage?config=" + metainfo.config_hash}, {"metainfo", std::move(*json)}});
}

HttpResponse Endpoints::Usage(const HttpRequest& request) const {
  auto config = request.query.find("config");
  if (config == request.query.end() || request.query.size() != 1) {
    return HttpError(400, "one parameter is needed: config");
  }
  auto made = dataset_->FindMade(config->second);
  if (made == nullptr) {
    return HttpError(404, "no training data of configuration '" + config->second +
                              "' here; POST /traindata makes it");
  }
  return {200, "application/octet-stream", made->usage};
}

HttpResponse Endpoints::Session(const HttpRequest& request) const {
  Result<Json> body = ParseBody(request);
  if (!body.ok()) return HttpError(400, body.error().message);
  return body->contains("session") ? Draw(*body, request.accept) : CreateSession(*body);
}

HttpResponse Endpoints::CreateSession(const Json& body) const {
  Json fields = body;
  if (!fields.contains("random_seed")) return HttpError(400, "body: random_seed is missing");
  if (!fields.contains("metainfo")) return HttpError(400, "body: metainfo is missing");
  Result<draw::Metainfo> metainfo = draw::MetainfoFromJson(fields["metainfo"]);
  if (!metainfo.ok()) return HttpError(400, metainfo.error().message);
  fields.erase("metainfo");
  Result<draw::SessionConfig> config = draw::SessionConfigFromJson(fields);
  if (!config.ok()) return HttpError(400, config.error().message);
  if (metainfo->dataset_id != dataset_->store().dataset_id()) {
    return HttpError(409, "the metainfo is from dataset " + metainfo->dataset_id +
                              ", this server serves " + dataset_->store().dataset_id() +
                              "; run traindata again");
  }
  auto made = dataset_->Make(metainfo->config);
  if (!made.ok()) return HttpError(409, made.error().message);
  if (draw::EncodeMetainfo(*metainfo) != (*made)->metainfo) {
    return HttpError(409,
                     "the metainfo is not what this server makes from its configuration; run "
                     "traindata again");
  }
  auto drawer = draw::Drawer::Create((*made)->data, *config);
  if (!drawer.ok()) return HttpError(422, drawer.error().message);
  Result<std::string> id = sessions_->Create(std::move(*drawer));
  if (!id.ok()) return HttpError(429, id.error().message);
  return JsonAnswer({{"session", *id}, {"dataset_id", metainfo->dataset_id}});
}

HttpResponse Endpoints::Draw(const Json& body, const std::string& accept) const {
  std::string id;
  int64_t index = -1, num_batches = 1, end = kMaxIndex;
  JsonFields fields(body, "body");
  fields.ReadText("session", id);
  fields.Read("index", 0, kMaxIndex, index);
  fields.Read("num_batches", 1, kMaxBatches, num_batches);
  fields.Read("end", 1, kMaxIndex, end);
  if (Status status = fields.Finish(); !status.ok()) return HttpError(400, status.error().message);
  if (index < 0) return HttpError(400, "body: index is missing");
  std::shared_ptr<LookAhead> session = sessions_->Find(id);
  if (session == nullptr) return UnknownSession(id);
  Result<LookAhead::Samples> samples = session->Get(index, num_batches, end);
  if (!samples.ok()) return HttpError(422, samples.error().message);
  pack::PhaseClock clock;
  HttpResponse answer = Answer(*samples, accept);
  metrics_.CountAnswer(clock.Read());
  answer.headers[kSpentHeader] = PrintJson(pack::ToJson(session->drawer().counts().times));
  return answer;
}

HttpResponse Endpoints::Ping(const HttpRequest& request) const {
  Result<std::string> id = ReadSession(request);
  if (!id.ok()) return HttpError(400, id.error().message);
  return sessions_->Find(*id) != nullptr ? JsonAnswer(Json::object()) : UnknownSession(*id);
}

HttpResponse Endpoints::Kill(const HttpRequest& request) const {
  Result<std::string> id = ReadSession(request);
  if (!id.ok()) return HttpError(400, id.error().message);
  return sessions_->Kill(*id) ? JsonAnswer(Json::object()) : UnknownSession(*id);
}

HttpResponse Endpoints::SessionsInfo() const {
  Json list = Json::array();
  for (const Sessions::Info& session : sessions_->List()) {
    list.push_back({{"session", session.id},
                    {"config", draw::SessionConfigToJson(session.config)},
                    {"samples", session.counts.samples},
                    {"sites", session.counts.sites},
                    {"replaced", session.counts.replaced},
                    {"failed", session.counts.failed},
                    {"spent", pack::ToJson(session.counts.times)},
                    {"idle_s", session.idle_s}});
  }
  return JsonAnswer({{"sessions", std::move(list)}});
}

}  // namespace fastnode::server
