// fastnode lsp
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "serve/language_server.h"
#include "serve/loopback.h"
#include "tool/arguments.h"
#include "tool/cache_option.h"
#include "tool/commands.h"
#include "tool/deadline_option.h"

namespace fastnode::tool {

int RunLsp(int argc, char** argv) {
  constexpr int32_t kMaxItems = 100;
  std::string model, cache = predict::DefaultCacheFolder();
  std::vector<std::string> packages;
  serve::LanguageOptions options;
  int port = -1;
  CLI::App app{
      "The language server, on stdin and stdout: completions for an editor, hover, signatures and "
      "definitions.",
      "fastnode lsp"};
  app.add_option("--model", model,
                 "release folder (default: what 'fastnode bundle' made, else the model that comes "
                 "with the program)");
  app.add_option(
         "--path", packages,
         "folder of packages that files may import from, as on sys.path; repeated. Those of "
         "the project's virtual environment are found")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--python", options.interpreter,
                 "path of the Python whose packages count (default: VIRTUAL_ENV, CONDA_PREFIX, "
                 ".venv, venv and env of the project, the system's)");
  AddDeadlineOption(app, options.deadline_ms);
  app.add_option(
         "--port", port,
         "instead wait a minute for one client on this port of 127.0.0.1; 0: any free port, "
         "which is printed")
      ->check(CLI::Range(0, 65535));
  AddCacheOption(app, cache);
  bool no_auto_import = false;
  app.add_flag("--no-auto-import", no_auto_import, "offer no names that have to be imported first");
  app.add_option("--log", options.log,
                 "file that gets one line per message: when and which, never its text");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  auto fail = [](const Error& error) {
    std::fprintf(stderr, "fastnode lsp: %s\n", error.message.c_str());
    return 1;
  };
  options.packages = packages;
  options.auto_import = !no_auto_import;
  const std::unique_ptr<predict::EditorCache> kept = OpenCache(cache, "fastnode lsp");
  Result<std::unique_ptr<serve::Models>> models = serve::Models::Open(model, packages, kept.get());
  if (!models.ok()) return fail(models.error());
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);  // else the reader would flush what another thread writes
  const serve::Backend backend = serve::MakeBackend(**models, kMaxItems, kept.get());
  Result<bool> served = false;
  if (port < 0) {
    served = serve::ServeLanguage(std::cin, std::cout, backend, options);
  } else {
    constexpr int kWaitSeconds = 60;
    served = serve::ServeFirstClient(
        port, kWaitSeconds,
        [](int bound) { std::cout << "fastnode lsp: port " << bound << std::endl; },
        [&](std::istream& in, std::ostream& out) {
          return serve::ServeLanguage(in, out, backend, options);
        });
  }
  if (!served.ok()) return fail(served.error());
  return *served ? 0 : 1;
}

}  // namespace fastnode::tool
