// Reads the samples of a session one after the other and writes down each that it was given: a
// stand-in for a trainer, for tests that kill it. A line of the ledger is 30 bytes: the index, and
// a hash of the sample. Started again it goes on after the last whole line, so that whoever reads
// the ledger sees which samples were delivered, how often, and what they were.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "collect/draw/metainfo.h"
#include "collect/draw/read_ahead.h"
#include "collect/record/encode.h"
#include "collect/record/shard_folder.h"
#include "collect/server/client.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode {
namespace {

constexpr size_t kLineBytes = 30;

struct Arguments {
  std::string metainfo, server, samples, ledger;
  draw::SessionConfig session;
  int64_t until = 0;
  double wait = 0;
};

Result<std::unique_ptr<draw::SampleSource>> OpenSource(const Arguments& arguments,
                                                       const std::string& metainfo_bytes) {
  using Source = std::unique_ptr<draw::SampleSource>;
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(metainfo_bytes);
  if (!metainfo.ok()) return metainfo.error();
  if (!arguments.server.empty()) {
    auto source =
        server::HttpSampleSource::Connect({arguments.server, ""}, *metainfo, arguments.session, 3);
    if (!source.ok()) return source.error();
    return Source(
        std::make_unique<draw::ReadAhead>(*std::move(source), draw::ReadAhead::Options()));
  }
  record::ShardSession session;
  session.dataset_id = metainfo->dataset_id;
  session.metainfo_hash = Sha256Hex(metainfo_bytes);
  session.session = PrintJson(draw::SessionConfigToJson(arguments.session));
  auto source = record::ShardSampleSource::Open(
      arguments.samples, session, {0, arguments.until}, metainfo->vocabularies.names.size(),
      metainfo->vocabularies.types.size(), {arguments.wait});
  if (!source.ok()) return source.error();
  return Source(*std::move(source));
}

Status Append(int fd, const std::string& line) {
  if (::write(fd, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    return Error{"cannot write the ledger"};
  }
  return {};
}

Status Run(const Arguments& arguments) {
  Result<std::string> metainfo = ReadFile(arguments.metainfo);
  if (!metainfo.ok()) return metainfo.error();
  const int fd = ::open(arguments.ledger.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (fd < 0) return Error{arguments.ledger + ": cannot open it"};
  const auto lines = static_cast<int64_t>(::lseek(fd, 0, SEEK_END)) / int64_t{kLineBytes};
  if (::ftruncate(fd, lines * int64_t{kLineBytes}) != 0) return Error{"cannot cut the ledger"};
  auto source = OpenSource(arguments, *metainfo);
  if (!source.ok()) return source.error();
  for (int64_t k = lines; k < arguments.until; ++k) {
    Result<pack::Sample> sample = (*source)->Get(k);
    if (!sample.ok()) return sample.error();
    const std::string line = fmt::format("{:012} {:016x}\n", k, Hash64(record::Encode(*sample)));
    if (Status written = Append(fd, line); !written.ok()) return written;
    // Sync may now take these samples away.
    if (arguments.wait > 0 && k % 10 == 9) {
      Status marked = record::WriteMark(arguments.samples, record::Mark::kDone, k + 1);
      if (!marked.ok()) return marked;
    }
  }
  ::close(fd);
  return {};
}

}  // namespace
}  // namespace fastnode

int main(int argc, char** argv) {
  fastnode::Arguments arguments;
  CLI::App app{"Writes down which samples of a session it was given."};
  app.add_option("--metainfo", arguments.metainfo)->required();
  app.add_option("--server", arguments.server, "URL of a graph data server, or");
  app.add_option("--samples", arguments.samples, "folder of shards");
  app.add_option("--wait", arguments.wait, "seconds to wait for a shard, as a trainer does");
  app.add_option("--ledger", arguments.ledger)->required();
  app.add_option("--until", arguments.until, "index after the last")->required();
  app.add_option("--sites-per-sample", arguments.session.sites_per_sample);
  app.add_option("--seed", arguments.session.seed);
  CLI11_PARSE(app, argc, argv);
  fastnode::Status run = fastnode::Run(arguments);
  if (run.ok()) return 0;
  std::fprintf(stderr, "ledger: %s\n", run.error().message.c_str());
  return 1;
}
