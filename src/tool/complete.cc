#include <cstdio>

#include "predict/json_lines.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

int RunComplete(int argc, char** argv) {
  std::string model;
  std::vector<std::string> packages;
  predict::CompleteOptions options;
  CLI::App app{
      "Completes code: one JSON object a line in, {\"id\", \"path\", \"root\", \"source\", "
      "\"offset\"},\none a line out, {\"id\", \"candidates\", \"micros\"} or {\"id\", \"error\"}.",
      "fastnode complete"};
  app.add_option("--model", model, "release folder")->required();
  app.add_option("--max", options.max_completions, "candidates a line")
      ->capture_default_str()
      ->check(CLI::Range(1, 100));
  app.add_option("--path", packages,
                 "folder of packages that files may import from, as on sys.path; repeated")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Status served = predict::CompleteStdin(model, packages, options);
  if (served.ok()) return 0;
  std::fprintf(stderr, "fastnode complete: %s\n", served.error().message.c_str());
  return 1;
}

}  // namespace fastnode::tool
