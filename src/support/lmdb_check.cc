// A child process reads every row and touches every byte. If the store ends it, by a signal or by
// going round in circles until its limit of processor time, the parent lives to tell.
#include "support/lmdb_check.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <thread>

namespace fastnode {
namespace {

constexpr std::chrono::minutes kLongestCheck{10};
// A sound store takes a second for some hundred megabytes; a damaged one can lead in circles.
constexpr rlim_t kCpuSeconds = 5, kBytesPerCpuSecond = 50'000'000;

uint64_t FileBytes(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 ? static_cast<uint64_t>(status.st_size) : 0;
}

bool ReadAll(const std::string& folder, const std::vector<Lmdb::TableSpec>& tables) {
  Result<Lmdb> environment = Lmdb::Open(folder, tables, Lmdb::Mode::kRead);
  if (!environment.ok()) return true;  // who opens it next is told why
  Result<Lmdb::Transaction> txn = environment->BeginRead();
  if (!txn.ok()) return false;
  volatile uint8_t seen = 0;  // every byte is touched: a row may reach over the file's end
  for (size_t table = 0; table < tables.size(); ++table) {
    Status read =
        txn->ForEach(static_cast<int>(table), [&](std::string_view key, std::string_view value) {
          for (std::string_view bytes : {key, value}) {
            for (char byte : bytes) seen = seen ^ static_cast<uint8_t>(byte);
          }
          return Status();
        });
    if (!read.ok()) return false;
  }
  return true;
}

[[noreturn]] void RunChild(const std::string& folder, const std::vector<Lmdb::TableSpec>& tables) {
  // What it meets is told by the parent, in words.
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
  // It ends with its parent, and when it goes round in circles.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const uint64_t bytes = FileBytes(folder + "/data.mdb");
  const rlimit cpu = {kCpuSeconds + bytes / kBytesPerCpuSecond, RLIM_INFINITY};
  ::setrlimit(RLIMIT_CPU, &cpu);
  for (int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGXCPU}) ::signal(signal, SIG_DFL);
  ::_exit(ReadAll(folder, tables) ? 0 : 1);
}

}  // namespace

Status CheckLmdb(const std::string& folder, const std::vector<Lmdb::TableSpec>& tables) {
  const pid_t child = ::fork();
  if (child < 0) return Error{folder + ": no process to check it could be started"};
  if (child == 0) RunChild(folder, tables);
  const auto until = std::chrono::steady_clock::now() + kLongestCheck;
  int status = -1;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > until) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return Error{folder + ": it cannot be read to its end"};
}

}  // namespace fastnode
