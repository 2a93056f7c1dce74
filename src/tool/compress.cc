// fastnode compress: a trained model to the folder that the product loads.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "collect/draw/metainfo.h"
#include "learn/run/compress.h"
#include "support/file.h"
#include "support/folder_hash.h"
#include "support/hash.h"
#include "support/manifest.h"
#include "support/run_record.h"
#include "tool/arguments.h"
#include "tool/commands.h"
#include "tool/server_flags.h"

namespace fastnode::tool {
namespace {

Status MakeRelease(const learn::CompressOptions& options, ManifestInfo info,
                   fastnode::RunRecord& record) {
  // Read before anything is written, because a release must be able to say what it was made from.
  Result<std::string> metainfo_text = ReadFile(options.metainfo);
  if (!metainfo_text.ok()) return metainfo_text.error();
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(*metainfo_text);
  if (!metainfo.ok()) return metainfo.error().Context(options.metainfo);
  Result<std::string> model = Sha256OfFolder(options.model);
  if (!model.ok()) return model.error();
  info.dataset_id = metainfo->dataset_id;
  info.config_hash = metainfo->config_hash;
  info.model = *model;
  record.Set("model_name", info.name);
  record.Set("dataset_id", info.dataset_id);
  record.AddInput("dataset", info.dataset_id);
  record.AddInput("metainfo", Sha256Hex(*metainfo_text));
  record.AddInput("model", info.model);

  auto report = learn::Compress(options);
  if (!report.ok()) return report.error();
  Status written = WriteManifest(options.out, info);
  if (!written) return written;
  std::fputs(Summary(*report).c_str(), stdout);
  Result<std::string> manifest = ReadFile(options.out + "/" + kManifestName);
  if (!manifest.ok()) return manifest.error();
  record.SetHeadline("MB", static_cast<double>(report->folder_bytes) / 1e6);
  return record.AddOutput("release", Sha256Hex(*manifest));
}

}  // namespace

int RunCompress(int argc, char** argv) {
  CLI::App app("Make the release folder of a trained model.", "fastnode compress");
  learn::CompressOptions options;
  ManifestInfo info;
  info.name = "pythonexpr";
  info.code_version = "unknown";
  std::string runs;
  app.add_option("--model", options.model, "folder of the trained model")->required();
  app.add_option("--metainfo", options.metainfo, "out/metainfo.json")->required();
  app.add_option("--usage", options.usage, "out/usage.bin")->required();
  app.add_option("--library", options.library, "the library file")->required();
  app.add_option("--out", options.out, "release folder, replaced as a whole")->required();
  app.add_option("--onnx", options.onnx,
                 "file for the network in ONNX's format, in full precision, for other run times");
  app.add_option("--name", info.name, "what the release is called")->capture_default_str();
  app.add_option("--code-version", info.code_version, "version of this program, for the manifest")
      ->capture_default_str();
  ServerFlags server{.about = "graph data server, to measure what compression costs", .url = ""};
  server.AddTo(app);
  app.add_option("--runs", runs, "folder for a record of the run (fastnode runs)");
  app.add_option("--validation-samples", options.validation_samples)->capture_default_str();
  if (auto status = ParseArguments(app, argc, argv)) return *status;

  Result<server::ServerAddress> address = server.Address();
  if (!address.ok()) return Failed("compress", address.error());
  options.server = *std::move(address);
  Status made =
      OnRecord(runs, "compress", {{"model", options.model}, {"name", info.name}},
               [&](fastnode::RunRecord& record) { return MakeRelease(options, info, record); });
  return made.ok() ? 0 : Failed("compress", made.error());
}

}  // namespace fastnode::tool
