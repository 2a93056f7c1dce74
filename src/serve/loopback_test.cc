#include "serve/loopback.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <thread>

#include "support/subprocess.h"

namespace fastnode::serve {
namespace {

TEST(ServeFirstClient, OneAndNoMore) {
  std::thread client;
  Result<bool> served = ServeFirstClient(
      0, 20,
      [&](int port) {
        client = std::thread([port] {
          Result<SubprocessOutcome> said =
              RunSubprocess({"bash", "-c",
                             "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(port) +
                                 "; echo hello >&3; read -r answer <&3; printf %s \"$answer\""});
          ASSERT_TRUE(said.ok());
          EXPECT_EQ(said->out, "hello you");
        });
      },
      [](std::istream& in, std::ostream& out) -> Result<bool> {
        std::string word;
        in >> word;
        out << word << " you\n" << std::flush;
        return true;
      });
  client.join();
  EXPECT_TRUE(served.ok() && *served);
}

TEST(ServeFirstClient, DoesNotWaitForEver) {
  auto never = [](std::istream&, std::ostream&) -> Result<bool> { return true; };
  EXPECT_FALSE(ServeFirstClient(
                   0, 0, [](int) {}, never)
                   .ok());
  EXPECT_FALSE(ServeFirstClient(
                   1, 0, [](int) {}, never)
                   .ok() &&
               ::getuid() != 0);
}

}  // namespace
}  // namespace fastnode::serve
