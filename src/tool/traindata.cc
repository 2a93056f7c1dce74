// fastnode traindata
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>

#include "collect/corpus/catalogue.h"
#include "collect/draw/count_parts.h"
#include "collect/server/fetch.h"
#include "tool/arguments.h"
#include "tool/commands.h"
#include "tool/server_flags.h"

namespace fastnode::tool {
namespace {

// The part that was asked for, or all that are here.
int Count(const std::string& folder, std::optional<int> only) {
  if (!corpus::HasCatalogue(folder)) {
    return Failed("traindata", Error{folder + ": no catalogue of a corpus in parts is there; "
                                              "'fastnode corpus merge' makes it"});
  }
  Result<corpus::Catalogue> catalogue = corpus::ReadCatalogue(folder);
  if (!catalogue.ok()) return Failed("traindata", catalogue.error());
  const int number = catalogue->num_parts();
  if (only.value_or(0) >= number) {
    return Failed("traindata", Error{"there is no part " + std::to_string(*only) + " of " +
                                     std::to_string(number) + "; they count from 0"});
  }
  const std::vector<int> away = corpus::MissingParts(folder, number);
  int left_out = 0;
  for (int part = 0; part < number; ++part) {
    if (only.value_or(part) != part) continue;
    if (!only.has_value() && std::binary_search(away.begin(), away.end(), part)) {
      ++left_out;
      continue;
    }
    Result<draw::CountedPart> counted = draw::CountPart(folder, *catalogue, part);
    if (!counted.ok()) return Failed("traindata", counted.error());
    std::printf("part %d: %lld projects to train on, %lld files, %lld attributes; %s\n", part,
                static_cast<long long>(counted->size.projects),
                static_cast<long long>(counted->size.sources),
                static_cast<long long>(counted->size.sites),
                counted->is_new ? "counted" : "was counted already");
  }
  if (left_out > 0) std::printf("%d parts are not here\n", left_out);
  return 0;
}

}  // namespace

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
                 "(--count), and counted parts do not have to be there")
      ->excludes("--server");
  bool count = false;
  std::optional<int> part;
  CLI::Option* counting = app.add_flag(
      "--count", count, "only count what parts of --store train on, into files that are added up");
  counting->needs("--store");
  app.add_option("--part", part, "with --count: this part, from 0 (default: all that are here)")
      ->needs("--count")
      ->check(CLI::Range(0, corpus::kMaxParts - 1));
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
  if (count) return Count(options.store, part);
  Result<server::ServerAddress> address = server.Address();
  if (!address.ok()) return Failed("traindata", address.error());
  options.address = *std::move(address);
  Result<std::string> fetched = server::FetchTrainDataTo(options);
  if (!fetched.ok()) return Failed("traindata", fetched.error());
  std::fputs(fetched->c_str(), stdout);
  return 0;
}

}  // namespace fastnode::tool
