// fastnode graph-data-server
#include <cstdio>

#include "collect/server/server.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

int RunGraphDataServer(int argc, char** argv) {
  server::ServeOptions options;
  CLI::App app{"Serves training data over HTTP until SIGINT or SIGTERM.",
               "fastnode graph-data-server"};
  app.add_option("--store", options.store, "folder of the corpus store")->required();
  app.add_option("--library", options.library, "file of the library it was made with")->required();
  app.add_option("--port", options.port, "0: any free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  app.add_option("--host", options.host, "address to listen on")->capture_default_str();
  app.add_option(
      "--token-file", options.token_file,
      "file with the token that requests must carry; needed unless the host is loopback");
  app.add_option("--threads", options.num_threads, "threads that draw samples")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  bool no_cuts = false;
  app.add_option("--cuts", options.cuts,
                 "folder of remembered cuts, a cache (default: cuts in the store)");
  app.add_flag("--no-cuts", no_cuts, "cut everything again");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  if (options.cuts.empty()) options.cuts = options.store + "/cuts";
  if (no_cuts) options.cuts.clear();
  Status served = server::Serve(options);
  if (served.ok()) return 0;
  std::fprintf(stderr, "fastnode graph-data-server: %s\n", served.error().message.c_str());
  return 1;
}

}  // namespace fastnode::tool
