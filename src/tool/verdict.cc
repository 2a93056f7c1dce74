// fastnode verdict FOLDER
#include "qualify/report/verdict.h"

#include <cstdio>

#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

int RunVerdict(int argc, char** argv) {
  std::string folder = "out";
  CLI::App app{
      "All validations of a release in a few lines. Exit status: 0 every gate of every kind "
      "passed, "
      "3 one failed or was not measured, 1 any other error.",
      "fastnode verdict"};
  app.add_option("FOLDER", folder, "folder of the pipeline's products")->capture_default_str();
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Result<qualify::Verdicts> verdicts = qualify::ReadVerdicts(folder);
  if (!verdicts.ok()) {
    std::fprintf(stderr, "fastnode verdict: %s\n", verdicts.error().message.c_str());
    return 1;
  }
  std::fputs(verdicts->text.c_str(), stdout);
  return verdicts->passed ? 0 : kGateFailed;
}

}  // namespace fastnode::tool
