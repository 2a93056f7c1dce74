// Messages between workers over TCP: frames of a length (4 bytes, little-endian), a kind (1 byte)
// and bytes. Nothing here waits without a limit.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "support/result.h"

namespace fastnode::learn {

using Deadline = std::chrono::steady_clock::time_point;
Deadline In(double seconds);

struct HostPort {
  std::string host;
  int32_t port = 0;
};
std::string Text(const HostPort& place);
// "HOST:PORT", of an IPv6 address "[ADDRESS]:PORT". Errors: it is something else.
Result<HostPort> ParseHostPort(const std::string& text);

// Owns a file descriptor.
class Socket {
 public:
  explicit Socket(int fd = -1) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();
  int fd() const { return fd_; }

 private:
  int fd_;
};

// Listens at an address of this machine; port 0: any free one. A port in use is asked for again
// until the deadline, because an earlier run may be about to end. Errors name the remedy.
Result<Socket> Listen(const HostPort& place, Deadline until);
Result<Socket> Connect(const HostPort& place, Deadline until);
// Of a connection that waits on a listener; nullopt: none does. It does not block.
std::optional<Socket> Accept(const Socket& listener);

// This side's address and port.
HostPort LocalOf(const Socket& socket);

struct Message {
  char kind = 0;
  std::string bytes;
};

std::string Frame(const Message& message);
// Takes the first frame out of what was received; nullopt: it is not whole yet. Errors: a frame
// larger than anything that is sent.
Result<std::optional<Message>> TakeFrame(std::string& received);

// Of a socket that does not block: reads what is there, writes what it takes and removes that from
// `out`. False: the connection has ended.
bool ReadInto(const Socket& socket, std::string& in);
bool WriteFrom(const Socket& socket, std::string& out);

}  // namespace fastnode::learn
