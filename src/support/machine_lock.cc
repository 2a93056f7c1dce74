// Two bytes of one file are locked. Who uses the folder shares the lock of the second; who gets it
// alone is the first, and writes down its machine; everybody else compares. The first byte is held
// while that is done, by one process at a time. Locks are of the open file (F_OFD_SETLK), so that
// the system gives them back however the process ends.
#include "support/machine_lock.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

namespace fastnode {
namespace {

// Those that <linux/magic.h> leaves out are from statfs(2) and from OpenZFS and bcachefs.
constexpr uint32_t kXfs = 0x58465342, kZfs = 0x2fc12fc1, kJfs = 0x3153464a, kBcachefs = 0xca451a4e;
constexpr std::array<uint32_t, 11> kOwnDisks = {
    EXT4_SUPER_MAGIC,  kXfs,        BTRFS_SUPER_MAGIC, F2FS_SUPER_MAGIC,     kZfs, kJfs, kBcachefs,
    NILFS_SUPER_MAGIC, TMPFS_MAGIC, RAMFS_MAGIC,       OVERLAYFS_SUPER_MAGIC};

// Bytes of the file that are locked: who holds the first may look who uses the folder, and say that
// it does; who uses it shares the second.
constexpr off_t kTurn = 0, kUse = 1;
constexpr int kTurnTries = 500;  // of ten milliseconds

bool Lock(int fd, off_t byte, short type) {
  struct flock lock = {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = byte;
  lock.l_len = 1;
  return ::fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

Result<std::string> ThisMachine() {
  std::string boot;
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::getline(file, boot);
  std::array<char, 64> processes;
  const ssize_t length = ::readlink("/proc/self/ns/pid", processes.data(), processes.size());
  if (boot.empty() || length <= 0) return Error{"/proc does not tell which machine this is"};
  return boot + " " + std::string(processes.data(), static_cast<size_t>(length)) + "\n";
}

// Takes the use of the folder, in its turn.
Status Use(int fd, const std::string& folder, const std::string& machine) {
  const bool alone = Lock(fd, kUse, F_WRLCK);
  if (alone) {
    if (::ftruncate(fd, 0) != 0 ||
        ::pwrite(fd, machine.data(), machine.size(), 0) != static_cast<ssize_t>(machine.size())) {
      return Error{folder + "/machine: " + std::strerror(errno)};
    }
  } else {
    std::array<char, 256> bytes;
    const ssize_t length = ::pread(fd, bytes.data(), bytes.size(), 0);
    if (std::string(bytes.data(), static_cast<size_t>(std::max<ssize_t>(length, 0))) != machine) {
      return Error{folder + ": processes of another machine or container use it"};
    }
  }
  if (!Lock(fd, kUse, F_RDLCK)) return Error{folder + "/machine: " + std::strerror(errno)};
  return {};
}

}  // namespace

bool IsOnOwnDisk(const std::string& folder) {
  struct statfs info;
  if (::statfs(folder.c_str(), &info) != 0) return false;
  return std::find(kOwnDisks.begin(), kOwnDisks.end(), static_cast<uint32_t>(info.f_type)) !=
         kOwnDisks.end();
}

Result<MachineLock> MachineLock::Take(const std::string& folder) {
  if (!IsOnOwnDisk(folder)) {
    return Error{folder +
                 ": not on a disk of this machine, and cannot be shared over a network; "
                 "give a folder on a local disk"};
  }
  Result<std::string> machine = ThisMachine();
  if (!machine.ok()) return machine.error().Context(folder);
  const int fd = ::open((folder + "/machine").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return Error{folder + "/machine: " + std::strerror(errno)};
  MachineLock lock(fd);
  for (int tries = 0; !Lock(fd, kTurn, F_WRLCK); ++tries) {
    if (tries == kTurnTries) return Error{folder + "/machine: " + std::strerror(errno)};
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  if (Status used = Use(fd, folder, *machine); !used.ok()) return used.error();
  Lock(fd, kTurn, F_UNLCK);
  return lock;
}

MachineLock::MachineLock(MachineLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

MachineLock::~MachineLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace fastnode
