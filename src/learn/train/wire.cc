// Sockets never block. What waits polls, with a deadline. A connection whose other end does not
// acknowledge for kSilenceSeconds is given up by the kernel, so that a host that lost its power is
// noticed like a process that was killed.
#include "learn/train/wire.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <thread>
#include <utility>

namespace fastnode::learn {
namespace {

constexpr int kSilenceSeconds = 30;
constexpr uint32_t kMaxFrameBytes = 4 << 20;
constexpr size_t kHead = 5;
constexpr std::chrono::milliseconds kAgain{100};

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Result<Addresses> Resolve(const HostPort& place) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failed =
      ::getaddrinfo(place.host.c_str(), std::to_string(place.port).c_str(), &hints, &found);
  if (failed != 0) return Error{place.host + ": " + ::gai_strerror(failed)};
  return Addresses(found, &::freeaddrinfo);
}

Socket Open(const addrinfo& address) {
  return Socket(::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                         address.ai_protocol));
}

void Set(const Socket& socket, int level, int name, int value) {
  ::setsockopt(socket.fd(), level, name, &value, sizeof value);
}

void SetUp(const Socket& connection) {
  Set(connection, IPPROTO_TCP, TCP_NODELAY, 1);
  Set(connection, IPPROTO_TCP, TCP_USER_TIMEOUT, 1000 * kSilenceSeconds);
}

int MillisUntil(Deadline until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Deadline::clock::now());
  return static_cast<int>(std::clamp<int64_t>(left.count(), 0, 60'000));
}

// `error`: errno, if it is not 0.
Socket ListenOnce(const addrinfo& address, int& error) {
  Socket listener = Open(address);
  Set(listener, SOL_SOCKET, SO_REUSEADDR, 1);
  const bool listens = listener.fd() >= 0 &&
                       ::bind(listener.fd(), address.ai_addr, address.ai_addrlen) == 0 &&
                       ::listen(listener.fd(), SOMAXCONN) == 0;
  error = listens ? 0 : errno;
  return listener;
}

}  // namespace

Deadline In(double seconds) {
  return Deadline::clock::now() +
         std::chrono::duration_cast<Deadline::duration>(std::chrono::duration<double>(seconds));
}

std::string Text(const HostPort& place) {
  const bool is_ipv6 = place.host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + place.host + "]" : place.host) + ":" + std::to_string(place.port);
}

Result<HostPort> ParseHostPort(const std::string& text) {
  const Error wrong{"'" + text + "' is not HOST:PORT, such as node1:29500"};
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return wrong;
  HostPort place{text.substr(0, colon), 0};
  const char *begin = text.data() + colon + 1, *end = text.data() + text.size();
  auto [stop, error] = std::from_chars(begin, end, place.port);
  if (error != std::errc() || stop != end || place.port < 1 || place.port > 65535) return wrong;
  if (place.host.front() == '[' && place.host.back() == ']') {
    place.host = place.host.substr(1, place.host.size() - 2);
  }
  return place;
}

Socket& Socket::operator=(Socket&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Socket::~Socket() {
  if (fd_ >= 0) ::close(fd_);
}

Result<Socket> Listen(const HostPort& place, Deadline until) {
  Result<Addresses> addresses = Resolve(place);
  if (!addresses.ok()) return addresses.error();
  while (true) {
    int why = 0;
    Socket listener = ListenOnce(**addresses, why);
    if (why == 0) return listener;
    if (why == EADDRINUSE && Deadline::clock::now() < until) {
      std::this_thread::sleep_for(kAgain);
      continue;
    }
    Error error = Error{"cannot listen at " + Text(place) + ": " + std::strerror(why)};
    if (why == EADDRINUSE) error.message += "; end what listens there, or choose another port";
    if (why == EADDRNOTAVAIL) {
      error.message +=
          "; the first worker runs where this is an address of the machine, or says with "
          "--worker-address at which one of its own it is reached";
    }
    return error;
  }
}

Result<Socket> Connect(const HostPort& place, Deadline until) {
  Result<Addresses> addresses = Resolve(place);
  if (!addresses.ok()) return addresses.error();
  std::string why;
  for (const addrinfo* one = addresses->get(); one != nullptr; one = one->ai_next) {
    Socket connection = Open(*one);
    int error = 0;
    if (connection.fd() < 0 || ::connect(connection.fd(), one->ai_addr, one->ai_addrlen) != 0) {
      error = errno;
    }
    if (error == EINPROGRESS) {
      pollfd wait = {connection.fd(), POLLOUT, 0};
      socklen_t size = sizeof error;
      if (::poll(&wait, 1, MillisUntil(until)) <= 0)
        error = ETIMEDOUT;
      else
        ::getsockopt(connection.fd(), SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error == 0) {
      SetUp(connection);
      return connection;
    }
    why = std::strerror(error);
  }
  return Error{Text(place) + ": " + why};
}

std::optional<Socket> Accept(const Socket& listener) {
  Socket connection(::accept4(listener.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (connection.fd() < 0) return std::nullopt;
  SetUp(connection);
  return connection;
}

HostPort LocalOf(const Socket& socket) {
  sockaddr_storage address = {};
  socklen_t size = sizeof address;
  char host[NI_MAXHOST] = "", port[NI_MAXSERV] = "0";
  ::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&address), &size);
  ::getnameinfo(reinterpret_cast<sockaddr*>(&address), size, host, sizeof host, port, sizeof port,
                NI_NUMERICHOST | NI_NUMERICSERV);
  return {host, std::atoi(port)};
}

std::string Frame(const Message& message) {
  std::string frame(kHead, '\0');
  const auto size = static_cast<uint32_t>(message.bytes.size());
  for (int i = 0; i < 4; ++i) frame[static_cast<size_t>(i)] = static_cast<char>(size >> (8 * i));
  frame[4] = message.kind;
  return frame + message.bytes;
}

Result<std::optional<Message>> TakeFrame(std::string& received) {
  if (received.size() < kHead) return std::optional<Message>();
  uint32_t size = 0;
  for (int i = 0; i < 4; ++i) {
    size |= uint32_t{static_cast<uint8_t>(received[static_cast<size_t>(i)])} << (8 * i);
  }
  if (size > kMaxFrameBytes) return Error{"a message of " + std::to_string(size) + " bytes"};
  if (received.size() < kHead + size) return std::optional<Message>();
  Message message{received[4], received.substr(kHead, size)};
  received.erase(0, kHead + size);
  return std::optional(std::move(message));
}

bool ReadInto(const Socket& socket, std::string& in) {
  char buffer[1 << 16];
  while (true) {
    const ssize_t size = ::recv(socket.fd(), buffer, sizeof buffer, 0);
    if (size > 0) in.append(buffer, static_cast<size_t>(size));
    if (size == 0) return false;
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    if (in.size() > 2 * size_t{kMaxFrameBytes}) return true;  // the rest stays with the kernel
  }
}

bool WriteFrom(const Socket& socket, std::string& out) {
  while (!out.empty()) {
    const ssize_t size = ::send(socket.fd(), out.data(), out.size(), MSG_NOSIGNAL);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    out.erase(0, static_cast<size_t>(size));
  }
  return true;
}

}  // namespace fastnode::learn
