// fastnode traindata
#include <cstdio>
#include <string>

#include "collect/server/fetch.h"
#include "tool/arguments.h"
#include "tool/commands.h"
#include "tool/server_flags.h"

namespace fastnode::tool {

int RunTrainData(int argc, char** argv) {
  server::FetchOptions options;
  CLI::App app{
      "Makes vocabularies and distributions (metainfo) of a corpus: the graph data server's, or a "
      "store's.",
      "fastnode traindata"};
  ServerFlags server;
  server.AddTo(app);
  app.add_option("--store", options.store,
                 "corpus store, instead of a server; of one in parts the counts are added up "
                 "('fastnode corpus count'), and counted parts do not have to be there")
      ->excludes("--server");
  app.add_option("--out", options.metainfo_path, "metainfo file to write")->capture_default_str();
  app.add_option("--usage", options.usage_path,
                 "usage table to write (default: usage.bin beside the metainfo)");
  app.add_option("--packages", options.packages_path,
                 "file of projects to train on, one per line, '#' for comments (default: all)");
  auto positive = CLI::Range(1, 1'000'000'000);
  app.add_option("--max-name-rows", options.config.max_name_rows, "name subtokens")
      ->capture_default_str()
      ->check(positive);
  app.add_option("--max-type-rows", options.config.max_type_rows, "type subtokens")
      ->capture_default_str()
      ->check(positive);
  app.add_option("--max-usage-rows", options.config.max_usage_rows, "rows of the usage table")
      ->capture_default_str()
      ->check(positive);
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Result<server::ServerAddress> address = server.Address();
  if (!address.ok()) return Failed("traindata", address.error());
  options.address = *std::move(address);
  Result<std::string> fetched = server::FetchTrainDataTo(options);
  if (!fetched.ok()) return Failed("traindata", fetched.error());
  std::fputs(fetched->c_str(), stdout);
  return 0;
}

}  // namespace fastnode::tool
