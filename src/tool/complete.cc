// fastnode complete
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>

#include "predict/json_lines.h"
#include "predict/project_memory.h"
#include "serve/backend.h"
#include "serve/in_time.h"
#include "serve/models.h"
#include "tool/arguments.h"
#include "tool/cache_option.h"
#include "tool/commands.h"
#include "tool/deadline_option.h"
#include "tool/reading_report.h"

namespace fastnode::tool {
namespace {

// A file that was written to is read again after so long; until then answers know it as it was.
constexpr std::chrono::seconds kLookAgain{5};

}  // namespace

int RunComplete(int argc, char** argv) {
  std::string model, log, cache = predict::DefaultCacheFolder();
  std::vector<std::string> packages;
  serve::InTime::Options in_time;
  int deadline_ms = static_cast<int>(in_time.limit.count());
  CLI::App app{
      "Completes code. One JSON object per line in, {\"id\", \"path\", \"root\", \"source\", "
      "\"offset\"},\none per line out, {\"id\", \"candidates\", \"micros\"} or {\"id\", "
      "\"error\"}.",
      "fastnode complete"};
  app.add_option("--model", model,
                 "release folder (default: what 'fastnode bundle' made, else the model that comes "
                 "with the program)");
  app.add_option("--max", in_time.max_completions, "candidates per answer")
      ->capture_default_str()
      ->check(CLI::Range(1, 100));
  app.add_option("--path", packages,
                 "folder of packages that files may import from, as on sys.path; repeated")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  AddDeadlineOption(app, deadline_ms);
  AddCacheOption(app, cache);
  bool no_auto_import = false;
  app.add_flag("--no-auto-import", no_auto_import, "offer no names that have to be imported first");
  app.add_option("--log", log, "file for one line per reading of a project: files and seconds");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  auto fail = [](const Error& error) {
    std::fprintf(stderr, "fastnode complete: %s\n", error.message.c_str());
    return 1;
  };
  const std::unique_ptr<predict::EditorCache> kept = OpenCache(cache, "fastnode complete");
  Result<std::unique_ptr<serve::Models>> models = serve::Models::Open(model, packages, kept.get());
  if (!models.ok()) return fail(models.error());
  std::ios::sync_with_stdio(false);
  in_time.limit = std::chrono::milliseconds(deadline_ms);
  const serve::Backend backend = serve::MakeBackend(**models, in_time.max_completions, kept.get());
  ReadingReport report("fastnode complete", log);
  auto tell = [&](const std::string& root, size_t files, size_t of) {
    report.Tell(root, files, of);
  };
  predict::ProjectMemory projects(report.Logging(backend.read_project),
                                  {.tell = tell, .look_again = kLookAgain});
  serve::InTime completer(backend.complete, in_time);
  predict::ImportableMemory importables(backend.read_importable, packages);
  predict::FindImportables find_importables;
  if (!no_auto_import) {
    // As for the project: half of the time that is left.
    find_importables = [&](const std::vector<std::string>& folders, const predict::Budget& budget) {
      if (!budget.deadline) return importables.Get(folders, std::nullopt);
      const auto now = std::chrono::steady_clock::now();
      return importables.Get(folders, now + (*budget.deadline - now) / 2);
    };
  }
  Status served = predict::ServeJsonLines(
      std::cin, std::cout,
      {[&](const predict::Request& request) { return completer.Complete(request); },
       [&](const predict::Question& question, const predict::Budget& budget) {
         return projects.Await(question, budget);
       },
       in_time.limit, find_importables});
  return served.ok() ? 0 : fail(served.error());
}

}  // namespace fastnode::tool
