// fastnode export hub RELEASE FOLDER
#include <cstdio>

#include "release/hub.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

int RunExport(int argc, char** argv) {
  release::HubOptions options;
  CLI::App app{"Makes of a release what others expect.", "fastnode export"};
  app.require_subcommand(1);
  CLI::App* hub = app.add_subcommand(
      "hub",
      "a folder as Hugging Face's hub has models: the release, a card with its measured figures");
  hub->add_option("RELEASE", options.release, "release folder")->required();
  hub->add_option("FOLDER", options.folder, "folder to make")->required();
  hub->add_option("--validation", options.validation,
                  "folder of validation*.json of this release, out say (default: those that came "
                  "with the release)");
  hub->add_option("--repository", options.repository, "OWNER/NAME on the hub, for the card");
  hub->add_option("--licence", options.licence, "the hub's name of the licence")
      ->capture_default_str();
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Result<std::string> made = release::ExportHub(options);
  if (!made.ok()) {
    std::fprintf(stderr, "fastnode export: %s\n", made.error().message.c_str());
    return 1;
  }
  std::printf("%s\n", made->c_str());
  return 0;
}

}  // namespace fastnode::tool
