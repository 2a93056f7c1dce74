// A server that was started again has forgotten sessions and training data. A 404 says so, and the
// client makes them again: draw k depends on k alone, so the samples that follow are the same. The
// number of attempts is bounded, so a server that forgets at once is an error and no endless loop.
// server_test.cc restarts servers under a client.
#include "collect/server/client.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "collect/record/encode.h"
#include "collect/server/dataset.h"
#include "support/hash.h"
#include "support/tfrecord.h"

namespace fastnode::server {
namespace {

// Long enough to count a corpus, which a server does when it is first asked for a configuration.
constexpr int kCountSeconds = 900;
// A session that was just made can be gone if the server was started again meanwhile, but not this
// often in a row.
constexpr int kMaxLostSessions = 10;
constexpr int kMaxLostTrainData = 3;
// Packed, or from a server that does not know the word, as tables.
const std::string kAccept =
    std::string(record::kPackedSamples) + ", " + std::string(record::kPlainSamples);

// The answer's JSON object, if it has a text under this name.
Result<Json> Read(const Connection& connection, const HttpReply& reply, const std::string& path,
                  const char* text) {
  if (reply.status != 200) return connection.Refused(reply);
  Result<Json> json = ParseJson(reply.body);
  if (!json.ok() || !json->is_object() || !json->contains(text) || !(*json)[text].is_string()) {
    return connection.NoServer("odd answer to " + path);
  }
  return json;
}

}  // namespace

Result<TrainData> FetchTrainData(const ServerAddress& address,
                                 const draw::TrainDataConfig& config) {
  auto opened = Connection::Open(address, "");
  if (!opened.ok()) return opened.error();
  Connection& connection = **opened;
  const std::string body = PrintJson(draw::TrainDataConfigToJson(config));
  TrainData data;
  Result<HttpReply> usage = Error{};
  // A server that was started again between the two requests has forgotten the first.
  for (int i = 0; i < kMaxLostTrainData && (!usage.ok() || usage->status == 404); ++i) {
    auto reply = connection.Post("/traindata", body, "application/json", kCountSeconds);
    if (!reply.ok()) return reply.error();
    Result<Json> json = Read(connection, *reply, "/traindata", "usage_url");
    if (!json.ok()) return json.error();
    data.metainfo = PrintJson((*json)["metainfo"]) + "\n";
    usage = connection.Get((*json)["usage_url"].get<std::string>());
    if (!usage.ok()) return usage.error();
  }
  if (usage->status != 200) return connection.Refused(*usage);
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(data.metainfo);
  if (!metainfo.ok()) return metainfo.error();
  data.usage = std::move(usage->body);
  if (Sha256Hex(data.usage) != metainfo->usage_hash) {
    return Error{"the usage table from SERVER=" + address.url + " is damaged: its hash differs"};
  }
  return data;
}

struct HttpSampleSource::Parts {
  std::unique_ptr<Connection> connection;
  std::string create_body;
  int32_t name_rows, type_rows;
  int32_t samples_per_request;
  int64_t end;
  std::string session;
  // Samples that came with the last answer and have not been asked for yet.
  std::map<int64_t, pack::Sample> ready;
  std::mutex mutex;               // of these:
  pack::PhaseTimes spent_before;  // in sessions that are lost
  pack::PhaseTimes spent;         // in this one

  ~Parts() {
    if (session.empty()) return;
    connection->Tell("/session/kill", PrintJson(Json{{"session", session}}));
  }

  Status Create() {
    // The server counts the corpus anew if it was started again.
    auto reply = connection->Post("/session", create_body, "application/json", kCountSeconds);
    if (!reply.ok()) return reply.error();
    Result<Json> json = Read(*connection, *reply, "/session", "session");
    if (!json.ok()) return json.error();
    session = (*json)["session"].get<std::string>();
    std::lock_guard lock(mutex);
    spent_before.Add(spent);
    spent = {};
    return {};
  }

  void KeepSpent(const HttpReply& reply) {
    auto said = reply.headers.find(kSpentHeader);
    if (said == reply.headers.end()) return;
    Result<Json> json = ParseJson(said->second);
    if (!json.ok()) return;
    std::lock_guard lock(mutex);
    spent = pack::PhaseTimesFromJson(*json);
  }

  Status Keep(const HttpReply& reply, int64_t k) {
    const auto decode =
        reply.content_type == record::kPackedSamples ? record::DecodePacked : record::Decode;
    KeepSpent(reply);
    ready.clear();
    int64_t at = k;
    for (RecordReader reader(reply.body); !reader.at_end(); ++at) {
      Result<std::string_view> record = reader.Next();
      if (!record.ok()) return record.error();
      Result<pack::Sample> sample = decode(*record, name_rows, type_rows);
      if (!sample.ok()) return sample.error();
      ready.emplace(at, *std::move(sample));
    }
    if (at != k + samples_per_request)
      return Error{"the server sent another number of samples than was asked for"};
    return {};
  }

  Status Fetch(int64_t k) {
    for (int lost = 0; lost < kMaxLostSessions; ++lost) {
      Json request = {{"session", session}, {"index", k}, {"num_batches", samples_per_request}};
      if (end < INT64_MAX) request["end"] = end;
      auto reply = connection->Post("/session", PrintJson(request), kAccept);
      if (!reply.ok()) return reply.error();
      if (reply->status == 200) return Keep(*reply, k);
      if (reply->status != 404) return connection->Refused(*reply);
      // The session is gone: the server was started again, we idled, or others needed the place.
      if (Status created = Create(); !created.ok()) return created.error();
    }
    return Error{"sessions of the graph data server end before anything is drawn from them"};
  }
};

HttpSampleSource::HttpSampleSource(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HttpSampleSource::~HttpSampleSource() = default;

Result<std::unique_ptr<HttpSampleSource>> HttpSampleSource::Connect(
    const ServerAddress& address, const draw::Metainfo& metainfo, const draw::SessionConfig& config,
    int32_t samples_per_request, int64_t end, const std::atomic<bool>* stop) {
  auto connection = Connection::Open(address, metainfo.dataset_id, stop);
  if (!connection.ok()) return connection.error();
  Json body = draw::SessionConfigToJson(config);
  Result<Json> json = ParseJson(draw::EncodeMetainfo(metainfo));
  CHECK(json.ok());
  body["metainfo"] = *std::move(json);
  auto parts = std::make_unique<Parts>();
  parts->connection = *std::move(connection);
  parts->create_body = PrintJson(body);
  parts->name_rows = metainfo.vocabularies.names.size();
  parts->type_rows = metainfo.vocabularies.types.size();
  parts->samples_per_request = std::max(samples_per_request, 1);
  parts->end = end;
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

std::optional<pack::PhaseTimes> HttpSampleSource::Spent() const {
  std::lock_guard lock(parts_->mutex);
  pack::PhaseTimes all = parts_->spent_before;
  all.Add(parts_->spent);
  return all;
}

void HttpSampleSource::Interrupt() { parts_->connection->Interrupt(); }

}  // namespace fastnode::server
