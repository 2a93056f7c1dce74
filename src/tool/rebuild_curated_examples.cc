// fastnode rebuild-curated-examples
#include <cstdio>

#include "qualify/measure/curated.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

int RunRebuildCuratedExamples(int argc, char** argv) {
  qualify::RebuildOptions options;
  CLI::App app{"Answers a collection of examples with a release and the baselines.",
               "fastnode rebuild-curated-examples"};
  app.add_option("--release", options.release, "release folder")->required();
  app.add_option("IN", options.in, "file or folder of examples")->required();
  app.add_option("OUT", options.out, "file to write")->required();
  app.add_flag("--write", options.write, "write OUT; else only the summary is printed");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Status rebuilt = qualify::RebuildCuratedExamples(options);
  if (rebuilt.ok()) return 0;
  std::fprintf(stderr, "fastnode rebuild-curated-examples: %s\n", rebuilt.error().message.c_str());
  return 1;
}

}  // namespace fastnode::tool
