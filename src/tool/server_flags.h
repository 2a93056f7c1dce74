// The flags that say which graph data server is asked: the same for all commands that ask one.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "collect/server/connection.h"
#include "support/result.h"
#include "support/token_file.h"

namespace fastnode::tool {

struct ServerFlags {
  std::string about = "URL of the graph data server";
  std::string url = server::ServerAddress().url;
  std::string token_file;
  double wait_seconds = server::ServerAddress().wait_seconds;

  void AddTo(CLI::App& app) {
    app.add_option("--server", url, about)->capture_default_str();
    app.add_option("--token-file", token_file, "file with the server's token");
    app.add_option("--server-wait", wait_seconds,
                   "seconds to wait for a server that has answered before and went away")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 1e6));
  }

  // Errors: a file without a usable token.
  Result<server::ServerAddress> Address() const {
    Result<std::string> token = ReadTokenFile(token_file);
    if (!token.ok()) return token.error();
    return server::ServerAddress{url, *std::move(token), wait_seconds};
  }
};

}  // namespace fastnode::tool
