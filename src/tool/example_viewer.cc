// fastnode example-viewer
#include <cstdio>

#include "qualify/viewer/viewer.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

int RunExampleViewer(int argc, char** argv) {
  qualify::ViewerOptions options;
  CLI::App app{
      "Shows examples in a browser: what every method gave, the text and the graph that the model\n"
      "saw, runs side by side. The page is served to this machine only; nothing leaves it.",
      "fastnode example-viewer"};
  app.add_option(
      "PATH", options.paths,
      "files or folders of examples; with several, the same examples are shown side by side");
  app.add_option("--port", options.port, "0: any free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  app.add_option("--host", options.host, "a loopback address")->capture_default_str();
  app.add_option("--release", options.release, "release folder, to ask in the playground");
  app.add_option("--runs", options.runs, "folder of run records");
  app.add_option("--validations", options.validations,
                 "folder with pages that validations made; those of make are in out");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Status status = qualify::RunViewer(options);
  if (status.ok()) return 0;
  std::fprintf(stderr, "fastnode example-viewer: %s\n", status.error().message.c_str());
  return 1;
}

}  // namespace fastnode::tool
