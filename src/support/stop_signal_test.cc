#include "support/stop_signal.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <thread>

namespace fastnode {
namespace {

// What became of a child process that did `work`, as waitpid has it.
int StatusOf(const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    StopOnSignals("");
    work();
    ::_exit(StopRequested() ? StopStatus() : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

TEST(StopSignal, TheFirstIsNoted) {
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
    int status = StatusOf([signal] { ::raise(signal); });
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 128 + signal);
  }
  EXPECT_EQ(StatusOf([] {}), 0);
}

TEST(StopSignal, WhatComesSoonAfterIsTheSameWish) {
  int status = StatusOf([] {
    for (int signal : {SIGTERM, SIGTERM, SIGINT, SIGHUP}) ::raise(signal);
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 128 + SIGTERM);
}

TEST(StopSignal, ALaterOneEndsAtOnce) {
  int status = StatusOf([] {
    ::raise(SIGTERM);
    std::this_thread::sleep_for(std::chrono::milliseconds(1000 * kSameWishSeconds + 50));
    ::raise(SIGINT);
  });
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGINT);
}

TEST(StopSignal, AHangUpThatIsIgnoredStaysSo) {
  ::signal(SIGHUP, SIG_IGN);
  EXPECT_EQ(StatusOf([] { ::raise(SIGHUP); }), 0);
  ::signal(SIGHUP, SIG_DFL);
}

TEST(StopWait, ASignalIsWaitedForAndTheNextOneEndsTheProcess) {
  const pid_t child = ::fork();
  if (child == 0) {
    StopWait stop;
    std::thread([] { ::kill(::getpid(), SIGTERM); }).join();
    stop.Wait();
    ::raise(SIGINT);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGINT);
}

}  // namespace
}  // namespace fastnode
