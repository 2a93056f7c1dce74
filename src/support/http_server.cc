// The library gives each connection to a thread of its pool. Before the pool stands a gate, which
// bounds the connections; before the handlers stand the checks of origin and token, which no route
// can forget.
#include "support/http_server.h"

#include <arpa/inet.h>
#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "support/check.h"
#include "support/json.h"

namespace fastnode {
namespace {

// Short, as a stop waits for connections that idle.
constexpr int kKeepAliveSeconds = 2;
constexpr size_t kRequestsPerConnection = 100'000;

// Takes the same time whatever the first difference is.
bool EqualSecret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  int difference = 0;
  for (size_t i = 0; i < a.size(); ++i) difference |= a[i] ^ b[i];
  return difference == 0;
}

HttpRequest ToRequest(const httplib::Request& from) {
  HttpRequest request{from.method,
                      from.path,
                      {},
                      from.body,
                      from.get_header_value("Accept"),
                      from.get_header_value("Authorization"),
                      from.get_header_value("Accept-Encoding"),
                      from.get_header_value("If-None-Match")};
  for (const auto& [name, value] : from.params) request.query.emplace(name, value);
  return request;
}

std::string AfterScheme(const std::string& url) {
  size_t scheme = url.find("://");
  return scheme == std::string::npos ? url : url.substr(scheme + 3);
}

// "localhost" of "localhost:3039", "::1" of "[::1]:3039".
std::string HostOf(const std::string& authority) {
  if (authority.starts_with("[")) return authority.substr(1, authority.find(']') - 1);
  return authority.substr(0, authority.find(':'));
}

std::string ReasonOf(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "unknown exception";
  }
}

// Handed over piece by piece, as the library does not compress such a body.
void SetBody(std::string body, const std::string& content_type, httplib::Response& to) {
  if (body.empty()) return to.set_content(std::move(body), content_type);
  auto kept = std::make_shared<const std::string>(std::move(body));
  to.set_content_provider(kept->size(), content_type,
                          [kept](size_t offset, size_t length, httplib::DataSink& sink) {
                            return sink.write(kept->data() + offset, length);
                          });
}

// Counts connections, and lets no more in than `max`.
class Gate {
 public:
  explicit Gate(int max) : max_(max) {}

  void Enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return inside_ < max_; });
    ++inside_;
  }
  void Leave() {
    std::lock_guard lock(mutex_);
    --inside_;
    changed_.notify_one();
  }
  int inside() const {
    std::lock_guard lock(mutex_);
    return inside_;
  }

 private:
  const int max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int inside_ = 0;
};

// The library's threads behind a gate: while it is closed no connection is accepted, and the
// system's own queue holds what comes, as much as it does.
class GatedPool : public httplib::ThreadPool {
 public:
  GatedPool(int num_threads, Gate* gate)
      : httplib::ThreadPool(static_cast<size_t>(num_threads)), gate_(gate) {}

  void enqueue(std::function<void()> task) override {
    gate_->Enter();
    httplib::ThreadPool::enqueue([gate = gate_, task = std::move(task)] {
      task();
      gate->Leave();
    });
  }

 private:
  Gate* const gate_;
};

}  // namespace

HttpResponse HttpError(int status, std::string_view reason) {
  return {status, "application/json", PrintJson(Json{{"error", reason}}) + "\n"};
}

bool IsLoopback(const std::string& host) {
  // A name that only begins like an address, 127.example.com, is somebody else's.
  in_addr address;
  if (::inet_pton(AF_INET, host.c_str(), &address) == 1) return host.starts_with("127.");
  return host == "localhost" || host == "::1";
}

struct HttpServer::Parts {
  const HttpServerOptions options;
  Gate gate;
  std::map<std::string, std::map<std::string, Handler>> routes;  // path, method
  Observer observer;
  httplib::Server server;
  socket_t listening = INVALID_SOCKET;
  std::thread thread;

  explicit Parts(HttpServerOptions given)
      : options(std::move(given)), gate(options.num_threads + options.max_waiting) {}

  // A page in a browser on this machine could send us what it likes: it tells by its Origin, or, if
  // its name was made to point here, by the Host it believes in.
  bool IsForeign(const httplib::Request& request) const {
    std::string origin = request.get_header_value("Origin");
    if (!origin.empty() && !IsLoopback(HostOf(AfterScheme(origin)))) return true;
    return IsLoopback(options.host) && !IsLoopback(HostOf(request.get_header_value("Host")));
  }

