// One loop for every request: ask, and while there is no answer, or one that says "later", wait and
// ask again. A server that has never answered is not waited for, because its address may be
// mistyped. Each answer names its dataset, so a server that came back with other data is noticed
// before one sample of it is used. (docs/decisions/0018-a-server-that-is-away.md)
#include "collect/server/connection.h"

#include <fmt/format.h>

#include <utility>

#include "collect/server/dataset.h"

namespace fastnode::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Patience::Pauses kPauses{milliseconds(200), seconds(5)};
constexpr int kAnswerSeconds = 60, kTellSeconds = 2;
// When told to stop, we still let a server that is there answer the last request. Processes that
// share steps with us wait for it too, and the session can then be ended.
constexpr seconds kGrace(5);

bool SaysLater(int status) { return status == 429 || status >= 500; }

}  // namespace

Connection::Connection(const ServerAddress& address, std::string dataset_id,
                       const std::atomic<bool>* stop)
    : wait_seconds_(address.wait_seconds),
      has_token_(!address.token.empty()),
      stop_(stop),
      dataset_id_(std::move(dataset_id)),
      client_(address.url, {.abandoned = [this] { return Abandoned(); }, .token = address.token}) {}

Result<std::unique_ptr<Connection>> Connection::Open(const ServerAddress& address,
                                                     const std::string& dataset_id,
                                                     const std::atomic<bool>* stop) {
  if (Status url = CheckUrl(address.url); !url.ok()) return url.error().Context("SERVER");
  std::unique_ptr<Connection> connection(new Connection(address, dataset_id, stop));
  Result<HttpReply> ready = connection->Get("/readyz");
  if (!ready.ok()) return ready.error();
  if (ready->status != 200) return connection->Refused(*ready);
  return connection;
}

bool Connection::Stopped() const { return interrupted_ || (stop_ != nullptr && *stop_); }

bool Connection::Abandoned() const {
  return Stopped() && (away_ || std::chrono::steady_clock::now() - asked_ > kGrace);
}

Error Connection::Refused(const HttpReply& reply) const {
  return Error{"the graph data server at SERVER=" + client_.url() + " answers " +
               std::to_string(reply.status) + ": " + reply.Reason()};
}

Error Connection::NoServer(const std::string& odd) const {
  return Error{"SERVER=" + client_.url() + " is not a graph data server: " + odd};
}

// Whether the answer comes from a graph data server, and is about our dataset.
Status Connection::Judge(const HttpReply& reply) {
  if (reply.status == 401) {
    return Error{Refused(reply).message +
                 (has_token_
                      ? "; the token in SERVER_TOKEN_FILE (--token-file) is not the server's"
                      : "; give it the file with the token: SERVER_TOKEN_FILE (--token-file)")};
  }
  auto dataset = reply.headers.find(kDatasetHeader);
  if (dataset == reply.headers.end()) {
    return NoServer("it answers " + std::to_string(reply.status) + " without naming a dataset");
  }
  if (dataset_id_.empty()) dataset_id_ = dataset->second;
  if (dataset->second == dataset_id_) return {};
  return Error{"SERVER=" + client_.url() + " serves another dataset: " + dataset->second +
               ", and ours is " + dataset_id_ +
               "; give the server that dataset again, or run traindata and train a new model"};
}

Result<HttpReply> Connection::Ask(const std::function<Result<HttpReply>()>& once) {
  const std::string name = "the graph data server at SERVER=" + client_.url();
  Patience patience(
      wait_seconds_, [this] { return Stopped(); }, kPauses);
  while (true) {
    asked_ = std::chrono::steady_clock::now();
    Result<HttpReply> reply = once();
    away_ = !reply.ok() || SaysLater(reply->status);
    if (!away_) {
      patience.Over(name + " is back");
      if (Status ours = Judge(*reply); !ours.ok()) return ours.error();
      met_ = true;
      return reply;
    }
    Error error =
        reply.ok() ? Refused(*reply) : Error{"cannot reach " + name + ": " + reply.error().message};
    if (!reply.ok() && client_.url().starts_with("https://")) {
      error.message += " (the server itself speaks http; https is for a server behind a proxy)";
    }
    if (!reply.ok() && !met_) return error;
    if (!patience.Wait(error.message + "; waiting for it")) {
      if (Stopped()) return Error{"interrupted"};
      return Error{error.message + "; not back within " + fmt::format("{}", wait_seconds_) +
                   " s (SERVER_WAIT, --server-wait)"};
    }
  }
}

Result<HttpReply> Connection::Get(const std::string& path) {
  return Ask([&] { return client_.Get(path); });
}

Result<HttpReply> Connection::Post(const std::string& path, std::string_view body,
                                   const std::string& accept, int timeout_s) {
  client_.set_timeout_s(timeout_s);
  Result<HttpReply> reply = Ask([&] { return client_.Post(path, body, accept); });
  client_.set_timeout_s(kAnswerSeconds);
  return reply;
}

void Connection::Tell(const std::string& path, std::string_view body) {
  if (away_) return;
  interrupted_ = false;
  asked_ = std::chrono::steady_clock::now();
  client_.set_timeout_s(kTellSeconds);
  (void)client_.Post(path, body);
}

}  // namespace fastnode::server
