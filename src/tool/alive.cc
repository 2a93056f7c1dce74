// fastnode alive
#include <cstdio>
#include <string>

#include "support/newest_file.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

int RunAlive(int argc, char** argv) {
  std::string folder;
  double seconds = 1800;
  CLI::App app{
      "What a probe of a cluster asks of work that writes files: exit status 0 if a file in the "
      "folder was written lately, 1 if none was.",
      "fastnode alive"};
  app.add_option("FOLDER", folder, "folder, with all its folders")->required();
  app.add_option("--within", seconds, "seconds")->capture_default_str()->check(CLI::Range(1., 1e9));
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Result<double> age = AgeOfNewestFile(folder);
  if (!age.ok()) {
    std::fprintf(stderr, "fastnode alive: %s\n", age.error().message.c_str());
    return 1;
  }
  std::printf("alive: the newest file in %s was written %.0f s ago\n", folder.c_str(), *age);
  return *age <= seconds ? 0 : 1;
}

}  // namespace fastnode::tool
