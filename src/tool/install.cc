// fastnode install
#include <cstdio>

#include "release/install.h"
#include "release/registry.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

int RunInstall(int argc, char** argv) {
  release::InstallOptions options;
  options.name = "pythonexpr";
  std::string registry;
  CLI::App app{"Bring a published release to this machine, every byte checked.",
               "fastnode install"};
  app.add_option("NAME", options.name, "of the release")->capture_default_str();
  app.add_option("--from", options.from, "where from: s3://bucket/prefix or file:///folder")
      ->required();
  app.add_option("--to", options.to, "folder of models; the release stands in TO/NAME/VERSION")
      ->required();
  app.add_option("--version", options.version,
                 "SHA-256 of an earlier release's manifest (default: what the name points to now)");
  app.add_option("--registry", registry, "file to add it to, as the current version");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Result<release::InstallOutcome> outcome = release::Install(options);
  Status done;
  if (!outcome.ok()) done = outcome.error();
  if (done.ok() && !registry.empty()) {
    Result<std::string> version = release::AddToRegistry(registry, outcome->folder);
    if (!version.ok()) done = version.error();
  }
  if (!done.ok()) {
    std::fprintf(stderr, "fastnode install: %s\n", done.error().message.c_str());
    return 1;
  }
  std::printf("%s %s\n",
              outcome->present ? "there already:" : "installed:", outcome->folder.c_str());
  return 0;
}

}  // namespace fastnode::tool
