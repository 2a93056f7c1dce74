#include "support/subprocess.h"

#include <gtest/gtest.h>

#include <chrono>

namespace fastnode {
namespace {

TEST(Subprocess, StreamsAndStatus) {
  Result<SubprocessOutcome> outcome =
      RunSubprocess({"sh", "-c", "cat; printf out; printf err >&2; exit 7"});
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->status, 7);
  EXPECT_EQ(outcome->out, "out");
  EXPECT_EQ(outcome->err, "err");
  EXPECT_EQ(RunSubprocess({"sh", "-c", "kill -9 $$"})->status, 128 + 9);
}

TEST(Subprocess, OutputLargerThanAPipe) {
  Result<SubprocessOutcome> outcome =
      RunSubprocess({"sh", "-c", "head -c 1000000 /dev/zero >&2; head -c 1000000 /dev/zero"});
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->out.size(), 1'000'000u);
  EXPECT_EQ(outcome->err.size(), 1'000'000u);
}

TEST(Subprocess, HasLimits) {
  const auto start = std::chrono::steady_clock::now();
  // Its child holds the stream open, too.
  EXPECT_NE(RunSubprocess({"sh", "-c", "sleep 60 & sleep 60"}, {.limit_seconds = 0.2})
                .error()
                .message.find("too long"),
            std::string::npos);
  EXPECT_FALSE(RunSubprocess({"sh", "-c", "yes"}, {.max_output_bytes = 1000}).ok());
  std::atomic<bool> stop = true;
  EXPECT_FALSE(RunSubprocess({"sleep", "60"}, {.stop = &stop}).ok());
  EXPECT_FALSE(RunSubprocess({"no-such-program-anywhere"}).ok());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace fastnode