  HttpResponse Dispatch(const HttpRequest& request) const {
    if (!options.token.empty() && !EqualSecret(request.authorization, "Bearer " + options.token)) {
      return HttpError(401, "a token is needed: Authorization: Bearer TOKEN");
    }
    auto route = routes.find(request.path);
    if (route == routes.end()) return HttpError(404, "no such path: " + request.path);
    auto handler = route->second.find(request.method == "HEAD" ? "GET" : request.method);
    if (handler == route->second.end()) {
      return HttpError(405, request.path + " does not answer " + request.method);
    }
    try {
      return handler->second(request);
    } catch (...) {
      return HttpError(500, ReasonOf(std::current_exception()));
    }
  }

  void Answer(const httplib::Request& from, httplib::Response& to) const {
    auto start = std::chrono::steady_clock::now();
    HttpResponse response = IsForeign(from) ? HttpError(403, "a request from another site's page")
                                            : Dispatch(ToRequest(from));
    std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    to.status = response.status;
    for (const auto& [name, value] : response.headers) to.set_header(name, value);
    for (const auto& [name, value] : options.headers) {
      if (!response.headers.contains(name)) to.set_header(name, value);
    }
    SetBody(std::move(response.body), response.content_type, to);
    if (observer) {
      observer(routes.contains(from.path) ? from.path : "", to.status, seconds.count());
    }
  }

  void Configure() {
    auto answer = [this](const httplib::Request& from, httplib::Response& to) { Answer(from, to); };
    server.Get(".*", answer).Post(".*", answer).Put(".*", answer);
    server.Patch(".*", answer).Delete(".*", answer).Options(".*", answer);
    // What the library refuses by itself (broken requests, bodies too large) has no body yet.
    server.set_error_handler([](const httplib::Request&, httplib::Response& to) {
      if (to.has_header("Content-Type")) return;
      // Forms, what clients send if they do not say otherwise, may have 8 KiB there.
      const char* reason =
          to.status == 413 ? "body too large (over 8 KiB: send 'Content-Type: application/json')"
                           : "bad request";
      HttpResponse error = HttpError(to.status, reason);
      to.set_content(error.body, error.content_type);
    });
    server.set_payload_max_length(options.max_body_bytes);
    server.set_read_timeout(options.read_timeout_s);
    server.set_write_timeout(options.write_timeout_s);
    server.set_keep_alive_timeout(kKeepAliveSeconds);
    server.set_keep_alive_max_count(kRequestsPerConnection);
    server.set_tcp_nodelay(true);
    // The library's own choice, SO_REUSEPORT, would let two servers share a port.
    server.set_socket_options([this](socket_t socket) {
      int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
      listening = socket;
    });
    server.new_task_queue = [this] { return new GatedPool(options.num_threads, &gate); };
  }
};

HttpServer::HttpServer(HttpServerOptions options)
    : parts_(std::make_unique<Parts>(std::move(options))) {}

HttpServer::~HttpServer() { Stop(); }

void HttpServer::Handle(const std::string& method, const std::string& path, Handler handler) {
  CHECK(method == "GET" || method == "POST");
  CHECK(parts_->routes[path].emplace(method, std::move(handler)).second);
}

void HttpServer::Observe(Observer observer) { parts_->observer = std::move(observer); }

std::vector<std::pair<std::string, std::string>> HttpServer::routes() const {
  std::vector<std::pair<std::string, std::string>> list;
  for (const auto& [path, methods] : parts_->routes) {
    for (const auto& [method, handler] : methods) list.emplace_back(method, path);
  }
  return list;
}

Result<int> HttpServer::Start() {
  const HttpServerOptions& options = parts_->options;
  if (!IsLoopback(options.host) && options.token.empty()) {
    return Error{"host " + options.host + " can be reached by other machines: a token is needed"};
  }
  parts_->Configure();
  int port = options.port;
  bool bound = true;
  if (port == 0) {
    port = parts_->server.bind_to_any_port(options.host);
    bound = port > 0;
  } else {
    bound = parts_->server.bind_to_port(options.host, port);
  }
  if (!bound) {
    return Error{"cannot listen on " + options.host + ":" + std::to_string(options.port) +
                 "; is another server running there?"};
  }
  // The library keeps five connections that are not accepted yet; beyond, the system drops packets,
  // and clients that come at once try again for half a minute.
  if (::listen(parts_->listening, options.max_waiting) != 0) {
    return Error{"cannot listen on " + options.host + ":" + std::to_string(options.port)};
  }
  parts_->thread = std::thread([this] { parts_->server.listen_after_bind(); });
  while (!parts_->server.is_running()) std::this_thread::yield();
  return port;
}

HttpConnections HttpServer::connections() const {
  const int inside = parts_->gate.inside();
  const int served = std::min(inside, parts_->options.num_threads);
  return {served, inside - served};
}

HttpResponse HttpServer::Dispatch(const HttpRequest& request) const {
  return parts_->Dispatch(request);
}

void HttpServer::Stop() {
  if (!parts_->thread.joinable()) return;
  parts_->server.stop();
  parts_->thread.join();
}

}  // namespace fastnode
