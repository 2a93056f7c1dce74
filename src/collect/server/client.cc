#include "collect/server/client.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "collect/record/encode.h"
#include "support/hash.h"
#include "support/http_client.h"
#include "support/tfrecord.h"

namespace fastnode::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kTrainDataTimeoutSeconds = 900;
constexpr int kKillTimeoutSeconds = 2;
constexpr seconds kMaxWait{180};
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

// One thread reads ahead of `next_`; Get hands out and moves it on.
struct HttpSampleSource::Parts {
  ServerAddress address;
  std::string create_body;
  int32_t name_rows, type_rows;
  int32_t num_ahead;
  HttpClient client;    // of Create and then of the thread
  std::string session;  // likewise

  std::mutex mutex;
  std::condition_variable changed;
  int64_t next = 0;  // samples [next, next + num_ahead) are wanted; none before the first Get
  bool started = false, stopping = false;
  std::map<int64_t, Result<pack::Sample>> ready;
  std::thread thread;

  Parts(const ServerAddress& server, const draw::Metainfo& metainfo,
        const draw::SessionConfig& config, int32_t ahead)
      : address(server),
        name_rows(metainfo.vocabularies.names.size()),
        type_rows(metainfo.vocabularies.types.size()),
        num_ahead(ahead),
        client(server.url, ClientOptions(server, 60)) {
    Json body = draw::SessionConfigToJson(config);
    Result<Json> json = ParseJson(draw::EncodeMetainfo(metainfo));
    CHECK(json.ok());
    body["metainfo"] = std::move(*json);
    create_body = PrintJson(body);
  }

  ~Parts() {
    {
      std::lock_guard lock(mutex);
      stopping = true;
    }
    changed.notify_all();
    if (thread.joinable()) thread.join();
    if (session.empty()) return;
    HttpClient last(address.url, ClientOptions(address, kKillTimeoutSeconds));
    (void)last.Post("/session/kill", PrintJson(Json{{"session", session}}));
  }

  Status Create() {
    HttpClient patient(address.url, ClientOptions(address, kTrainDataTimeoutSeconds));
    auto reply = patient.Post("/session", create_body);
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

  // False if the object is being destroyed.
  bool Pause(milliseconds time) {
    std::unique_lock lock(mutex);
    return !changed.wait_for(lock, time, [this] { return stopping; });
  }

  Result<pack::Sample> Read(const HttpReply& reply) const {
    RecordReader reader(reply.body);
    Result<std::string_view> record = reader.Next();
    if (!record.ok()) return record.error();
    if (!reader.at_end()) return Error{"more than one sample came"};
    return record::Decode(*record, name_rows, type_rows);
  }

  Result<pack::Sample> Fetch(int64_t k) {
    const Json body = {{"session", session}, {"index", k}, {"num_batches", 1}};
    Error error;
    for (milliseconds pause : kPauses) {
      Json request = body;
      request["session"] = session;
      auto reply = client.Post("/session", PrintJson(request), "application/x-flatbuffers");
      if (!reply.ok()) {
        error = Unreachable(client, reply.error());
      } else if (reply->status == 200) {
        return Read(*reply);
      } else {
        error = Refused(client, *reply);
        if (reply->status == 404) {  // The session is gone: the server was restarted, or we idled.
          if (Status created = Create(); created.ok())
            continue;
          else
            error = created.error();
        } else if (reply->status < 500 && reply->status != 429) {
          return error;
        }
      }
      if (!Pause(pause)) break;
    }
    return error;
  }

  void ReadAhead() {
    std::unique_lock lock(mutex);
    while (true) {
      int64_t wanted = -1;
      changed.wait(lock, [&] {
        for (int64_t k = next; started && wanted < 0 && k < next + num_ahead; ++k) {
          if (!ready.contains(k)) wanted = k;
        }
        return stopping || wanted >= 0;
      });
      if (stopping) return;
      lock.unlock();
      Result<pack::Sample> sample = Fetch(wanted);
      lock.lock();
      if (wanted >= next && wanted < next + num_ahead) ready.emplace(wanted, std::move(sample));
      changed.notify_all();
    }
  }
};

HttpSampleSource::HttpSampleSource(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HttpSampleSource::~HttpSampleSource() = default;

Result<std::unique_ptr<HttpSampleSource>> HttpSampleSource::Connect(
    const ServerAddress& address, const draw::Metainfo& metainfo, const draw::SessionConfig& config,
    int32_t num_ahead) {
  auto parts = std::make_unique<Parts>(address, metainfo, config, std::max(num_ahead, 1));
  if (Status created = parts->Create(); !created.ok()) return created.error();
  parts->thread = std::thread([p = parts.get()] { p->ReadAhead(); });
  return std::unique_ptr<HttpSampleSource>(new HttpSampleSource(std::move(parts)));
}

Result<pack::Sample> HttpSampleSource::Get(int64_t k) {
  Parts& p = *parts_;
  std::unique_lock lock(p.mutex);
  p.started = true;
  p.next = k;
  std::erase_if(p.ready, [&](const auto& r) { return r.first < k || r.first >= k + p.num_ahead; });
  p.changed.notify_all();
  if (!p.changed.wait_for(lock, kMaxWait, [&] { return p.ready.contains(k); })) {
    return Error{"sample " + std::to_string(k) + " from SERVER=" + p.address.url +
                 " did not come within " + std::to_string(kMaxWait.count()) + " s"};
  }
  Result<pack::Sample> sample = std::move(p.ready.at(k));
  p.ready.erase(k);
  p.next = k + 1;
  p.changed.notify_all();
  return sample;
}

}  // namespace fastnode::server
