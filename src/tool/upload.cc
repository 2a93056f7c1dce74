// fastnode upload
#include <cstdio>

#include "release/upload.h"
#include "support/run_record.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

namespace {

Status Publish(const release::UploadOptions& options, fastnode::RunRecord& record) {
  Result<release::UploadOutcome> outcome = release::Upload(options);
  if (!outcome.ok()) return outcome.error();
  record.Set("model_name", outcome->name);
  record.AddInput("release", outcome->manifest_sha256);
  record.SetHeadline("bytes copied", static_cast<double>(outcome->bytes_copied));
  std::printf(
      "published %s: %lld objects copied (%llu bytes), %lld there already; it is version %s of "
      "%s\n",
      outcome->location.c_str(), static_cast<long long>(outcome->objects_copied),
      static_cast<unsigned long long>(outcome->bytes_copied),
      static_cast<long long>(outcome->objects_present), outcome->version.c_str(),
      outcome->name.c_str());
  return {};
}

}  // namespace

int RunUpload(int argc, char** argv) {
  release::UploadOptions options;
  std::string runs;
  CLI::App app{"Publish a release that passed its validation.", "fastnode upload"};
  app.add_option("--release", options.release, "release folder")->required();
  app.add_option("--validation", options.validation, "validation.json of this release")->required();
  app.add_option("--to", options.to, "where to: s3://bucket/prefix or file:///folder")->required();
  app.add_option("--runs", runs, "folder for a record of the run (fastnode runs)");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Status done = OnRecord(runs, "upload", {{"to", options.to}},
                         [&](fastnode::RunRecord& record) { return Publish(options, record); });
  if (done.ok()) return 0;
  std::fprintf(stderr, "fastnode upload: %s\n", done.error().message.c_str());
  return 1;
}

}  // namespace fastnode::tool
