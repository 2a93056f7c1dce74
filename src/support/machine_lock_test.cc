#include "support/machine_lock.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "support/check.h"

namespace fastnode {
namespace {

namespace fs = std::filesystem;

class MachineLockTest : public testing::Test {
 protected:
  MachineLockTest() {
    std::string pattern = testing::TempDir() + "fastnode_machine_XXXXXX";
    CHECK(mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
  }
  ~MachineLockTest() override { fs::remove_all(folder_); }

  // What another process gets, in a namespace of process numbers of its own or in ours: "" or the
  // error. Nothing if this process may not make namespaces.
  std::optional<std::string> TakenElsewhere(bool in_container) {
    int ends[2];
    CHECK(::pipe(ends) == 0);
    const pid_t outer = ::fork();
    if (outer == 0) {
      if (in_container && ::unshare(CLONE_NEWPID) != 0) ::_exit(1);
      const pid_t inner = ::fork();  // the first process of the namespace
      if (inner == 0) {
        Result<MachineLock> lock = MachineLock::Take(folder_);
        const std::string said = lock.ok() ? "" : lock.error().message;
        ::_exit(::write(ends[1], said.data(), said.size()) == static_cast<ssize_t>(said.size())
                    ? 0
                    : 2);
      }
      int status = 0;
      ::waitpid(inner, &status, 0);
      ::_exit(status == 0 ? 0 : 2);
    }
    ::close(ends[1]);
    std::string said(1000, '\0');
    const ssize_t length = ::read(ends[0], said.data(), said.size());
    ::close(ends[0]);
    int status = 0;
    ::waitpid(outer, &status, 0);
    if (WEXITSTATUS(status) == 1) return std::nullopt;
    EXPECT_EQ(status, 0);
    said.resize(static_cast<size_t>(length));
    return said;
  }

  std::string folder_;
};

TEST_F(MachineLockTest, ProcessesOfOneMachineShareAFolder) {
  Result<MachineLock> here = MachineLock::Take(folder_);
  ASSERT_TRUE(here.ok()) << here.error().message;
  EXPECT_TRUE(MachineLock::Take(folder_).ok());
  EXPECT_EQ(TakenElsewhere(false), "");
}

TEST_F(MachineLockTest, AContainerWaitsUntilNobodyUsesIt) {
  std::optional<MachineLock> here;
  {
    Result<MachineLock> taken = MachineLock::Take(folder_);
    ASSERT_TRUE(taken.ok()) << taken.error().message;
    here.emplace(*std::move(taken));
  }
  std::optional<std::string> said = TakenElsewhere(true);
  if (!said.has_value()) GTEST_SKIP() << "may not make namespaces";
  EXPECT_EQ(*said, folder_ + ": processes of another machine or container use it");
  EXPECT_EQ(TakenElsewhere(false), "");
  here.reset();
  EXPECT_EQ(TakenElsewhere(true), "");
  // What the container left does not keep us out.
  EXPECT_TRUE(MachineLock::Take(folder_).ok());
}

TEST_F(MachineLockTest, OnDisksOfThisMachineAlone) {
  EXPECT_TRUE(IsOnOwnDisk("/dev/shm"));
  EXPECT_FALSE(IsOnOwnDisk("/proc"));  // of a kind that is no disk
  EXPECT_FALSE(IsOnOwnDisk(folder_ + "/none"));
  EXPECT_NE(MachineLock::Take("/proc").error().message.find("local disk"), std::string::npos);
  EXPECT_FALSE(MachineLock::Take(folder_ + "/none").ok());
}

}  // namespace
}  // namespace fastnode
