// fastnode compress: a trained model to the folder that the product loads.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "learn/run/compress.h"
#include "support/token_file.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {
namespace {

int Fail(const Error& error) {
  std::fprintf(stderr, "fastnode compress: %s\n", error.message.c_str());
  return 1;
}

}  // namespace

int RunCompress(int argc, char** argv) {
  CLI::App app("Make the release folder of a trained model.", "fastnode compress");
  learn::CompressOptions options;
  std::string token_file;
  app.add_option("--model", options.model, "folder of the trained model")->required();
  app.add_option("--metainfo", options.metainfo, "out/metainfo.json")->required();
  app.add_option("--usage", options.usage, "out/usage.bin")->required();
  app.add_option("--library", options.library, "the library file")->required();
  app.add_option("--out", options.out, "release folder, replaced as a whole")->required();
  app.add_option("--server", options.server,
                 "graph data server, to measure what compression costs");
  app.add_option("--token-file", token_file, "file with the server's token");
  app.add_option("--validation-samples", options.validation_samples)->capture_default_str();
  if (auto status = ParseArguments(app, argc, argv)) return *status;

  Result<std::string> token = ReadTokenFile(token_file);
  if (!token) return Fail(token.error());
  options.server_token = *token;
  auto report = learn::Compress(options);
  if (!report) return Fail(report.error());
  std::fputs(Summary(*report).c_str(), stdout);
  return 0;
}

}  // namespace fastnode::tool
