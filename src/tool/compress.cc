// fastnode compress: a trained model to the folder that the product loads.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "collect/draw/metainfo.h"
#include "learn/run/compress.h"
#include "support/file.h"
#include "support/manifest.h"
#include "tool/arguments.h"
#include "tool/commands.h"
#include "tool/server_flags.h"

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
  ManifestInfo info;
  info.name = "pythonexpr";
  info.code_version = "unknown";
  app.add_option("--model", options.model, "folder of the trained model")->required();
  app.add_option("--metainfo", options.metainfo, "out/metainfo.json")->required();
  app.add_option("--usage", options.usage, "out/usage.bin")->required();
  app.add_option("--library", options.library, "the library file")->required();
  app.add_option("--out", options.out, "release folder, replaced as a whole")->required();
  app.add_option("--onnx", options.onnx,
                 "file for the network in ONNX's format, in full precision, for other run times");
  app.add_option("--name", info.name, "what the release is called")->capture_default_str();
  app.add_option("--code-version", info.code_version, "of this program, for the manifest")
      ->capture_default_str();
  ServerFlags server{.about = "graph data server, to measure what compression costs", .url = ""};
  server.AddTo(app);
  app.add_option("--validation-samples", options.validation_samples)->capture_default_str();
  if (auto status = ParseArguments(app, argc, argv)) return *status;

  // Read before anything is written: a release must be able to say what it was made from.
  Result<std::string> metainfo_text = ReadFile(options.metainfo);
  if (!metainfo_text) return Fail(metainfo_text.error());
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(*metainfo_text);
  if (!metainfo) return Fail(metainfo.error().Context(options.metainfo));
  info.dataset_id = metainfo->dataset_id;
  info.config_hash = metainfo->config_hash;

  Result<server::ServerAddress> address = server.Address();
  if (!address) return Fail(address.error());
  options.server = *std::move(address);
  auto report = learn::Compress(options);
  if (!report) return Fail(report.error());
  Status written = WriteManifest(options.out, info);
  if (!written) return Fail(written.error());
  std::fputs(Summary(*report).c_str(), stdout);
  return 0;
}

}  // namespace fastnode::tool
