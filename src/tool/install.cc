// fastnode install
#include <cstdio>

#include "release/install.h"
#include "release/registry.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

namespace {}  // namespace

int RunInstall(int argc, char** argv) {
  release::InstallOptions options;
  options.name = "pythonexpr";
  options.to = "versions";
  std::string registry;
  bool list = false;
  CLI::App app{"Bring a published release to this machine and check every byte.",
               "fastnode install"};
  app.add_option("NAME", options.name, "name of the release")->capture_default_str();
  app.add_option("--from", options.from, "where from: s3://bucket/prefix or file:///folder")
      ->required();
  app.add_option("--to", options.to, "folder of models; the release goes to TO/NAME/VERSION")
      ->capture_default_str();
  app.add_option("--version", options.version,
                 "first digits of an earlier version (default: what the name points to now)");
  app.add_flag("--list", list,
               "only list the published versions, and mark the one that the name points to");
  app.add_option("--registry", registry, "file to add it to, as the current version");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  if (list) {
    Result<std::string> there = release::PrintInstallable(options.from, options.name);
    if (!there.ok()) return Failed("install", there.error());
    std::fputs(there->c_str(), stdout);
    return 0;
  }
  Result<release::InstallOutcome> outcome = release::Install(options);
  Status done;
  if (!outcome.ok()) done = outcome.error();
  if (done.ok() && !registry.empty()) {
    Result<std::string> version = release::AddToRegistry(registry, options.to, outcome->folder);
    if (!version.ok()) done = version.error();
  }
  if (!done.ok()) return Failed("install", done.error());
  std::printf("%s %s\n",
              outcome->present ? "there already:" : "installed:", outcome->folder.c_str());
  return 0;
}

}  // namespace fastnode::tool
