#include "collect/server/client.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>

#include "collect/record/encode.h"
#include "collect/server/dataset.h"
#include "support/hash.h"
#include "support/http_client.h"
#include "support/tfrecord.h"

namespace fastnode::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kTrainDataTimeoutSeconds = 900;
constexpr int kKillTimeoutSeconds = 2;
// Pauses between attempts: long enough for a server to be started again.
constexpr milliseconds kPauses[] = {milliseconds(200), milliseconds(500), seconds(1),
                                    seconds(2),        seconds(5),        seconds(10)};

Error Unreachable(const HttpClient& client, const Error& error) {
  return Error{"cannot reach the graph data server at SERVER=" + client.url() + ": " +
               error.message};
}

Error Refused(const HttpClient& client, const HttpReply& reply) {
  return Error{"the graph data server at SERVER=" + client.url() + " answers " +
               std::to_string(reply.status) + ": " + reply.Reason()};
}

HttpClientOptions ClientOptions(const ServerAddress& address, int timeout_s) {
  HttpClientOptions options;
  options.token = address.token;
  options.timeout_s = timeout_s;
  return options;
}

}  // namespace

Result<TrainData> FetchTrainData(const ServerAddress& address,
                                 const draw::TrainDataConfig& config) {
  HttpClient client(address.url, ClientOptions(address, kTrainDataTimeoutSeconds));
  auto reply = client.Post("/traindata", PrintJson(draw::TrainDataConfigToJson(config)));
  if (!reply.ok()) return Unreachable(client, reply.error());
  if (reply->status != 200) return Refused(client, *reply);
  Result<Json> json = ParseJson(reply->body);
  if (!json.ok() || !json->is_object() || !json->contains("metainfo") ||
      !json->contains("usage_url") || !(*json)["usage_url"].is_string()) {
    return Error{"SERVER=" + client.url() + " is no graph data server: odd answer to /traindata"};
  }
  TrainData data;
  data.metainfo = PrintJson((*json)["metainfo"]) + "\n";
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(data.metainfo);
  if (!metainfo.ok()) return metainfo.error();
  auto usage = client.Get((*json)["usage_url"].get<std::string>());
  if (!usage.ok()) return Unreachable(client, usage.error());
  if (usage->status != 200) return Refused(client, *usage);
  data.usage = std::move(usage->body);
  if (Sha256Hex(data.usage) != metainfo->usage_hash) {
    return Error{"the usage table from SERVER=" + client.url() + " is damaged: its hash differs"};
  }
  return data;
}

struct HttpSampleSource::Parts {
  ServerAddress address;
  std::string create_body;
  std::string dataset_id;
  int32_t name_rows, type_rows;
  int32_t batch;
  HttpClient client;
  std::string session;
  std::map<int64_t, pack::Sample>
      ready;  // what came with the last answer and was not asked for yet

  std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;

  Parts(const ServerAddress& server, const draw::Metainfo& metainfo,
        const draw::SessionConfig& config, int32_t samples_a_request)
      : address(server),
        dataset_id(metainfo.dataset_id),
        name_rows(metainfo.vocabularies.names.size()),
        type_rows(metainfo.vocabularies.types.size()),
        batch(samples_a_request),
        client(server.url, ClientOptions(server, 60)) {
    Json body = draw::SessionConfigToJson(config);
    Result<Json> json = ParseJson(draw::EncodeMetainfo(metainfo));
    CHECK(json.ok());
    body["metainfo"] = std::move(*json);
    create_body = PrintJson(body);
  }

  ~Parts() {
    if (session.empty()) return;
    HttpClient last(address.url, ClientOptions(address, kKillTimeoutSeconds));
    (void)last.Post("/session/kill", PrintJson(Json{{"session", session}}));
  }

  Status Create() {
    HttpClient patient(address.url, ClientOptions(address, kTrainDataTimeoutSeconds));
    auto reply = patient.Post("/session", create_body);
    // Sessions of clients that died make way after a while.
    for (milliseconds pause : kPauses) {
      if (!reply.ok() || reply->status != 429 || !Pause(pause)) break;
      reply = patient.Post("/session", create_body);
    }
    if (!reply.ok()) return Unreachable(client, reply.error());
    if (reply->status != 200) return Refused(client, *reply);
    Result<Json> json = ParseJson(reply->body);
    if (!json.ok() || !json->is_object() || !json->contains("session") ||
        !(*json)["session"].is_string()) {
      return Error{"SERVER=" + client.url() + " is no graph data server: odd answer to /session"};
    }
    session = (*json)["session"].get<std::string>();
    return {};
  }

  // False if nobody waits for the answer any more.
  bool Pause(milliseconds time) {
    std::unique_lock lock(mutex);
    return !changed.wait_for(lock, time, [this] { return stopping; });
  }

  Status Read(const HttpReply& reply, int64_t k) {
    auto dataset = reply.headers.find(kDatasetHeader);
    if (dataset == reply.headers.end() || dataset->second != dataset_id) {
      return Error{"SERVER=" + client.url() + " serves another dataset now; run traindata again"};
    }
    ready.clear();
    int64_t at = k;
    for (RecordReader reader(reply.body); !reader.at_end(); ++at) {
      Result<std::string_view> record = reader.Next();
      if (!record.ok()) return record.error();
      Result<pack::Sample> sample = record::Decode(*record, name_rows, type_rows);
      if (!sample.ok()) return sample.error();
      ready.emplace(at, *std::move(sample));
    }
    if (at != k + batch) return Error{"another number of samples came than was asked for"};
    return {};
  }

  Status Fetch(int64_t k) {
    Error error;
    for (milliseconds pause : kPauses) {
      const Json request = {{"session", session}, {"index", k}, {"num_batches", batch}};
      auto reply = client.Post("/session", PrintJson(request), "application/x-flatbuffers");
      if (!reply.ok()) {
        error = Unreachable(client, reply.error());
      } else if (reply->status == 200) {
        return Read(*reply, k);
      } else {
        error = Refused(client, *reply);
        // The session is gone: the server was restarted, or we idled.
        if (reply->status == 404) {
          Status created = Create();
          if (created.ok()) continue;
          error = created.error();
        } else if (reply->status < 500 && reply->status != 429) {
          return error;
        }
      }
      if (!Pause(pause)) break;
    }
    return error;
  }
};

HttpSampleSource::HttpSampleSource(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HttpSampleSource::~HttpSampleSource() = default;

Result<std::unique_ptr<HttpSampleSource>> HttpSampleSource::Connect(
    const ServerAddress& address, const draw::Metainfo& metainfo, const draw::SessionConfig& config,
    int32_t batch) {
  auto parts = std::make_unique<Parts>(address, metainfo, config, std::max(batch, 1));
  if (Status created = parts->Create(); !created.ok()) return created.error();
  return std::unique_ptr<HttpSampleSource>(new HttpSampleSource(std::move(parts)));
}

Result<pack::Sample> HttpSampleSource::Get(int64_t k) {
  Parts& p = *parts_;
  if (!p.ready.contains(k)) {
    if (Status fetched = p.Fetch(k); !fetched.ok()) return fetched.error();
  }
  pack::Sample sample = std::move(p.ready.at(k));
  p.ready.erase(k);
  return sample;
}

void HttpSampleSource::Interrupt() {
  {
    std::lock_guard lock(parts_->mutex);
    parts_->stopping = true;
  }
  parts_->changed.notify_all();
}

}  // namespace fastnode::server
