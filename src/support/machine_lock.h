// Who may write a folder's files at once: processes of one machine, by which is meant one kernel,
// one namespace of process numbers, and a disk of its own. Hosts of a network file system do not
// see at once what another writes, nor its locks; containers have the same process numbers twice.
//
// The file `machine` in the folder names the machine that uses it, and bears a lock that the system
// gives back when a process ends, however it ends. A folder that nobody uses goes to the next
// machine.
#pragma once

#include <string>

#include "support/result.h"

namespace fastnode {

// Whether a folder stands on a disk of this machine (or in its memory), not on a network file
// system, nor on a kind of file system that we do not know.
bool IsOnOwnDisk(const std::string& folder);

class MachineLock {
 public:
  // The folder must exist. Errors, which name it: it is on no disk of this machine, processes of
  // another machine or container use it, it cannot be written. Waits for others that are taking it,
  // some seconds at most.
  static Result<MachineLock> Take(const std::string& folder);
  MachineLock(MachineLock&& other) noexcept;
  MachineLock& operator=(MachineLock&&) = delete;
  ~MachineLock();

 private:
  explicit MachineLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace fastnode
