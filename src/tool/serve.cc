// fastnode serve --http
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "serve/http_api.h"
#include "serve/in_time.h"
#include "support/stop_signal.h"
#include "support/token_file.h"
#include "tool/arguments.h"
#include "tool/cache_option.h"
#include "tool/commands.h"
#include "tool/deadline_option.h"

namespace fastnode::tool {

int RunServe(int argc, char** argv) {
  std::string model, token_file, cache = predict::DefaultCacheFolder();
  std::vector<std::string> packages;
  serve::HttpApiOptions options;
  bool http = false;
  serve::InTime::Options in_time{.num_workers = 4};  // as many as the HTTP server has
  int deadline_ms = static_cast<int>(in_time.limit.count());
  CLI::App app{
      "Completions over HTTP, for notebooks and tools, until SIGINT or SIGTERM: POST /complete "
      "with a "
      "request of 'fastnode complete', GET /health, GET /metrics.",
      "fastnode serve"};
  app.add_flag("--http", http, "the only protocol (for editors there is 'fastnode lsp')");
  app.add_option("--model", model,
                 "release folder (default: what 'fastnode bundle' made, else the model that comes "
                 "with the program)");
  app.add_option("--path", packages, "folder of packages that files may import from; repeated")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--port", options.port, "0: any free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  app.add_option("--host", options.host, "address to listen on")->capture_default_str();
  app.add_option(
      "--token-file", token_file,
      "file with the token that requests must carry; needed unless the host is loopback");
  AddDeadlineOption(app, deadline_ms);
  AddCacheOption(app, cache);
  bool no_auto_import = false;
  app.add_flag("--no-auto-import", no_auto_import, "offer no names that have to be imported first");
  app.add_option("--max", in_time.max_completions, "candidates per answer")
      ->capture_default_str()
      ->check(CLI::Range(1, 100));
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  auto fail = [](const Error& error) {
    std::fprintf(stderr, "fastnode serve: %s\n", error.message.c_str());
    return 1;
  };
  Result<std::string> token = ReadTokenFile(token_file);
  if (!token.ok()) return fail(token.error());
  options.token = *token;
  options.packages = packages;
  options.auto_import = !no_auto_import;
  StopWait stop;
  const std::unique_ptr<predict::EditorCache> kept = OpenCache(cache, "fastnode serve");
  Result<std::unique_ptr<serve::Models>> models = serve::Models::Open(model, packages, kept.get());
  if (!models.ok()) return fail(models.error());
  Json names = Json::array();
  for (const release::BundledModel& one : (*models)->models()) {
    names.push_back(one.name.empty() ? one.folder : one.name + " " + one.version);
  }
  serve::Backend backend = serve::MakeBackend(**models, in_time.max_completions, kept.get());
  in_time.limit = std::chrono::milliseconds(deadline_ms);
  serve::InTime completer(backend.complete, in_time);
  backend.complete = [&](const predict::Request& request) { return completer.Complete(request); };
  serve::HttpApi api(backend, names, options);
  Result<int> port = api.Start();
  if (!port.ok()) return fail(port.error());
  std::printf("fastnode serve: ready on http://%s:%d\n", options.host.c_str(), *port);
  std::fflush(stdout);
  stop.Wait();
  return 0;
}

}  // namespace fastnode::tool
