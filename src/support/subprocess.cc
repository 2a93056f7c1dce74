// The child leads a process group of its own, so that what it started ends with it; both of its
// streams are read as they come, so that neither fills up and holds it back.
#include "support/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

extern char** environ;

namespace fastnode {
namespace {

using Clock = std::chrono::steady_clock;

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_, O_CLOEXEC) != 0) ends_[0] = ends_[1] = -1;
  }
  ~Pipe() {
    CloseWriter();
    CloseReader();
  }
  bool ok() const { return ends_[0] >= 0; }
  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void CloseWriter() { Close(ends_[1]); }
  void CloseReader() { Close(ends_[0]); }

 private:
  static void Close(int& fd) {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
  int ends_[2] = {-1, -1};
};

// A process in a group of its own.
Result<pid_t> Start(const std::vector<std::string>& argv, const Pipe& out, const Pipe& err) {
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.writer(), 1);
  posix_spawn_file_actions_adddup2(&actions, err.writer(), 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setpgroup(&attributes, 0);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  pid_t pid = -1;
  const int failed = ::posix_spawnp(&pid, words[0], &actions, &attributes, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (failed != 0) return Error{argv[0] + ": " + std::strerror(failed)};
  return pid;
}

// Reads both streams to their ends. Returns "", or why it stopped before.
std::string ReadAll(Pipe& out, Pipe& err, const SubprocessOptions& options,
                    SubprocessOutcome& outcome) {
  const auto limit = Clock::now() + std::chrono::duration<double>(options.limit_seconds);
  std::array<char, 1 << 16> buffer;
  while (out.reader() >= 0 || err.reader() >= 0) {
    if (options.stop != nullptr && options.stop->load()) return "was stopped";
    if (Clock::now() > limit) return "takes too long";
    pollfd waits[2] = {{out.reader(), POLLIN, 0}, {err.reader(), POLLIN, 0}};
    if (::poll(waits, 2, 100) < 0 && errno != EINTR) return std::strerror(errno);
    for (int i = 0; i < 2; ++i) {
      if (waits[i].fd < 0 || waits[i].revents == 0) continue;
      Pipe& pipe = i == 0 ? out : err;
      std::string& text = i == 0 ? outcome.out : outcome.err;
      const ssize_t got = ::read(waits[i].fd, buffer.data(), buffer.size());
      if (got > 0) text.append(buffer.data(), static_cast<size_t>(got));
      if (got == 0) pipe.CloseReader();
      if (text.size() > options.max_output_bytes) return "says too much";
    }
  }
  return "";
}

}  // namespace

Result<SubprocessOutcome> RunSubprocess(const std::vector<std::string>& argv,
                                        const SubprocessOptions& options) {
  CHECK(!argv.empty());
  Pipe out, err;
  if (!out.ok() || !err.ok()) return Error{std::string("pipe: ") + std::strerror(errno)};
  Result<pid_t> pid = Start(argv, out, err);
  if (!pid.ok()) return pid.error();
  out.CloseWriter();
  err.CloseWriter();
  SubprocessOutcome outcome;
  const std::string failed = ReadAll(out, err, options, outcome);
  if (!failed.empty()) ::kill(-*pid, SIGKILL);
  int status = 0;
  while (::waitpid(*pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!failed.empty()) return Error{argv[0] + " " + failed};
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome;
}

}  // namespace fastnode
