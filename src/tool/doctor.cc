// fastnode doctor: what an editor's completions need, and what of it is missing.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "predict/completer.h"
#include "release/boxed.h"
#include "serve/models.h"
#include "serve/python_environment.h"
#include "tool/arguments.h"
#include "tool/commands.h"
#include "tool/version.h"

namespace fastnode::tool {
namespace {

bool Say(bool good, const std::string& what) {
  std::printf("%s %s\n", good ? "ok     " : "MISSING", what.c_str());
  return good;
}

bool CheckModels() {
  Result<release::Bundle> models = release::DefaultModels(/*verify=*/true);
  if (!models.ok()) return Say(false, models.error().message);
  for (const release::BundledModel& model : models->models) {
    Say(true, "model " + model.name + " " + model.version + " in " + model.folder +
                  (model.packages.empty() ? "" : " (for certain packages)"));
  }
  return true;
}

// Loads the model and asks it something that it should know.
bool CheckAnswer(const std::string& release) {
  using Clock = std::chrono::steady_clock;
  auto ms = [](Clock::time_point from) {
    return std::to_string(
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - from).count());
  };
  const Clock::time_point start = Clock::now();
  Result<std::unique_ptr<serve::Models>> models = serve::Models::Open(release, {});
  if (!models.ok()) return Say(false, models.error().message);
  Say(true, "it loads in " + ms(start) + " ms");
  const Clock::time_point asked = Clock::now();
  const predict::Request request{{"import os\nos.", 13}};
  Result<predict::Answer> answer = (*models)->general().Complete(request);
  if (!answer.ok()) return Say(false, "an answer: " + answer.error().message);
  std::string names;
  for (size_t i = 0; i < answer->completions.size() && i < 3; ++i) {
    names += (i > 0 ? ", " : "") + answer->completions[i].text;
  }
  return Say(!answer->completions.empty(),
             "it answers in " + ms(asked) + " ms: after 'os.' come " + names);
}

bool CheckPackages(const std::string& root, const std::string& interpreter) {
  const std::vector<std::string> folders = serve::PackageFolders(root, interpreter);
  for (const std::string& folder : folders) Say(true, "packages in " + folder);
  if (!folders.empty()) return true;
  return Say(false,
             "no packages were found: make a virtual environment (.venv) in the project, set "
             "VIRTUAL_ENV, or give --python");
}

}  // namespace

int RunDoctor(int argc, char** argv) {
  std::string release, root = std::filesystem::current_path().string(), interpreter;
  CLI::App app{
      "Says what completions in an editor need and whether it is there; exit status 1 if something "
      "is missing.",
      "fastnode doctor"};
  app.add_option("--model", release,
                 "release folder (default: what 'fastnode bundle' made, else the model that comes "
                 "with the program)");
  app.add_option("--root", root, "the project's folder (default: the working directory)");
  app.add_option("--python", interpreter, "path of the Python whose packages count");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Say(true, VersionLine());
  bool good = !release.empty() || CheckModels();
  if (good) good = CheckAnswer(release);
  good = CheckPackages(root, interpreter) && good;
  return good ? 0 : 1;
}

}  // namespace fastnode::tool
