// fastnode complete
#include <cstdio>
#include <iostream>
#include <memory>

#include "predict/json_lines.h"
#include "serve/in_time.h"
#include "serve/models.h"
#include "tool/arguments.h"
#include "tool/commands.h"
#include "tool/deadline_option.h"

namespace fastnode::tool {

int RunComplete(int argc, char** argv) {
  std::string model;
  std::vector<std::string> packages;
  predict::Budget budget;
  serve::InTime::Options in_time;
  int deadline_ms = static_cast<int>(in_time.limit.count());
  CLI::App app{
      "Completes code. One JSON object per line in, {\"id\", \"path\", \"root\", \"source\", "
      "\"offset\"},\none per line out, {\"id\", \"candidates\", \"micros\"} or {\"id\", "
      "\"error\"}.",
      "fastnode complete"};
  app.add_option("--model", model, "release folder (default: what 'fastnode bundle' made)");
  app.add_option("--max", budget.max_completions, "candidates per answer")
      ->capture_default_str()
      ->check(CLI::Range(1, 100));
  app.add_option("--path", packages,
                 "folder of packages that files may import from, as on sys.path; repeated")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  AddDeadlineOption(app, deadline_ms);
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  auto fail = [](const Error& error) {
    std::fprintf(stderr, "fastnode complete: %s\n", error.message.c_str());
    return 1;
  };
  Result<std::unique_ptr<serve::Models>> models = serve::Models::Open(model, packages);
  if (!models.ok()) return fail(models.error());
  std::ios::sync_with_stdio(false);
  in_time.limit = std::chrono::milliseconds(deadline_ms);
  in_time.max_completions = budget.max_completions;
  serve::InTime completer(
      [&](const predict::Request& request) -> Result<predict::Answer> {
        Result<serve::Models::Loaded> chosen = (*models)->For(request.question.text);
        if (!chosen.ok()) return chosen.error();
        predict::Budget of_request = request.budget;
        of_request.max_completions = budget.max_completions;
        return (*chosen)->Complete(request.question,
                                   (*chosen)->Know(request.question, request.given), of_request);
      },
      in_time);
  Status served = predict::ServeJsonLines(
      std::cin, std::cout,
      [&](const predict::Request& request) { return completer.Complete(request); },
      [&](const std::string& root, const std::string& except) {
        return predict::ReadProjectUsage(root, except, (*models)->general().library());
      });
  return served.ok() ? 0 : fail(served.error());
}

}  // namespace fastnode::tool
