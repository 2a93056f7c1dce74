#include <cstdio>

#include "release/upload.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

int RunUpload(int argc, char** argv) {
  release::UploadOptions options;
  CLI::App app{"Publish a release that passed its validation.", "fastnode upload"};
  app.add_option("--release", options.release, "release folder")->required();
  app.add_option("--validation", options.validation, "validation.json of this release")->required();
  app.add_option("--to", options.to, "where to: s3://bucket/prefix or file:///folder")->required();
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Result<release::UploadOutcome> outcome = release::Upload(options);
  if (!outcome.ok()) {
    std::fprintf(stderr, "fastnode upload: %s\n", outcome.error().message.c_str());
    return 1;
  }
  std::printf("published %s: %lld objects copied (%llu bytes), %lld there already\n",
              outcome->location.c_str(), static_cast<long long>(outcome->objects_copied),
              static_cast<unsigned long long>(outcome->bytes_copied),
              static_cast<long long>(outcome->objects_present));
  return 0;
}

}  // namespace fastnode::tool
