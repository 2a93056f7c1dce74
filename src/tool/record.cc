// fastnode record verify|dump
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "collect/record/encode.h"
#include "collect/record/shard_folder.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {
namespace {

// The shards that a path names: itself, or those in a folder and in its folders.
std::vector<std::string> ShardsAt(const std::string& path) {
  Result<std::vector<std::string>> files = ListFiles(path, ".shard");
  if (!files.ok()) return {path};
  std::vector<std::string> shards;
  for (const std::string& file : *files) shards.push_back(path + "/" + file);
  return shards;
}

// Checks every checksum and the form of every sample. 0, or 1 if anything is damaged.
int Verify(const std::vector<std::string>& paths) {
  int64_t shards = 0, samples = 0, sites = 0, damaged = 0;
  for (const std::string& path : paths) {
    for (const std::string& file : ShardsAt(path)) {
      ++shards;
      Result<record::ShardReader> reader = record::ShardReader::Open(file);
      Status wrong = reader.ok() ? Status() : Status(reader.error());
      for (int64_t k = wrong.ok() ? reader->range().begin : 0;
           wrong.ok() && k < reader->range().end; ++k) {
        Result<pack::Sample> sample = reader->Get(k, INT32_MAX, INT32_MAX);
        if (!sample.ok()) {
          wrong = sample.error().Context(file + ": sample " + std::to_string(k));
          break;
        }
        ++samples;
        sites += sample->num_sites();
      }
      if (wrong.ok()) continue;
      ++damaged;
      std::fprintf(stderr, "fastnode record verify: %s\n", wrong.error().message.c_str());
    }
  }
  std::printf("%lld shards, %lld samples, %lld sites, %lld damaged\n",
              static_cast<long long>(shards), static_cast<long long>(samples),
              static_cast<long long>(sites), static_cast<long long>(damaged));
  return damaged == 0 && shards > 0 ? 0 : 1;
}

// Prints the header, then one line per sample.
int Dump(const std::string& path, int64_t only) {
  Result<record::ShardReader> reader = record::ShardReader::Open(path);
  if (!reader.ok()) {
    std::fprintf(stderr, "fastnode record dump: %s\n", reader.error().message.c_str());
    return 1;
  }
  const record::ShardRange range = reader->range();
  Json header = record::ToJson(reader->session());
  header["begin"] = range.begin;
  header["end"] = range.end;
  if (only < 0) std::printf("%s\n", PrintJson(header).c_str());
  for (int64_t k = range.begin; k < range.end; ++k) {
    if (only >= 0 && k != only) continue;
    Result<pack::Sample> sample = reader->Get(k, INT32_MAX, INT32_MAX);
    if (!sample.ok()) {
      std::fprintf(stderr, "fastnode record dump: sample %lld: %s\n", static_cast<long long>(k),
                   sample.error().message.c_str());
      return 1;
    }
    Json line = {{"index", k}};
    line.update(record::ToJson(*sample));
    std::printf("%s\n", PrintJson(line).c_str());
  }
  if (only >= 0 && (only < range.begin || only >= range.end)) {
    std::fprintf(stderr, "fastnode record dump: sample %lld is not in this shard\n",
                 static_cast<long long>(only));
    return 1;
  }
  return 0;
}

}  // namespace

int RunRecord(int argc, char** argv) {
  std::vector<std::string> paths;
  std::string path;
  int64_t sample = -1;
  CLI::App app{"Files of samples (docs/formats/record.md).", "fastnode record"};
  app.require_subcommand(1);
  CLI::App* verify =
      app.add_subcommand("verify", "check every checksum and every sample; status 1: damaged");
  verify->add_option("PATH", paths, "shards, or folders of them")->required();
  CLI::App* dump = app.add_subcommand("dump", "print a shard as JSON lines: header, then samples");
  dump->add_option("SHARD", path, "file")->required();
  dump->add_option("--sample", sample, "only this sample")->check(CLI::NonNegativeNumber);
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  return verify->parsed() ? Verify(paths) : Dump(path, sample);
}

}  // namespace fastnode::tool
