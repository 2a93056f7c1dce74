#include "serve/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <ext/stdio_filebuf.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace fastnode::serve {
namespace {

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int fd() const { return fd_; }

 private:
  const int fd_;
};

Error SystemError(const std::string& what) { return Error{what + ": " + std::strerror(errno)}; }

}  // namespace

Result<bool> ServeFirstClient(
    int port, int wait_seconds, const std::function<void(int)>& ready,
    const std::function<Result<bool>(std::istream&, std::ostream&)>& serve) {
  const std::string name = "127.0.0.1:" + std::to_string(port);
  Socket listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (listener.fd() < 0) return SystemError(name);
  const int yes = 1;
  ::setsockopt(listener.fd(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t length = sizeof address;
  if (::bind(listener.fd(), generic, length) != 0 || ::listen(listener.fd(), 1) != 0 ||
      ::getsockname(listener.fd(), generic, &length) != 0) {
    return SystemError(name);
  }
  ready(ntohs(address.sin_port));
  pollfd waits = {listener.fd(), POLLIN, 0};
  const int came = ::poll(&waits, 1, wait_seconds * 1000);
  if (came <= 0) return Error{name + ": no client within " + std::to_string(wait_seconds) + " s"};
  const int client = ::accept4(listener.fd(), nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) return SystemError(name);
  ::signal(SIGPIPE, SIG_IGN);  // a client that goes away is an error of the stream
  // Two descriptors, because each buffer closes its own.
  __gnu_cxx::stdio_filebuf<char> read(client, std::ios::in), write(::dup(client), std::ios::out);
  std::istream in(&read);
  std::ostream out(&write);
  return serve(in, out);
}

}  // namespace fastnode::serve
