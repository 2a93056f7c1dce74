// fastnode lsp
#include <cstdio>
#include <string>
#include <vector>

#include "serve/language_server.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {

int RunLsp(int argc, char** argv) {
  std::string model;
  std::vector<std::string> packages;
  CLI::App app{"The language server: completions for an editor, on stdin and stdout.",
               "fastnode lsp"};
  app.add_option("--model", model, "release folder")->required();
  app.add_option("--path", packages,
                 "folder of packages that files may import from, as on sys.path; repeated")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Result<bool> served = serve::ServeLanguageOnStdin(model, packages);
  if (served.ok()) return *served ? 0 : 1;
  std::fprintf(stderr, "fastnode lsp: %s\n", served.error().message.c_str());
  return 1;
}

}  // namespace fastnode::tool
